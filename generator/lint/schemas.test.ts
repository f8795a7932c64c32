import fc from "fast-check";
import { expect, test } from "vitest";
import { kindOf, type Manifest, manifestOf } from "../evaluate/manifests/manifest.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { malformedValue } from "../testing/malformed.ts";
import { inventoryWith } from "../testing/rules.ts";
import { schemaVerdict } from "./schemas.ts";

const kinds = [
  ["v1", "Service"],
  ["v1", "ConfigMap"],
  ["apps/v1", "Deployment"],
  ["mlops.seldon.io/v1alpha1", "Model"],
  ["networking.k8s.io/v1", "NetworkPolicy"],
  ["acme.test/v1", "Widget"],
  ["v1", "List"],
  ["v1", "PodList"],
] as const;

test("every malformed object gets a separate verdict, and none stops the run", async () => {
  const { clusters } = inventoryWith("");
  const cluster = clusters.find(({ name }) => name === "production");
  if (cluster === undefined) throw new Error("there is no production");
  const machine = { env: process.env, log: () => undefined };
  const validator = await openToolchain("/nonexistent", machine, true).validator(cluster);
  const objects = fc.record({
    kind: fc.constantFrom(...kinds),
    name: fc.string(),
    spec: malformedValue,
    data: malformedValue,
  });
  const asked: string[] = [];
  const manifests = fc
    .sample(objects, { numRuns: 500, seed: 7 })
    .map(({ kind: [apiVersion, kind], name, spec, data }): Manifest => {
      const object = Object.assign({ apiVersion, kind, metadata: { name, namespace: "churn" } }, { spec, data });
      const at = (path: readonly (string | number)[] = []) => {
        asked.push(path.join("/"));
        return { file: `${kindOf(object)} ${name}`, line: 1, column: 1, length: 1, excerpt: [] };
      };
      return manifestOf(object, at);
    });
  const { diagnostics, unknown } = await schemaVerdict(manifests, validator, cluster);
  expect(unknown).toEqual(expect.arrayContaining(["acme.test/Widget"]));
  expect(diagnostics.length).toBeGreaterThan(100);
  expect(asked.some((path) => path.startsWith("spec/"))).toBe(true);
  for (const { message } of diagnostics) expect(message).not.toMatch(/\(\d+\): /);
});
