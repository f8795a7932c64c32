import { beforeAll, expect, test } from "vitest";
import type { SchemaValidator } from "../gate/kubeconform.ts";
import { Experiment } from "../models/seldon/2.9/kinds/experiment.ts";
import { Model } from "../models/seldon/2.9/kinds/model.ts";
import { Pipeline } from "../models/seldon/2.9/kinds/pipeline.ts";
import { SeldonConfig } from "../models/seldon/2.9/kinds/seldonconfig.ts";
import { SeldonRuntime } from "../models/seldon/2.9/kinds/seldonruntime.ts";
import { Server } from "../models/seldon/2.9/kinds/server.ts";
import { ServerConfig } from "../models/seldon/2.9/kinds/serverconfig.ts";
import { describedValidator, verdictOn } from "../testing/described-validator.ts";
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

let validator: SchemaValidator;
beforeAll(async () => {
  validator = await describedValidator();
});

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
    expect(await verdictOn(object, validator)).toEqual({ valid: 1, invalid: 0, skipped: 0 });
    const { apiVersion, kind } = object;
    const other = { apiVersion, kind, metadata, spec: misspelt };
    expect(await verdictOn(other, validator)).toEqual({
      valid: 0,
      invalid: 1,
      skipped: 0,
    });
  },
);
