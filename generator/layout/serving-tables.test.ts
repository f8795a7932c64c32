import { expect, test } from "vitest";
import { generateTenant } from "../generate/generate-tenant.ts";
import { tenantScope } from "../generate/scope.ts";
import { inventoryWith } from "../testing/rules.ts";
import { layOutTenant } from "./lay-out-tenant.ts";

/** The README of the tenant churn on production. */
function readmeOf(spec: string): string {
  const { platform, clusters } = inventoryWith(spec);
  const [cluster] = clusters.filter(({ name }) => name === "production");
  const [tenant] = cluster?.tenants ?? [];
  if (cluster === undefined || tenant === undefined) throw new Error("there is no churn");
  const scope = tenantScope(platform, cluster, tenant);
  return (
    layOutTenant(scope, generateTenant(scope), new Map()).texts.get(
      "clusters/production/overlays/tenants/churn/README.md",
    ) ?? ""
  );
}

const full = readmeOf(`
access: { groups: { people: deployer } }
nodePool: gpu
quota: { gpus: 4 }
secrets:
  store: { keys: [s3], from: { store: vault, path: own/store } }
  token: { keys: [user, password], from: manual }
pullSecrets: { harbor: { registry: harbor.acme.test, from: manual } }
serverConfigs:
  big: { template: triton, resources: { gpus: 2 }, storage: { size: 20Gi, class: fast } }
servers:
  mlserver: { template: mlserver }
  triton: { config: big, minReplicas: 2, maxReplicas: 4 }
models:
  a: { storageUri: "s3://churn/a/1", requirements: [sklearn], secret: store, minReplicas: 1, maxReplicas: 1 }
  b: { storageUri: "s3://churn/b/1", requirements: [onnx] }
pipelines:
  decide:
    steps: { a: {}, b: { inputs: [a.outputs.x, decide.inputs], triggers: [a], inputsJoinType: any, joinWindowMs: 50 } }
    output: [b]
  sink: { steps: { a: {} } }
experiments:
  split: { default: a, candidates: { a: 1 }, mirror: { name: b, percent: 10 } }
storage: { notebooks: { size: 50Gi, accessModes: [ReadWriteMany] } }
network: { external: { bureau: { cidrs: [203.0.113.0/24], ports: [{ port: 443 }], why: Scores } } }
`);

test.each([
  "| `mlserver` | mlserver-0 | mlserver | 1 | `churn.mlserver-config` in `seldon-system` |",
  "| `triton` | triton-0 to triton-3 | triton | 2 to 4, autoscaled | `churn.big` in `seldon-system` |",
  "| GPUs (`nvidia.com/gpu`) | 4 |",
  "All Servers run on node pool `gpu`, nodes with the labels `node.acme.test/pool=gpu`. GPUs there are `nvidia.com/gpu`; each pod of triton asks for 2.",
  "| `a` | `s3://churn/a/1` | mlserver | sklearn | not said | 1 to 1, autoscaled |",
  "| `b` | `s3://churn/b/1` | triton | onnx | not said | 1 |",
  "Pipeline `decide` answers what comes out of `b`:",
  "| `a` | the pipeline's input |",
  "| `b` | the first of `a.outputs.x`, `decide.inputs`, within 50 ms, after `a` |",
  "Pipeline `sink` answers nothing:",
  "Data goes between steps through Kafka, `seldon-kafka-bootstrap.kafka:9092`, in topics that begin with `seldon.churn.`.",
  "Experiment `split` splits its requests: `a` 1. Requests for `a` are split too. Copies of 10 % of it go to `b`, whose answers nobody gets.",
  "| `notebooks` | 50Gi | standard | the tenant's own data (ReadWriteMany); a person deletes it |",
  "| `mlserver-models-mlserver-0` | 1Gi | standard | artifacts of models on mlserver, fetched again when they are gone; one claim for each replica |",
  "| `triton-models-triton-0` | 20Gi | fast | artifacts of models on triton, fetched again when they are gone; one claim for each replica |",
  "| `artifacts-minio` | s3 | store vault, ml-platform/churn/artifacts/minio | the rclone remote of artifact store minio |",
  "| `store` | s3 | store vault, ml-platform/churn/own/store | the rclone remote of a |",
  "| `token` | user, password | a person | asked for by the tenant |",
  "| `harbor` | .dockerconfigjson | a person | opens the registry harbor.acme.test |",
  "| `seldon-rclone-gs-public` | gs | git | Seldon's agents read it; it holds no value to keep |",
  "A person brings `token`; each key is a file of that name in the folder where you run this:",
  "kubectl create secret generic token --namespace churn --type Opaque --from-file=user=./user --from-file=password=./password",
  "| `to-external-bureau` | out | 443/TCP | Scores |",
  // What fails, of each Server by the real names of its pods.
  "Each replica of a Server is one pod: mlserver-0; triton-0 to triton-3. It has three containers: mlserver or triton runs the models, agent loads and unloads them and passes requests on, rclone fetches artifacts.",
  "kubectl logs --namespace churn --selector seldon-server-name=triton --all-containers --prefix --tail 50",
  "kubectl logs triton-0 --namespace churn --container triton --previous --tail 50",
  "kubectl logs mlserver-0 --namespace churn --container mlserver --previous --tail 50",
  "The scheduler says what is missing: CPU or memory on the nodes of pool gpu, which all Servers run on, free nvidia.com/gpu there, or a volume. A claim that waits for its first consumer is fine.",
  "kubectl describe nodes --selector node.acme.test/pool=gpu",
  "kubectl get pods --namespace kafka --selector strimzi.io/cluster=seldon",
  "kubectl describe externalsecrets artifacts-minio store --namespace churn",
  "kubectl describe application production.churn.workloads --namespace argocd",
])("a README has the line %s", (line) => {
  expect(full.split("\n")).toContain(line);
});

