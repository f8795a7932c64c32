import { describe, expect, test } from "vitest";
import { listAt, textAt } from "../evaluate/manifests/reading.ts";
import { generatedObjects, type PlainObject } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { valueAt } from "../validate/merge.ts";

const fraud = generatedObjects(undefined, "production", "fraud-detection");
const find = (objects: readonly PlainObject[], kind: string, name: string): PlainObject | undefined =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);
const names = (objects: readonly PlainObject[], ...kinds: readonly string[]): readonly string[] =>
  objects.filter(({ kind }) => kinds.includes(kind)).map(({ metadata }) => metadata.name);

function generated(more: string, cluster = "production"): readonly PlainObject[] {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", more).replace("production: {}", `${cluster}: {}`));
  return generatedObjects(root, cluster, "a");
}

describe("fraud-detection has every fact of the phase 11 document", () => {
  test("namespace", () => {
    expect(find(fraud, "Namespace", "fraud-detection")?.metadata.labels).toMatchObject({
      "pod-security.kubernetes.io/enforce": "baseline",
      "pod-security.kubernetes.io/audit": "restricted",
      "pod-security.kubernetes.io/enforce-version": "v1.34",
    });
  });

  test("quota, with a default limit so that the quota admits pods", () => {
    expect(find(fraud, "ResourceQuota", "tenant-quota")?.spec).toMatchObject({
      hard: {
        "requests.cpu": "20",
        "limits.cpu": "40",
        "requests.memory": "40Gi",
        "limits.memory": "80Gi",
        persistentvolumeclaims: "10",
        "services.loadbalancers": "2",
      },
    });
    const limits = find(fraud, "LimitRange", "container-limits")?.spec;
    expect(valueAt(limits, ["limits", 0, "default"])).toEqual({ cpu: "1", memory: "1Gi" });
  });

  test("accounts and roles only in the namespace, without wildcards or tokens", () => {
    expect(names(fraud, "ServiceAccount")).toEqual(["default", "fraud-training"]);
    expect(names(fraud, "Role", "RoleBinding").toSorted()).toEqual([
      "deployer",
      "deployer",
      "pipeline",
      "pipeline",
      "viewer",
      "viewer",
    ]);
    expect(JSON.stringify(fraud.filter(({ kind }) => kind === "Role"))).not.toContain("*");
    expect(fraud.filter(({ kind }) => /^Cluster(Role|RoleBinding)$/.test(kind))).toEqual([]);
    for (const object of fraud.filter(({ kind }) => kind === "ServiceAccount"))
      expect(object).toMatchObject({ automountServiceAccountToken: false });
  });

  test("the ServerConfig is in the namespace of the stock operator with a name unique to this tenant, and the Server refers to it", () => {
    expect(find(fraud, "ServerConfig", "fraud-detection.mlserver-config")?.metadata.namespace).toBe("seldon-system");
    expect(find(fraud, "Server", "mlserver")?.spec).toEqual({
      serverConfig: "fraud-detection.mlserver-config",
      replicas: 1,
      capabilities: ["mlserver", "mlflow", "sklearn"],
    });
  });

  test("models, and an experiment with weights 80 and 20 (50 and 50 in staging)", () => {
    expect(names(fraud, "Model")).toEqual(["fraud-v1-baseline", "fraud-v2-candidate"]);
    expect(find(fraud, "Model", "fraud-v1-baseline")?.spec).toMatchObject({ secretName: "artifacts-minio" });
    const weights = (objects: readonly PlainObject[]): unknown =>
      valueAt(find(objects, "Experiment", "fraud-ab-test-experiment")?.spec, ["candidates"]);
    expect(weights(fraud)).toEqual([
      { name: "fraud-v1-baseline", weight: 80 },
      { name: "fraud-v2-candidate", weight: 20 },
    ]);
    expect(weights(generatedObjects(undefined, "staging", "fraud-detection"))).toEqual([
      { name: "fraud-v1-baseline", weight: 50 },
      { name: "fraud-v2-candidate", weight: 50 },
    ]);
  });

  test("one policy for each flow, and no other traffic across the namespace boundary", () => {
    expect(names(fraud, "NetworkPolicy")).toEqual([
      "default-deny",
      "same-namespace",
      "from-prometheus-to-envoy",
      "from-prometheus-to-servers",
      "from-seldon-operator",
      "from-service-ingress",
      "to-api-server",
      "to-artifacts-minio",
      "to-dns",
      "to-service-mlflow",
    ]);
  });

  test("monitors use port names of the pods", () => {
    expect(
      fraud
        .filter(({ kind }) => kind === "PodMonitor")
        .map(({ spec }) => [valueAt(spec, ["selector", "matchLabels"]), valueAt(spec, ["podMetricsEndpoints"])]),
    ).toEqual([
      [{ "app.kubernetes.io/name": "seldon-server" }, [{ port: "metrics", path: "/metrics" }]],
      [{ "app.kubernetes.io/name": "seldon-server" }, [{ port: "server-metrics", path: "/metrics" }]],
      [{ "app.kubernetes.io/name": "seldon-envoy" }, [{ port: "envoy-stats", path: "/stats/prometheus" }]],
    ]);
  });
});

