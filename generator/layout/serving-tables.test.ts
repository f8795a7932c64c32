import { expect, test } from "vitest";
import { generateTenant } from "../generate/generate-tenant.ts";
import { tenantScope } from "../generate/scope.ts";
import { inventoryWith } from "../testing/rules.ts";
import { tenantLayout } from "./tenant-layout.ts";

/** The README of the tenant churn on production. */
function readmeOf(spec: string): string {
  const { clusters } = inventoryWith(spec);
  const [cluster] = clusters.filter(({ name }) => name === "production");
  const [tenant] = cluster?.tenants ?? [];
  if (cluster === undefined || tenant === undefined) throw new Error("missing tenant churn");
  const scope = tenantScope(cluster, tenant);
  return (
    tenantLayout(scope, generateTenant(scope), new Map()).texts.get(
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
seldon: { components: { modelgateway: { replicas: 1 } } }
storage: { notebooks: { size: 50Gi, accessModes: [ReadWriteMany] } }
network: { external: { bureau: { cidrs: [203.0.113.0/24], ports: [{ port: 443 }], why: Scores } } }
`);

test.each([
  "| `mlserver` | mlserver-0 | mlserver | 1 | `churn.mlserver-config` in `seldon-system` |",
  "| `triton` | triton-0 to triton-3 | triton | 2 to 4, autoscaled | `churn.big` in `seldon-system` |",
  "| GPUs (`nvidia.com/gpu`) | 4 |",
  "All Servers run on node pool `gpu`, on nodes with the labels `node.acme.test/pool=gpu`. The nodes provide GPUs as resource `nvidia.com/gpu`: each pod of Server triton requests 2.",
  "| `a` | `s3://churn/a/1` | mlserver | sklearn | not set | 1 to 1, autoscaled |",
  "| `b` | `s3://churn/b/1` | triton | onnx | not set | 1 |",
  "Pipeline `decide` has these steps, and returns the output of `b`:",
  "| `a` | the pipeline's input |",
  "| `b` | the first of `a.outputs.x`, `decide.inputs`, within 50 ms, after `a` |",
  "Pipeline `sink` has these steps, and returns nothing:",
  "The steps of a pipeline exchange data through the Kafka brokers at `seldon-kafka-bootstrap.kafka:9092`. The names of the topics begin with `seldon.churn.`.",
  "Experiment `split` splits its requests by weight: `a` 1. The experiment also splits the requests for `a`. The experiment sends copies of 10 % of the requests to `b`, and discards the answers to the copies.",
  "| `seldon-scheduler` | 1 | Loaded models answer requests. Until a new pod runs, no model loads and no new Envoy pod gets its routes. |",
  "| `seldon-envoy` | 2 | The other pods answer requests. Some requests fail for about a minute after a failure of the node. |",
  "| `seldon-dataflow-engine` | 2 | Another pod takes over the work: within seconds after a drain, within minutes after a failure of the node. |",
  "| `seldon-modelgateway` | 1 | Requests to pipelines fail until a new pod runs. |",
  "| `notebooks` | 50Gi | standard | the tenant's own data (ReadWriteMany), deleted only by hand |",
  "| `mlserver-models-mlserver-0` | 1Gi | standard | artifacts of the models on Server mlserver, one claim for each replica. rclone fetches lost artifacts again |",
  "| `triton-models-triton-0` | 20Gi | fast | artifacts of the models on Server triton, one claim for each replica. rclone fetches lost artifacts again |",
  "| `artifacts-minio` | s3 | store vault, ml-platform/churn/artifacts/minio | the rclone remote of artifact store minio |",
  "| `store` | s3 | store vault, ml-platform/churn/own/store | the rclone remote of a |",
  "| `token` | user, password | created by hand | declared in the tenant file |",
  "| `harbor` | .dockerconfigjson | created by hand | credentials for the registry harbor.acme.test |",
  "| `seldon-rclone-gs-public` | gs | git | required even without gs:// models: an agent that cannot read it exits. Contains no confidential value |",
  "Create the Secret `token` by hand. Run this command in a folder that contains one file for each key. Name each file after its key:",
  "kubectl create secret generic token --namespace churn --type Opaque --from-file=user=./user --from-file=password=./password",
  "| `to-external-bureau` | out | 443/TCP | Scores |",
  // Troubleshooting, with the real names of each Server's pods.
  'Each replica of a Server is one pod, for example mlserver-0 or triton-0. Each pod has three containers: "mlserver" or "triton" runs the models, "agent" loads and unloads the models and forwards requests, and "rclone" fetches artifacts.',
  "kubectl logs --namespace churn --selector seldon-server-name=triton --all-containers --prefix --tail 50",
  "kubectl logs triton-0 --namespace churn --container triton --previous --tail 50",
  "kubectl logs mlserver-0 --namespace churn --container mlserver --previous --tail 50",
  'The events of the Kubernetes scheduler show the missing resource: CPU or memory on the nodes of pool gpu (all Servers run there), free nvidia.com/gpu on these nodes, or a volume. A volume claim with the event "WaitForFirstConsumer" is not a fault.',
  "kubectl describe nodes --selector node.acme.test/pool=gpu",
  "kubectl get pods --namespace kafka --selector strimzi.io/cluster=seldon",
  "kubectl describe externalsecrets artifacts-minio store --namespace churn",
  "kubectl describe application production.churn.workloads --namespace argocd",
])("a README has the line %s", (line) => {
  expect(full.split("\n")).toContain(line);
});

test("troubleshooting sections are in the order in which an engineer on call needs them", () => {
  const [, failing = ""] = full.split("## Troubleshooting");
  expect([...failing.matchAll(/^### (.*)$/gm)].map(([, title]) => title)).toEqual([
    "Start here",
    "Server pods restart or are not ready",
    "Pods stay Pending",
    "Pods are not created",
    "A model does not become ready",
    "ServerConfig not found",
    "A pipeline is stuck or does not answer",
    "Requests fail or are slow",
    "A Secret is missing",
    "A change is not applied: an Application is not Synced, or is Degraded",
    "A sync waits, and a newer commit has the fix",
    "A sync timed out",
    "Roll back a change",
    "Roll back a model",
    "Permission denied",
    "Get help",
  ]);
});

test("the only candidate of an experiment is not removed from the split", () => {
  expect(full).toContain("npx --no-install tenantry set churn --cluster production models.a.storageUri=EARLIER");
  expect(full).not.toContain("candidates.a=0");
});

const serving = `
servers: { mlserver: { template: mlserver } }
models: { a: { storageUri: "s3://churn/a/1", requirements: [sklearn] } }
`;

test.each([
  ["no resources", "", ["Access", "Quota and limits", "Allowed traffic", "Troubleshooting"]],
  [
    "Servers and no model",
    "servers: { mlserver: { template: mlserver } }",
    [
      "Access",
      "Quota and limits",
      "Servers and models",
      "Volume claims",
      "Secrets",
      "Allowed traffic",
      "Troubleshooting",
    ],
  ],
  [
    "claims only",
    "storage: { notebooks: { size: 50Gi } }",
    ["Access", "Quota and limits", "Volume claims", "Allowed traffic", "Troubleshooting"],
  ],
])("the README of a tenant with %s has no sections about other resources", (_, spec, headings) => {
  const text = readmeOf(spec);
  expect([...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(headings);
  expect(withoutFlows(text)).not.toMatch(
    /pipeline|Kafka|Experiment|GPU|node pool|\| Model|A model|Requests fail|Roll back a model|Send a request/,
  );
  expect(text).not.toMatch(/\n\n\n|undefined|\[object/);
});

test("the README of a tenant without pipelines, GPUs and mirrors does not mention them", () => {
  expect(withoutFlows(readmeOf(serving))).not.toMatch(/pipeline|Experiment|Kafka|GPU|node pool|mirror|copies/);
  expect(full + readmeOf(serving)).not.toMatch(/\n\n\n|undefined|\[object/);
});

/** Removes the section on traffic: the reason of a flow can mention kinds that the tenant does not have. */
function withoutFlows(text: string): string {
  return text.replace(/^## Allowed traffic$[\s\S]*?(?=^## )/m, "");
}

test("the README of a suspended tenant states that it is suspended, and has no section on requests", () => {
  const text = readmeOf(`lifecycle: suspended\n${serving}`);
  expect(text).toContain(
    "The lifecycle of the tenant is `suspended`, so its models answer no requests. The tenant file declares:",
  );
  expect(text).not.toMatch(/Send a request|### A model|### Requests|first-prediction/);
});
