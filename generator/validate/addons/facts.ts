import { memoize } from "../../load/memoize.ts";
import { hostPatterns } from "../host-patterns.ts";
import type { ClusterEntry } from "../inventory.ts";
import { isMap } from "../merge.ts";
import type { AddonSpec } from "./addon.ts";
import type { ContractName } from "./contracts.ts";
import { contractNames } from "./contracts.ts";
import { type Facts, fillNode } from "./fill.ts";
import type { AddonEntry } from "./on-cluster.ts";
import { isRetiring, providerOf } from "./retire.ts";

/** The values for templates on a cluster: its names and networks, the contracts that something provides, and the settings. */
export const clusterFacts = memoize((cluster: Pick<ClusterEntry, "name" | "spec" | "platform" | "addons">): Facts => {
  const { spec, platform } = cluster;
  const { kafka } = platform.spec.seldon;
  const byHand: Readonly<Partial<Record<ContractName, Facts>>> = {
    monitoring: spec.prometheus,
    ...(kafka === undefined
      ? {}
      : { streaming: { bootstrap: kafka.bootstrap, topicPrefix: kafka.topicPrefix, groupPrefix: groupPrefix(spec) } }),
  };
  const { database } = platform.spec;
  const provided = contractNames.flatMap((contract) => {
    const provider = providerOf(cluster.addons, contract);
    const [hand, own] = [byHand[contract], provider?.spec.provides[contract]];
    const value = provider !== undefined && isRetiring(provider) ? { ...own, ...hand } : { ...hand, ...own };
    return provider === undefined && byHand[contract] === undefined ? [] : [[contract, value] as const];
  });
  return {
    cluster: cluster.name,
    environment: spec.environment,
    ...(spec.network.domain === undefined ? {} : { domain: spec.network.domain }),
    network: {
      podCIDRs: spec.network.podCIDRs,
      podHostPatterns: spec.network.podCIDRs.flatMap(hostPatterns),
      serviceCIDRs: spec.network.serviceCIDRs,
      nodeCIDRs: spec.network.nodeCIDRs,
      dnsDomain: spec.network.dns.domain,
    },
    storageClasses: spec.storageClasses,
    seldon: { namespace: platform.spec.seldon.namespace },
    ...Object.fromEntries(provided),
    // The platform contains the server of an add-on too, with the number of its port.
    ...(database === undefined ? {} : { database }),
  };
});

/** The text before the namespace in the names of consumer groups: empty, or a prefix that ends with a dash (Seldon 2.9.1). */
function groupPrefix({ seldon }: ClusterEntry["spec"]): string {
  const prefix = seldon.values.kafka?.consumerGroupIdPrefix;
  return prefix === undefined ? "" : `${prefix}-`;
}

/** The facts for the templates of one add-on. */
export function addonFacts(facts: Facts, addon: AddonEntry): Facts {
  return factsWithSettings(facts)(addon);
}

const factsWithSettings = memoize((facts: Facts) =>
  memoize((addon: AddonEntry): Facts => ({ ...facts, ...ownFacts(addon.spec, addon.settings, facts) })),
);

/** The facts of an add-on itself: its settings, and the versions of its charts. An optional setting without a value is null. */
export function ownFacts(
  spec: Pick<AddonSpec, "settings" | "applications">,
  settings: Facts,
  facts: Facts = {},
): Facts {
  const unset = Object.entries(spec.settings).flatMap(([name, { optional }]) =>
    optional ? [[name, null] as const] : [],
  );
  const charts = Object.entries(spec.applications).flatMap(([name, { chart }]) =>
    chart === undefined ? [] : [[name, { version: chart.version }] as const],
  );
  const filled = fillNode(settings, facts).value;
  return {
    settings: { ...Object.fromEntries(unset), ...(isMap(filled) ? filled : {}) },
    applications: Object.fromEntries(charts),
  };
}
