import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mapAt, textAt } from "../evaluate/manifests/reading.ts";
import { patterns } from "../patterns/table.ts";
import { generatedObjects, inventoryOf, type PlainObject } from "../testing/inventory.ts";
import { PatternName } from "../validate/terms.ts";
import { generatePlatform } from "./generate-platform.ts";
import { operatorValues } from "./operator-values.ts";
import { clusterScope } from "./scope.ts";

const root = join(import.meta.dirname, "../golden/four-patterns");
const inventory = inventoryOf(root);
const of = (pattern: PatternName): readonly PlainObject[] => generatedObjects(root, pattern, "fraud-detection");
const named = (objects: readonly PlainObject[], kind: string): readonly string[] =>
  objects
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)
    .sort();
const clusterOf = (name: PatternName) => {
  const cluster = inventory.clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) throw new Error(`missing cluster ${name}`);
  return cluster;
};
const valuesOf = (
  name: PatternName,
  change: (cluster: ReturnType<typeof clusterOf>) => object = (cluster) => cluster,
) => {
  const cluster = { ...clusterOf(name), ...change(clusterOf(name)) };
  return JSON.parse(JSON.stringify(operatorValues(patterns[name], cluster.platform, cluster)));
};

describe("one tenant on each pattern", () => {
  test.each([
    ["standard", "seldon-system/fraud-detection.mlserver-config", "fraud-detection.mlserver-config"],
    ["scoped", "fraud-detection/mlserver-config", "mlserver-config"],
    ["enhanced", "fraud-detection/mlserver-config", "mlserver-config"],
    ["dedicated", "fraud-detection/mlserver-config", "mlserver-config"],
  ] as const)("%s has its ServerConfig at %s, and its Server refers to %s", (pattern, place, name) => {
    expect(named(of(pattern), "ServerConfig")).toEqual([place]);
    expect(of(pattern).find(({ kind }) => kind === "Server")?.spec).toMatchObject({ serverConfig: name });
  });

  test("each tenant has a runtime, except on enhanced, where the platform has one", () => {
    for (const pattern of PatternName.options) {
      expect(named(of(pattern), "SeldonRuntime")).toEqual(pattern === "enhanced" ? [] : ["fraud-detection/seldon"]);
      const shared = generatePlatform(clusterScope(clusterOf(pattern)))["seldon-runtime"];
      expect(shared.map(({ object }) => object.kind)).toEqual(
        pattern === "enhanced" ? ["SeldonRuntime", "PodDisruptionBudget"] : [],
      );
    }
  });

  test("pods, models and experiments are the same on all patterns", () => {
    const served = (pattern: PatternName): readonly unknown[] =>
      of(pattern)
        .filter(({ kind }) => ["ServerConfig", "Experiment", "Model"].includes(kind))
        .map(({ spec }) => ({ ...mapAt(spec), server: undefined }));
    for (const pattern of PatternName.options) expect(served(pattern)).toEqual(served("standard"));
  });
});

describe("the runtime stubs on enhanced", () => {
  const objects = of("enhanced");
  test("the service account of Servers has a token, and may read the ConfigMaps and Secrets of an agent", () => {
    const account = objects.find(
      ({ kind, metadata }) => kind === "ServiceAccount" && metadata.name === "seldon-server",
    );
    expect(account).toMatchObject({ automountServiceAccountToken: true });
    const role = objects.find(({ kind, metadata }) => kind === "Role" && metadata.name === "agent-role");
    expect(JSON.stringify(role)).toContain('"resources":["secrets"],"verbs":["get","list","watch"]');
    expect(named(objects, "RoleBinding")).toContain("fraud-detection/agent-rolebinding");
  });
  test("contain the ConfigMaps that Servers mount", () => {
    expect(named(objects, "ConfigMap")).toEqual(["fraud-detection/seldon-agent", "fraud-detection/seldon-tracing"]);
  });
  test("contain aliases in both directions", () => {
    const aliases = objects
      .filter(({ kind }) => kind === "Service")
      .map(
        ({ metadata, spec }) =>
          `${metadata.namespace}/${metadata.name} ${textAt(spec, "type")} ${textAt(spec, "externalName")}`,
      );
    expect(aliases.sort()).toEqual([
      "fraud-detection/seldon-mesh ExternalName seldon-mesh.seldon-system.svc.cluster.local",
      "fraud-detection/seldon-scheduler ExternalName seldon-scheduler.seldon-system.svc.cluster.local",
      "seldon-system/mlserver-0 ExternalName mlserver-0.fraud-detection.svc.cluster.local",
    ]);
  });
  test("every model sets its Server", () => {
    const models = objects.filter(({ kind }) => kind === "Model");
    expect(models.map(({ spec }) => textAt(spec, "server"))).toEqual(["mlserver", "mlserver"]);
  });
});

