import { expect, test } from "vitest";
import { mergeAddon, sandboxWithAddons } from "../testing/addon-clusters.ts";
import { inventoryOf } from "../testing/inventory.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { addonSources, otherSchemaBlocks } from "./addon-sources.ts";

function stagingIn(root: string): ClusterEntry {
  const cluster = inventoryOf(root).clusters.find(({ name }) => name === "staging");
  if (cluster === undefined) throw new Error("missing cluster staging");
  return cluster;
}

test("each chart and each folder of another repository has its version, and that of the module with its name", () => {
  const found = addonSources(stagingIn(sandboxWithAddons()));
  expect(found.map(({ source, schemas }) => [source, schemas?.module])).toEqual(
    expect.arrayContaining([
      ["cert-manager", "github.com/cert-manager/cert-manager"],
      ["external-secrets", "github.com/external-secrets/external-secrets"],
      ["gateway-api", "sigs.k8s.io/gateway-api"],
      ["istiod", undefined],
      ["metallb", "go.universe.tf/metallb"],
      ["strimzi-kafka-operator", undefined],
    ]),
  );
});

test("only sources whose version differs from that of the schemas are listed", () => {
  const [source] = addonSources(stagingIn(sandboxWithAddons()));
  if (source === undefined) throw new Error("missing source");
  const withSchemas = (version: string): typeof source => ({ ...source, schemas: { module: "m", version } });
  expect(otherSchemaBlocks([{ ...source, version: "1.2.3", schemas: { module: "m", version: "v1.2.3" } }])).toEqual([]);
  expect(otherSchemaBlocks([withSchemas("v0.0.1")])).toHaveLength(2);
});

test("an Application that has left is not listed", () => {
  const root = sandboxWithAddons();
  mergeAddon(root, "staging", "cert-manager", { retired: ["cert-manager"] });
  expect(addonSources(stagingIn(root)).map(({ addon }) => addon)).not.toContain("cert-manager");
});
