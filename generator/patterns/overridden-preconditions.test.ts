import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { preconditions } from "./preconditions.ts";

const component = "    components: { envoy: { image: harbor.acme.test/seldonio/seldon-envoy:2.9.1 } }\n";
const serving = "  servers: { mlserver: { template: mlserver } }\n";
const limits = "    components: { envoy: { resources: { limits: { memory: 4Gi } } } }\n";

/** The findings of the preconditions: a component in platform.yaml, and overrides of the platform on staging. */
function found(platform: string, override: string, tenant = serving): readonly string[] {
  const root = sandbox();
  const append = (file: string, text: string): void =>
    write(root, file, `${readFileSync(join(root, file), "utf8")}${text}`);
  append("platform/platform.yaml", platform);
  append("clusters/staging/cluster.yaml", `  platform: { ${override} }\n`);
  write(root, "tenants/a.yaml", tenantText("a", tenant).replace("production: {}", "production: {}, staging: {}"));
  return preconditions(inventoryOf(root), "2026-11-23").map(
    ({ at, code, message, related }) =>
      `${at.file}:${at.line} ${code} ${message}${(related ?? []).map((other) => ` (${other.at.file})`).join("")}`,
  );
}

const registries = "registries: [docker.io/seldonio/, nvcr.io/nvidia/]";
const image = "invalid image harbor.acme.test/seldonio/seldon-envoy:2.9.1: its registry is not allowed";

test("an image of a component in platform.yaml, whose registry a cluster does not allow: the finding is at the override", () => {
  expect(found(component, registries)).toEqual([
    `clusters/staging/cluster.yaml:33 platform/registry ${image}, on staging (platform/platform.yaml)`,
  ]);
  expect(found(component, "services: { mlflow: { namespace: mlflow } }")).toEqual([]);
});

test("a limit of a component in platform.yaml above the maximum of one cluster: the finding is at the override", () => {
  const max = "defaults: { containers: { default: { memory: 1Gi }, max: { memory: 2Gi } } }";
  expect(found(limits, max)).toEqual([
    "clusters/staging/cluster.yaml:33 platform/limits envoy's memory limit (4Gi) exceeds the namespace's maximum (2Gi) on staging (platform/platform.yaml)",
  ]);
});

test("an image of a component in platform.yaml that no cluster allows: the finding is in platform.yaml, once", () => {
  const other = component.replaceAll("harbor.acme.test", "quay.io");
  expect(found(other, registries)).toEqual([
    expect.stringMatching(/^platform\/platform[.]yaml:\d+ platform\/registry .* not allowed$/),
  ]);
});

test("an image of a tenant's component whose registry one cluster does not allow: the finding names the cluster", () => {
  const tenant = `${serving}  seldon: { ${component.trim()} }\n`;
  expect(found("", registries, tenant)).toEqual([`tenants/a.yaml:8 platform/registry ${image}, on staging`]);
});