describe("policies", () => {
  const policies = fraud.filter(({ kind }) => kind === "NetworkPolicy");

  test("select namespaces by the label that the API server sets, and never all namespaces", () => {
    const text = JSON.stringify(policies);
    expect(text).not.toContain('"namespaceSelector":{}');
    const labels = [...text.matchAll(/"namespaceSelector":\{"matchLabels":(\{[^}]*\})/g)].map(([, found]) =>
      Object.keys(JSON.parse(found ?? "{}")),
    );
    expect(labels.length).toBeGreaterThan(5);
    for (const keys of labels) expect(keys).toEqual(["kubernetes.io/metadata.name"]);
  });

  test("allow lookups over UDP and TCP, only from the cluster's DNS", () => {
    expect(valueAt(find(policies, "NetworkPolicy", "to-dns")?.spec, ["egress"])).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
            podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
          },
        ],
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
    ]);
  });

  test("on Cilium the API server and the nodes are entities, not addresses", () => {
    const staging = generatedObjects(undefined, "staging", "fraud-detection");
    expect(find(staging, "NetworkPolicy", "to-api-server")).toBeUndefined();
    expect(valueAt(find(staging, "CiliumNetworkPolicy", "to-api-server")?.spec, ["egress"])).toEqual([
      { toEntities: ["kube-apiserver"], toPorts: [{ ports: [{ port: "6443", protocol: "TCP" }] }] },
    ]);
    expect(
      valueAt(find(staging, "CiliumNetworkPolicy", "to-dns-node-local")?.spec, ["egress", 0, "toEntities"]),
    ).toEqual(["host"]);
  });

  test("outside addresses exclude the cluster's own networks", () => {
    const objects = generated(
      "  network: { external: { web: { cidrs: [0.0.0.0/0], ports: [{ port: 443 }], why: all of it } } }\n",
    );
    expect(valueAt(find(objects, "NetworkPolicy", "to-external-web")?.spec, ["egress", 0, "to"])).toEqual([
      {
        ipBlock: {
          cidr: "0.0.0.0/0",
          except: ["10.42.0.0/16", "10.43.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "192.168.1.0/24"],
        },
      },
    ]);
  });
});