describe("values of the operator's chart", () => {
  test.each([
    ["standard", true, ["fraud-detection"]],
    ["scoped", true, ["fraud-detection"]],
    ["enhanced", false, ["fraud-detection"]],
    ["dedicated", false, undefined],
  ] as const)("%s is clusterwide: %s, with the list %s", (pattern, clusterwide, list) => {
    const { controller } = valuesOf(pattern);
    expect(controller.clusterwide).toBe(clusterwide);
    expect(controller.watchNamespaces).toEqual(list);
  });

  test("the list is never empty, because an empty list means every namespace", () => {
    expect(valuesOf("standard", () => ({ tenants: [] })).controller.watchNamespaces).toEqual(["seldon-system"]);
  });

  test("watch: all gives no list", () => {
    const all = valuesOf("standard", ({ spec }) => ({ spec: { ...spec, seldon: { ...spec.seldon, watch: "all" } } }));
    expect(all.controller).toEqual({ clusterwide: true });
  });

  test("labels and annotations of every component are set, so that the chart writes no null", () => {
    for (const pattern of PatternName.options) {
      const values = valuesOf(pattern);
      for (const name of ["scheduler", "envoy", "modelgateway", "pipelinegateway", "dataflow", "hodometer"])
        expect(values[name].labels).toEqual({});
      for (const name of ["scheduler", "modelgateway", "pipelinegateway", "dataflow", "hodometer"])
        expect(values[name].annotations).toEqual({});
      expect(JSON.stringify(values)).not.toContain("null");
    }
  });

  test.each([
    ["a/b:1", { registry: "a", repository: "b", tag: "1" }],
    ["192.168.1.210/library/c:v4", { registry: "192.168.1.210", repository: "library/c", tag: "v4" }],
    ["harbor.test:5000/a/b:1-x", { registry: "harbor.test:5000", repository: "a/b", tag: "1-x" }],
    [`a.test/b:1@sha256:${"0".repeat(64)}`, { registry: "a.test", repository: "b", tag: `1@sha256:${"0".repeat(64)}` }],
  ])("the image %s is taken apart as the chart puts it together", (image, parts) => {
    const values = valuesOf("scoped", ({ spec }) => {
      const { controller } = spec.seldon.images;
      return { spec: { ...spec, seldon: { ...spec.seldon, images: { controller: { ...controller, image } } } } };
    });
    expect(values.controller.image).toEqual(parts);
  });
});

describe("a copy of Seldon's operator image", () => {
  const image = "harbor.acme.test/seldonio/seldonv2-controller:2.9.1";
  const copied = { registry: "harbor.acme.test", repository: "seldonio/seldonv2-controller", tag: "2.9.1" };
  const pullSecrets = { harbor: { registries: ["harbor.acme.test"], from: "manual" } };
  const withCopy = ({ spec }: ReturnType<typeof clusterOf>): object => ({
    spec: { ...spec, seldon: { ...spec.seldon, pullSecrets, components: { controller: { image } } } },
  });

  test("is used with its pull secret, unless the pattern needs a patched image", () => {
    expect(valuesOf("standard", withCopy)).toMatchObject({
      controller: { image: copied },
      imagePullSecrets: [{ name: "harbor" }],
    });
    for (const pattern of ["scoped", "enhanced"] as const)
      expect(valuesOf(pattern, withCopy).controller.image).toEqual(valuesOf(pattern).controller.image);
  });

  test("of the platform applies to every cluster that sets no image", () => {
    const platform = ({ platform: { spec, ...rest } }: ReturnType<typeof clusterOf>): object => ({
      platform: { ...rest, spec: { ...spec, seldon: { ...spec.seldon, components: { controller: { image } } } } },
    });
    expect(valuesOf("standard", platform).controller.image).toEqual(copied);
    expect(valuesOf("standard").controller.image).toBeUndefined();
  });

  test("in a tenant's namespace uses only the tenant's pull secrets for its registry", () => {
    const cluster = { ...clusterOf("dedicated"), ...withCopy(clusterOf("dedicated")) };
    const [tenant] = cluster.tenants;
    if (tenant === undefined) throw new Error("missing tenant");
    const own = {
      mine: { registry: "harbor.acme.test", from: "manual" as const },
      other: { registry: "quay.io", from: "manual" as const },
    };
    const values = operatorValues(patterns.dedicated, cluster.platform, cluster, {
      ...tenant,
      spec: { ...tenant.spec, pullSecrets: own },
    });
    expect(values).toMatchObject({ controller: { image: copied }, imagePullSecrets: [{ name: "mine" }] });
  });
});

test("values of the cluster stay, in addition to the generated values", () => {
  const values = valuesOf("standard", ({ spec }) => ({
    spec: {
      ...spec,
      seldon: { ...spec.seldon, values: { envoy: { resources: { cpu: "500m" } }, kafka: { debug: "broker" } } },
    },
  }));
  expect(values.envoy).toEqual({ labels: {}, resources: { cpu: "500m" } });
  expect(values.kafka).toEqual({
    bootstrap: "seldon-kafka-bootstrap.kafka:9092",
    debug: "broker",
    topicPrefix: "seldon",
  });
});
