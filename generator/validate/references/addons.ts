import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { isAtLeast, minorOf } from "../../text/version.ts";
import { contractNames } from "../addons/contracts.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { isRetiring } from "../addons/retire.ts";
import { placePeers, tenantPeers } from "../addons/workload.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { contractsOf, namespaceClaims } from "./addon-claims.ts";
import { gatewayAddresses } from "./addon-gateways.ts";
import { circleOf, neededAddons } from "./addon-order.ts";
import { poolsOfAddon, writtenPools } from "./addon-pools.ts";
import { neededPorts } from "./addon-ports.ts";
import { templatesOf } from "./addon-templates.ts";
import { artifactStoresOf } from "./artifact-stores.ts";
import { secretsOf } from "./given-secrets.ts";
import { unknownReference } from "./unknown.ts";
import { valueEntriesOf } from "./value-entries.ts";

/** Checks of the add-ons of each cluster: names, order, versions, namespaces, contracts, and placeholders. */
export function* addonReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    for (const addon of cluster.addons) {
      yield* namesInAddon(addon);
      yield* poolsOfAddon(cluster, addon);
      yield* gatewayAddresses(cluster, addon);
      yield* neededAddons(cluster, addon);
      yield* neededPorts(cluster, addon);
      yield* kubernetesOf(cluster, addon);
      yield* endOfLifeOf(cluster, addon);
      yield* templatesOf(cluster, addon);
      yield* valueEntriesOf(cluster, addon);
    }
    yield* writtenPools(cluster);
    yield* secretsOf(cluster);
    yield* artifactStoresOf(cluster);
    const twice = [...contractsOf(cluster)];
    yield* twice;
    // Two add-ons for one purpose often have the same namespaces. One finding is enough.
    if (twice.length === 0) yield* namespaceClaims(cluster);
    yield* circleOf(cluster);
  }
}

/** Names in the file of an add-on: its own Applications, namespaces, workloads and ports. */
function* namesInAddon({ name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  const scope = `of add-on ${name}`;
  const namespaces = Object.keys(spec.namespaces);
  const applications = Object.keys(spec.applications);
  const workloads = Object.keys(spec.workloads);
  for (const [key, { namespace, after }] of Object.entries(spec.applications)) {
    yield* unknownReference(at("applications", key, "namespace"), namespace, namespaces, "namespace", { scope });
    for (const [index, earlier] of after.entries())
      yield* unknownReference(at("applications", key, "after", index), earlier, applications, "Application", {
        scope,
        siblings: [key],
      });
  }
  for (const [key, { namespace, ports, from, to }] of Object.entries(spec.workloads)) {
    yield* unknownReference(at("workloads", key, "namespace"), namespace, namespaces, "namespace", { scope });
    for (const [port, peers] of Object.entries(from)) {
      yield* unknownReference(at("workloads", key, "from", port), port, Object.keys(ports), "port", {
        scope: `of workload ${key}`,
        part: "key",
      });
      const known = [...workloads, ...contractNames, ...placePeers, ...tenantPeers];
      for (const [index, peer] of peers.entries()) {
        const origin = at("workloads", key, "from", port, index);
        yield* unknownReference(origin, peer, known, "workload", { scope });
        if (hidesContract(spec, peer)) {
          const message = codes["reference/ambiguous"].messages.duplicateName(peer, "a workload", "a contract");
          yield findingAt(origin, "reference/ambiguous", message, "Use another name for the workload.");
        }
      }
    }
    const targets = [
      ...Object.entries(spec.workloads).flatMap(([target, { ports: open }]) =>
        Object.keys(open).map((port) => `${target}.${port}`),
      ),
      ...contractNames,
      "api-server",
      "tenants.envoy",
    ];
    for (const [index, peer] of to.entries())
      if (typeof peer === "string")
        yield* unknownReference(at("workloads", key, "to", index), peer, targets, "port", { scope });
  }
  for (const [contract, facts] of Object.entries(spec.provides)) {
    if (facts === undefined || !("workload" in facts)) continue;
    yield* unknownReference(at("provides", contract, "workload"), facts.workload, workloads, "workload", { scope });
    const pods = spec.workloads[facts.workload];
    if (pods !== undefined && "port" in facts)
      yield* unknownReference(at("provides", contract, "port"), facts.port, Object.keys(pods.ports), "port", {
        scope: `of workload ${facts.workload}`,
      });
  }
  const { issuers = "", authorities } = spec.provides.certificates ?? {};
  const map = spec.settings[issuers.slice("{settings.".length, -1)];
  const fields = map?.type === "map" ? Object.keys(map.fields) : [];
  const ofAuthorities = ["provides", "certificates", "authorities"] as const;
  yield* unknownReference(at(...ofAuthorities, "field"), authorities?.field, fields, "field", { scope });
  yield* unknownReference(at(...ofAuthorities, "namespace"), authorities?.namespace, namespaces, "namespace", {
    scope,
  });
  const { buckets } = spec.provides.objectStore ?? {};
  const charts = applications.filter((key) => spec.applications[key]?.chart !== undefined);
  yield* unknownReference(
    at("provides", "objectStore", "buckets", "application"),
    buckets?.application,
    charts,
    "chart",
    {
      scope,
    },
  );
  for (const [key, { namespace, after }] of Object.entries(spec.perTenant)) {
    yield* unknownReference(at("perTenant", key, "namespace"), namespace, namespaces, "namespace", { scope });
    for (const [index, earlier] of after.entries())
      yield* unknownReference(at("perTenant", key, "after", index), earlier, applications, "Application", { scope });
  }
  for (const [index, step] of (spec.retire ?? []).entries())
    yield* unknownReference(at("retire", index), step, ["tenants", ...applications], "Application", { scope });
}

/** Whether a source is a contract and also a workload that does not provide it: only the workload would get access. */
function hidesContract({ workloads, provides }: AddonEntry["spec"], source: string): boolean {
  const contract = contractNames.find((name) => name === source);
  if (contract === undefined || !Object.hasOwn(workloads, source)) return false;
  const facts = provides[contract];
  return facts === undefined || !("workload" in facts) || facts.workload !== source;
}

/** An add-on that leaves needs no warning. */
function* endOfLifeOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { endOfLife } = addon.spec;
  if (endOfLife === undefined || isRetiring(addon)) return;
  const { since, reason, instead } = endOfLife;
  const message = codes["addons/end-of-life"].messages.ended(addon.name, since, cluster.name, reason);
  const hint = `Use ${instead} instead.`;
  yield { ...findingAt(addon.onCluster(), "addons/end-of-life", message, hint, "key"), severity: "warning" };
}

function* kubernetesOf(cluster: ClusterEntry, { name, spec, onCluster }: AddonEntry): Iterable<Diagnostic> {
  const version = minorOf(cluster.spec.kubernetes.version);
  const { minimum, tested } = spec.kubernetes;
  const at = onCluster();
  if (!isAtLeast(version, minimum)) {
    const message = codes["addons/kubernetes"].messages.belowMinimum(name, minimum, cluster.name, version);
    yield findingAt(at, "addons/kubernetes", message, undefined, "key");
  } else if (tested !== undefined && !(isAtLeast(version, tested.from) && isAtLeast(tested.to, version))) {
    const message = codes["addons/untested"].messages.outside(name, tested.from, tested.to, cluster.name, version);
    yield { ...findingAt(at, "addons/untested", message, undefined, "key"), severity: "warning" };
  }
}