describe("derived objects", () => {
  test("a tenant that serves nothing has no runtime, no monitors and no Seldon flows", () => {
    const objects = generated("");
    expect(names(objects, "SeldonRuntime", "PodMonitor", "ServerConfig", "Secret")).toEqual([]);
    expect(names(objects, "NetworkPolicy")).toEqual(["default-deny", "same-namespace", "to-dns"]);
  });

  test("every setting of a runtime is explicit: no load balancer, no disabled and no unneeded component", () => {
    const overrides = listAt(find(fraud, "SeldonRuntime", "seldon")?.spec, "overrides");
    expect(
      Object.fromEntries(overrides.map((component) => [textAt(component, "name"), valueAt(component, ["replicas"])])),
    ).toEqual({
      hodometer: 0,
      "seldon-scheduler": 1,
      "seldon-envoy": 2,
      "seldon-dataflow-engine": 0,
      "seldon-modelgateway": 0,
      "seldon-pipelinegateway": 0,
    });
    expect(
      overrides
        .filter((component) => /scheduler|envoy/.test(textAt(component, "name") ?? ""))
        .map((component) => valueAt(component, ["serviceType"])),
    ).toEqual(["ClusterIP", "ClusterIP"]);
    expect(JSON.stringify(overrides)).not.toContain("disable");
  });

  test("a pipeline enables the gateways and Kafka", () => {
    const objects = generatedObjects(undefined, "production", "recommendation-engine");
    const runtime = find(objects, "SeldonRuntime", "seldon")?.spec;
    const replicas = listAt(runtime, "overrides").map((component) => valueAt(component, ["replicas"]));
    expect(replicas.slice(3)).toEqual([2, 2, 2]);
    expect(valueAt(runtime, ["config", "kafkaConfig", "bootstrap.servers"])).toBe("seldon-kafka-bootstrap.kafka:9092");
    expect(names(objects, "NetworkPolicy")).toContain("to-kafka");
    expect(names(objects, "PodMonitor")).toContain("seldon-pipelinegateway");
  });

  test("an autoscaled object starts with its minimum", () => {
    const objects = generatedObjects(undefined, "production", "recommendation-engine");
    expect(find(objects, "Server", "triton")?.spec).toEqual({
      serverConfig: "recommendation-engine.triton-ranking",
      replicas: 2,
      minReplicas: 2,
      maxReplicas: 4,
    });
  });

  test("GPUs come from the node pool: selector, toleration, resource and quota", () => {
    const objects = generated(
      "  nodePool: gpu\n  quota: { gpus: 2 }\n  serverConfigs: { c: { template: triton, resources: { gpus: 1 } } }\n  servers: { s: { config: c } }\n",
    );
    expect(find(objects, "ResourceQuota", "tenant-quota")?.spec).toMatchObject({
      hard: { "requests.nvidia.com/gpu": "2" },
    });
    const podSpec = valueAt(find(objects, "ServerConfig", "a.c")?.spec, ["podSpec"]);
    expect(valueAt(podSpec, ["nodeSelector"])).toEqual({ "node.acme.test/pool": "gpu" });
    expect(valueAt(podSpec, ["tolerations"])).toEqual([
      { key: "nvidia.com/gpu", operator: "Exists", effect: "NoSchedule" },
    ]);
    expect(valueAt(podSpec, ["containers", 2, "resources", "limits", "nvidia.com/gpu"])).toBe("1");
  });

  test("secrets are references to keys below the tenant's folder of the store", () => {
    const objects = generatedObjects(undefined, "production", "recommendation-engine");
    const keys = objects
      .filter(({ kind }) => kind === "ExternalSecret")
      .map(({ spec }) => valueAt(spec, ["data", 0, "remoteRef", "key"]));
    expect(keys).toEqual([
      "ml-platform/recommendation-engine/artifacts/minio",
      "ml-platform/recommendation-engine/feature-store/reader",
      "ml-platform/recommendation-engine/registries/harbor",
    ]);
    expect(
      valueAt(find(objects, "ServerConfig", "recommendation-engine.triton-ranking")?.spec, [
        "podSpec",
        "imagePullSecrets",
      ]),
    ).toEqual([{ name: "harbor" }]);
  });
});

test("kinds whose labels and annotations Seldon copies to pods have none", () => {
  const copied = fraud.filter(({ kind }) => ["Server", "SeldonRuntime", "ServerConfig"].includes(kind));
  expect(copied.map(({ metadata }) => Object.keys(metadata))).toEqual([
    ["name", "namespace"],
    ["name", "namespace"],
    ["name", "namespace"],
  ]);
});

test("waves: guardrails before the runtime, Servers before Models, Models before Experiments", () => {
  const wave = (kind: string): number =>
    Number(fraud.find((object) => object.kind === kind)?.metadata.annotations?.["argocd.argoproj.io/sync-wave"] ?? 0);
  const order = ["Namespace", "NetworkPolicy", "SeldonRuntime"].map(wave);
  expect(order).toEqual([...order].sort((left, right) => left - right));
  expect(new Set(order).size).toBe(3);
  const workloads = ["Server", "Model", "Experiment"].map(wave);
  expect(workloads).toEqual([0, 1, 2]);
});
