import { expect, test } from "vitest";
import { findingsAmong, inventoryWith } from "../../testing/rules.ts";
import type { Inventory } from "../../validate/inventory.ts";
import { seldonSinglePod } from "./single-pod.ts";

const servers = "servers: { mlserver: { template: mlserver } }\n";
const pipeline = `models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn] } }
pipelines: { p: { steps: { churn: {} }, output: [churn] } }
`;

test.each([
  { name: "two pods that the cluster sets", spec: servers + pipeline, found: [] },
  { name: "one pod without Servers", spec: "seldon: { components: { envoy: { replicas: 1 } } }\n", found: [] },
  {
    name: "one dataflow engine without pipelines",
    spec: `${servers}seldon: { components: { dataflow: { replicas: 1 } } }\n`,
    found: [],
  },
  {
    name: "one Envoy",
    spec: `${servers}seldon: { components: { envoy: { replicas: 1 } } }\n`,
    found: ["tenants/churn.yaml:8:36 only one pod of seldon-envoy on production: requests fail while its node is down"],
  },
  {
    name: "one Envoy on a cluster of an earlier environment",
    spec: `${servers}clusters: { staging: {} }\n`,
    found: [],
  },
])("$name: found $found", ({ spec, found }) => {
  expect(findingsAmong(seldonSinglePod, inventoryWith(spec))).toEqual(found);
});

test("components that no file sets are one finding at the cluster, for all tenants", () => {
  const inventory = inventoryWith(servers + pipeline, { pricing: servers });
  expect(findingsAmong(seldonSinglePod, withoutComponents(inventory))).toEqual([
    "clusters/production/cluster.yaml:37:5 only one pod of seldon-envoy, seldon-dataflow-engine, seldon-modelgateway and seldon-pipelinegateway on production: requests fail while its node is down",
  ]);
});

function withoutComponents(inventory: Inventory): Inventory {
  return {
    ...inventory,
    clusters: inventory.clusters.map((cluster) => ({
      ...cluster,
      spec: { ...cluster.spec, seldon: { ...cluster.spec.seldon, components: {} } },
    })),
  };
}
