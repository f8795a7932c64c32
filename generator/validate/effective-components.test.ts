import { expect, test } from "vitest";
import type { RunningComponent } from "../models/seldon/facts.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { componentOrigin, effectiveComponent, type RuntimeFiles } from "./effective-components.ts";
import { effectiveFields } from "./effective-fields.ts";
import type { SeldonComponents } from "./seldon-components.ts";

const { clusters } = inventoryOf();
const cluster = clusters.find(({ name }) => name === "production");
const tenant = cluster?.tenants.find(({ name }) => name === "churn");

/** The files of a runtime with these components. */
function files(...components: readonly [platform: object, cluster: object, tenant?: object]): RuntimeFiles {
  if (cluster === undefined || tenant === undefined) throw new Error("missing tenant churn");
  const [ofPlatform, ofCluster, ofTenant] = components as readonly SeldonComponents[];
  const setting = <T extends { spec: { seldon: object } }>(entry: T, value: SeldonComponents | undefined): T => ({
    ...entry,
    spec: { ...entry.spec, seldon: { ...entry.spec.seldon, components: value ?? {} } },
  });
  return {
    cluster: { ...setting(cluster, ofCluster), platform: setting(cluster.platform, ofPlatform) },
    tenant: ofTenant === undefined ? undefined : setting(tenant, ofTenant),
  };
}

const file = (all: RuntimeFiles, part: RunningComponent, ...path: readonly string[]): string | undefined =>
  componentOrigin(all, part, ...path)?.source.file;

test("without any file, a component has one pod and the values of Seldon's chart", () => {
  expect(effectiveComponent(files({}, {}, {}), "envoy")).toEqual({
    replicas: 1,
    requests: { cpu: undefined, memory: undefined },
    limits: { cpu: undefined, memory: undefined },
    image: undefined,
  });
  expect(file(files({}, {}, {}), "envoy", "replicas")).toBeUndefined();
});

test("each value comes from the tenant, else from the cluster, else from the platform", () => {
  const all = files(
    { envoy: { replicas: 2, image: "r/envoy:2.9.1", resources: { requests: { cpu: "1", memory: "1Gi" } } } },
    { envoy: { replicas: 3, resources: { limits: { cpu: "4" } } } },
    { envoy: { replicas: 4, resources: { requests: { memory: "2Gi" } } } },
  );
  expect(effectiveComponent(all, "envoy")).toEqual({
    replicas: 4,
    requests: { cpu: "1", memory: "2Gi" },
    limits: { cpu: "4", memory: "2Gi" },
    image: "r/envoy:2.9.1",
  });
  expect(effectiveComponent({ ...all, tenant: undefined }, "envoy").replicas).toBe(3);
  expect([
    file(all, "envoy", "replicas"),
    file(all, "envoy", "resources", "limits", "cpu"),
    file(all, "envoy", "image"),
  ]).toEqual(["tenants/churn.yaml", "clusters/production/cluster.yaml", "platform/platform.yaml"]);
});

test("a component of two words has the name of its section in Seldon's chart", () => {
  expect(effectiveComponent(files({ modelgateway: { replicas: 2 } }, {}), "modelGateway").replicas).toBe(2);
  expect(effectiveComponent(files({ modelgateway: { replicas: 2 } }, {}), "pipelineGateway").replicas).toBe(1);
});

test("a memory limit of another file stays as it is", () => {
  const all = files(
    { envoy: { resources: { limits: { memory: "4Gi" } } } },
    {},
    {
      envoy: { resources: { requests: { memory: "2Gi" } } },
    },
  );
  expect(effectiveComponent(all, "envoy").limits.memory).toBe("4Gi");
});

test("explain shows the value and the file of a component that only the cluster sets", () => {
  const { cluster: on, tenant: of } = files({}, { envoy: { replicas: 3 } }, {});
  if (of === undefined) throw new Error("missing tenant churn");
  const field = effectiveFields(on, of).find(({ path }) => path.join(".") === "seldon.components.envoy.replicas");
  expect([field?.value, field?.origin.source.file]).toEqual([3, "clusters/production/cluster.yaml"]);
});