test("headings stand in the order in which somebody who is woken up asks", () => {
  const [, failing = ""] = full.split("## When something fails");
  expect([...failing.matchAll(/^### (.*)$/gm)].map(([, title]) => title)).toEqual([
    "First look",
    "Pods of a Server restart, or are not ready",
    "Pods stay Pending",
    "Pods are not created at all",
    "A model does not become ready",
    "ServerConfig not found",
    "A pipeline is stuck, or does not answer",
    "Requests are answered with errors, or slowly",
    "A secret has not come",
    "A change does not arrive: Argo CD is not Synced, or Degraded",
    "A sync waits, and a newer commit repairs what it waits for",
    "A sync timed out",
    "Undo a change",
    "Go back to an earlier model",
    "Permission denied",
    "Whom to call",
  ]);
});

test("nobody is told to take the only candidate out of a split", () => {
  expect(full).toContain("npx --no-install tenantry set churn --cluster production models.a.storageUri=EARLIER");
  expect(full).not.toContain("candidates.a=0");
});

const serving = `
servers: { mlserver: { template: mlserver } }
models: { a: { storageUri: "s3://churn/a/1", requirements: [sklearn] } }
`;

test.each([
  ["nothing at all", "", ["Who may do what", "What it may use", "Who reaches whom", "When something fails"]],
  [
    "Servers and no model",
    "servers: { mlserver: { template: mlserver } }",
    [
      "Who may do what",
      "What it may use",
      "What it serves",
      "Volume claims",
      "Secrets",
      "Who reaches whom",
      "When something fails",
    ],
  ],
  [
    "claims alone",
    "storage: { notebooks: { size: 50Gi } }",
    ["Who may do what", "What it may use", "Volume claims", "Who reaches whom", "When something fails"],
  ],
])("a tenant with %s has no section on what it does not have", (_, spec, headings) => {
  const text = readmeOf(spec);
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(headings);
  expect(withoutFlows(text)).not.toMatch(
    /pipeline|Kafka|Experiment|GPU|node pool|\| Model|A model|Requests are|Go back|How to call/,
  );
  expect(text).not.toMatch(/\n\n\n|undefined|\[object/);
});

test("a tenant that serves has no words on pipelines, GPUs and mirrors that it does not have", () => {
  expect(withoutFlows(readmeOf(serving))).not.toMatch(/pipeline|Experiment|Kafka|GPU|node pool|mirror|Copies/);
  expect(full + readmeOf(serving)).not.toMatch(/\n\n\n|undefined|\[object/);
});

/** Why a flow is open is said of all that may pass. */
function withoutFlows(text: string): string {
  return text.replace(/^## Who reaches whom$[\s\S]*?(?=^## )/m, "");
}

test("one that is suspended says so, and nobody can call it", () => {
  const text = readmeOf(`lifecycle: suspended\n${serving}`);
  expect(text).toContain("Nothing now: it is suspended. Its file says:");
  expect(text).not.toMatch(/How to call it|### A model|### Requests|first-prediction/);
});
