import { describe, expect, test } from "vitest";
import { mergeAddon, sandboxWithAddons } from "../../testing/addon-clusters.ts";
import { clusterOf, errorsIn, inventoryOf } from "../../testing/inventory.ts";
import { mergeSpec, write } from "../../testing/sandbox.ts";
import { addonDemand, totalAddonDemand } from "../addons/demand.ts";
import type { RawMap } from "../merge.ts";

const file = "clusters/staging/cluster.yaml";

function errors(root: string): readonly string[] {
  return errorsIn(root).map(({ code, message, at }) => `${at.file} ${code} ${message}`);
}

describe("the demand of add-ons", () => {
  test("follows from the settings of the cluster", () => {
    const root = sandboxWithAddons();
    mergeAddon(root, "staging", "strimzi", { settings: { brokers: 5, cpu: "2", memory: "4Gi" } });
    const brokers = addonDemand(clusterOf(inventoryOf(root), "staging")).find(({ workload }) => workload === "brokers");
    expect(brokers).toEqual({
      addon: "strimzi",
      workload: "brokers",
      priorityClass: "system-cluster-critical",
      pods: 5,
      cpu: 10_000_000_000n,
      memory: 20n * 1024n ** 3n * 1_000_000_000n,
    });
  });

  test("of a workload on each node has no number of pods, and is not part of the sum", () => {
    const cluster = clusterOf(inventoryOf(sandboxWithAddons()), "staging");
    expect(addonDemand(cluster).find(({ workload }) => workload === "speaker")?.pods).toBeUndefined();
    // Three brokers with 0.5 cores, two operators with 0.2 cores, and 12 pods with the default request of 0.05 cores.
    expect(totalAddonDemand(cluster).cpu).toBe(2_500_000_000n);
  });

  test("is invalid if a setting is not an amount", () => {
    const root = sandboxWithAddons();
    write(
      root,
      "platform/addons/own.yaml",
      "apiVersion: tenantry.dev/v1alpha1\nkind: Addon\nmetadata: { name: own }\nspec:\n  extends: tenantry/strimzi\n  settings: { cpu: { type: text, description: CPU, default: much } }\n  applications: { cluster: { objects: { brokers: { object: { spec: { resources: null } } } } } }\n",
    );
    mergeSpec(root, file, { addons: { own: {}, strimzi: null } });
    const text = errors(root).filter((message) => message.includes("addons/placeholder"));
    expect(text).toEqual([expect.stringContaining('invalid amount "much" on staging')]);
  });
});

describe("the capacity of the nodes", () => {
  const withNodes = (nodes: RawMap): string => {
    const root = sandboxWithAddons();
    mergeSpec(root, file, { capacity: { nodes } });
    return root;
  };
  test.each([
    { name: "is larger than the requests together", nodes: { cpu: "35", memory: "104Gi" }, found: [] },
    {
      name: "has too little CPU",
      nodes: { cpu: "33", memory: "104Gi" },
      found: [
        `${file} addons/capacity 32 cores for tenants and 2.5 cores for add-ons on staging exceed the 33 cores of the nodes`,
      ],
    },
    {
      name: "has too little memory",
      nodes: { cpu: "35", memory: "100Gi" },
      found: [
        `${file} addons/capacity 96 GiB for tenants and 7.5 GiB for add-ons on staging exceed the 100 GiB of the nodes`,
      ],
    },
  ])("$name: $found", ({ nodes, found }) => {
    expect(errors(withNodes(nodes))).toEqual(found);
  });
});
