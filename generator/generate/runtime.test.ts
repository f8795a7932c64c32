import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { listAt, mapAt, textAt } from "../evaluate/manifests/reading.ts";
import { generatedObjects, inventoryOf, type PlainObject } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import type { RawMap } from "../validate/merge.ts";
import { sharedRuntime } from "./runtime.ts";
import { clusterScope } from "./scope.ts";

const servers = "  servers: { mlserver: { template: mlserver } }\n";

function objectsOf(components: string, more = ""): readonly PlainObject[] {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", `${servers}  seldon: { components: { ${components} } }\n${more}`));
  return generatedObjects(root, "production", "a");
}

function override(objects: readonly PlainObject[], name: string): RawMap {
  const runtime = objects.find(({ kind }) => kind === "SeldonRuntime");
  return mapAt(listAt(runtime?.spec, "overrides").find((candidate) => textAt(candidate, "name") === name));
}

const budgets = (objects: readonly PlainObject[]): readonly string[] =>
  objects.filter(({ kind }) => kind === "PodDisruptionBudget").map(({ metadata }) => metadata.name);

describe("a tenant's own runtime", () => {
  test("one pod has no budget and no pod spec", () => {
    const objects = objectsOf("envoy: { replicas: 1 }");
    expect(override(objects, "seldon-envoy")).toEqual({ name: "seldon-envoy", replicas: 1, serviceType: "ClusterIP" });
    expect(budgets(objects)).toEqual([]);
  });

  test("several pods run on different nodes, and a drain evicts one at a time", () => {
    const objects = objectsOf("envoy: { replicas: 3 }");
    const labels = { "app.kubernetes.io/name": "seldon-envoy" };
    expect(override(objects, "seldon-envoy")).toMatchObject({
      replicas: 3,
      podSpec: {
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: "kubernetes.io/hostname",
            whenUnsatisfiable: "DoNotSchedule",
            labelSelector: { matchLabels: labels },
            matchLabelKeys: ["pod-template-hash"],
          },
        ],
      },
    });
    expect(objects.find(({ kind }) => kind === "PodDisruptionBudget")).toMatchObject({
      metadata: { name: "seldon-envoy", namespace: "a" },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels }, unhealthyPodEvictionPolicy: "AlwaysAllow" },
    });
  });

  test("components that only pipelines need have no pods and no budgets without pipelines", () => {
    const objects = objectsOf("envoy: { replicas: 1 }, dataflow: { replicas: 2, resources: { limits: { cpu: 1 } } }");
    expect(override(objects, "seldon-dataflow-engine")).toEqual({ name: "seldon-dataflow-engine", replicas: 0 });
    expect(budgets(objects)).toEqual([]);
  });

  test("resources and image are those of the component's container", () => {
    const objects = objectsOf(
      "envoy: { replicas: 1, image: 'harbor.acme.test/seldonio/seldon-envoy:2.9.1', resources: { requests: { memory: 256Mi } } }",
      "  pullSecrets:\n    harbor: { registry: harbor.acme.test, from: manual }\n    other: { registry: other.acme.test, from: manual }\n",
    );
    expect(override(objects, "seldon-envoy")["podSpec"]).toEqual({
      imagePullSecrets: [{ name: "harbor" }],
      containers: [
        {
          name: "envoy",
          image: "harbor.acme.test/seldonio/seldon-envoy:2.9.1",
          resources: { requests: { memory: "256Mi" }, limits: { memory: "256Mi" } },
        },
      ],
    });
    expect(override(objects, "seldon-scheduler")).not.toHaveProperty("podSpec");
  });
});

test("a shared runtime has the components of its cluster, and its budgets are in Seldon's namespace", () => {
  const golden = join(import.meta.dirname, "../golden/four-patterns");
  const root = sandbox();
  const text = readFileSync(join(golden, "clusters/enhanced/cluster.yaml"), "utf8").replace(
    "pattern: enhanced",
    "pattern: enhanced\n    components: { envoy: { replicas: 3, image: 'harbor.test/seldonio/seldon-envoy:2.9.1' } }",
  );
  write(root, "clusters/enhanced/cluster.yaml", text);
  write(root, "tenants/a.yaml", tenantText("a", servers).replace("production: {}", "enhanced: {}"));
  const { clusters } = inventoryOf(root);
  const cluster = clusters.find(({ name }) => name === "enhanced");
  if (cluster === undefined) throw new Error("missing cluster enhanced");
  const objects: readonly PlainObject[] = sharedRuntime(clusterScope(cluster)).map(({ object }) =>
    JSON.parse(JSON.stringify(object)),
  );
  expect(override(objects, "seldon-envoy")).toMatchObject({
    replicas: 3,
    podSpec: { imagePullSecrets: [{ name: "harbor-registry-secret" }], containers: [{ name: "envoy" }] },
  });
  // A value of the chart can replace the scheduler's image, so its pull secrets do not depend on the field.
  expect(override(objects, "seldon-scheduler")).toMatchObject({
    podSpec: { imagePullSecrets: [{ name: "harbor-registry-secret" }] },
  });
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
    "SeldonRuntime seldon-system/seldon",
    "PodDisruptionBudget seldon-system/seldon-envoy",
  ]);
});
