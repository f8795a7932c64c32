import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { kubeconform, type SchemaValidator } from "../gate/kubeconform.ts";
import { ValidationCache } from "../gate/validation-cache.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { describedSchemas } from "../models/described-schemas.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { seldon29 } from "../models/seldon/2.9/facts.ts";
import { Experiment } from "../models/seldon/2.9/kinds/experiment.ts";
import { Model } from "../models/seldon/2.9/kinds/model.ts";
import { Pipeline } from "../models/seldon/2.9/kinds/pipeline.ts";
import { SeldonConfig } from "../models/seldon/2.9/kinds/seldonconfig.ts";
import { SeldonRuntime } from "../models/seldon/2.9/kinds/seldonruntime.ts";
import { Server } from "../models/seldon/2.9/kinds/server.ts";
import { ServerConfig } from "../models/seldon/2.9/kinds/serverconfig.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { provideTool } from "../tools/provide-tool.ts";
import { seldonInterface } from "./seldon-interface.ts";

const metadata = { name: "fraud", namespace: "fraud-detection" };
const pod = { containers: [{ name: "mlserver", image: "seldonio/mlserver:1.7.1" }] };
const claim = { accessModes: ["ReadWriteOnce" as const], resources: { requests: { storage: "1Gi" } } };

/** An object of each kind, and a spec with a misspelt field. */
const kinds = [
  {
    object: new Model({
      metadata,
      spec: { storageUri: "s3://models/fraud", memory: "1Gi", requirements: ["sklearn"] },
    }),
    misspelt: { storageUri: "s3://models/fraud", memoy: "1Gi" },
  },
  {
    object: new Server({
      metadata,
      spec: {
        serverConfig: "mlserver",
        podSpec: {
          containers: [{ name: "mlserver", env: [{ name: "A", value: "b" }] }],
          nodeSelector: { gpu: "a100" },
        },
      },
    }),
    misspelt: { serverConfig: "mlserver", podSpec: { nodeSelectors: {} } },
  },
  {
    object: new ServerConfig({
      metadata,
      spec: { podSpec: pod, volumeClaimTemplates: [{ name: "models", spec: claim }] },
    }),
    misspelt: { podSpec: pod, volumeClaimTemplates: [{ name: "models", spec: { ...claim, storageClass: "fast" } }] },
  },
  {
    object: new SeldonConfig({ metadata, spec: { components: [{ name: "seldon-envoy", replicas: 1, podSpec: pod }] } }),
    misspelt: { components: [{ name: "seldon-envoy", replica: 1 }] },
  },
  {
    object: new SeldonRuntime({
      metadata,
      spec: { seldonConfig: "default", overrides: [{ name: "seldon-envoy", serviceType: "ClusterIP" }] },
    }),
    misspelt: { seldonConfig: "default", config: { kafkaConfig: { bootstrapServers: "kafka:9092" } } },
  },
  {
    object: new Pipeline({ metadata, spec: { steps: [{ name: "score" }], output: { steps: ["score"] } } }),
    misspelt: { steps: [{ name: "score", input: [] }] },
  },
  {
    object: new Experiment({
      metadata,
      spec: {
        default: "fraud-1",
        candidates: [{ name: "fraud-1", weight: 90 }],
        mirror: { name: "shadow", percent: 5 },
      },
    }),
    misspelt: { candidates: [{ name: "fraud-1", wieght: 90, weight: 90 }] },
  },
];

let folder = "";
let validator: SchemaValidator;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-class-test-"));
  const machine = { env: process.env, log: () => undefined };
  const tool = await provideTool("kubeconform", machine);
  const schemas = await provideSchemas({ kubernetes: "1.34.4", argoCD: "3.5.1" }, describedSchemas(seldon29), machine);
  validator = {
    kubeconform: async () => tool,
    schemas,
    known: new ValidationCache(join(folder, "known"), () => {}),
    knownObjects: new ValidationCache(undefined, () => {}),
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the table contains every kind", () => {
  expect(kinds.map(({ object }) => object.kind).sort()).toEqual(seldonInterface.map(({ kind }) => kind).sort());
});

test.each(kinds.map((row) => ({ ...row, kind: row.object.kind })))(
  "$kind serializes to plain data that begins with apiVersion and kind",
  ({ object }) => {
    expect(Object.keys(JSON.parse(JSON.stringify(object)))).toEqual(["apiVersion", "kind", "metadata", "spec"]);
  },
);

test.each(kinds.map((row) => ({ ...row, kind: row.object.kind })))(
  "$kind is valid, and invalid with a misspelt field",
  async ({ object, misspelt }) => {
    expect(await verdictOn(object)).toEqual({ valid: 1, invalid: 0, skipped: 0 });
    const { apiVersion, kind } = object;
    const other = { apiVersion, kind, metadata, spec: misspelt };
    expect(await verdictOn(other)).toEqual({
      valid: 0,
      invalid: 1,
      skipped: 0,
    });
  },
);

async function verdictOn(
  object: KubernetesObject,
): Promise<{ readonly valid: number; readonly invalid: number; readonly skipped: number }> {
  const source = { file: "tenants/fraud-detection.yaml", text: "spec: {}\n" };
  const rendered = { object, origin: { source, path: ["spec"] }, file: "fraud.yaml", text: objectFile(object) };
  const { valid, invalid, skipped } = await kubeconform([[rendered]], validator);
  return { valid, invalid, skipped };
}
