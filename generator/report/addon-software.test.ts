import { expect, test } from "vitest";
import { mergeAddon, sandboxWithAddons } from "../testing/addon-clusters.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { type AddonSoftware, addonSoftware, addonSoftwareBlocks } from "./addon-software.ts";

function softwareIn(root: string): readonly AddonSoftware[] {
  const { clusters, charts } = inventoryOf(root);
  return clusters.filter(({ name }) => name === "staging").flatMap((cluster) => addonSoftware(cluster, charts));
}

test("each chart and each folder of another repository has its version, and that of the module with its name", () => {
  const found = softwareIn(sandboxWithAddons());
  expect(found.map(({ source, schemas }) => [source, schemas?.module])).toEqual(
    expect.arrayContaining([
      ["cert-manager", "github.com/cert-manager/cert-manager"],
      ["external-secrets", "github.com/external-secrets/external-secrets"],
      ["gateway-api", "sigs.k8s.io/gateway-api"],
      ["metallb", "go.universe.tf/metallb"],
      ["strimzi-kafka-operator", undefined],
    ]),
  );
});

test.each([
  ["the same version", "v1.2.3", "of the same version"],
  ["another version", "v0.0.1", "of another version: m v0.0.1"],
])("a table of software with schemas of %s", (_, version, schemas) => {
  const [source] = softwareIn(sandboxWithAddons());
  if (source === undefined) throw new Error("missing source");
  const [, table] = addonSoftwareBlocks([{ ...source, version: "1.2.3", schemas: { module: "m", version } }]);
  expect(table).toMatchObject({ rows: [expect.arrayContaining([schemas])] });
});

test("an Application that has left is not listed", () => {
  const root = sandboxWithAddons();
  mergeAddon(root, "staging", "cert-manager", { retired: ["issuers", "cert-manager"] });
  expect(softwareIn(root).map(({ addon }) => addon)).not.toContain("cert-manager");
});
