import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { joinNames } from "../../text/listed.ts";
import { type ContractName, contractNames, type Provides } from "../addons/contracts.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { isRetiring, providerOf, retireOrder, tenantsStage } from "../addons/retire.ts";
import { isFor } from "../addons/tenant-condition.ts";
import { artifactStoreOf, hasRuntime, lifecycleOf, quotaOf, runsPipelines } from "../effective.ts";
import { type ClusterEntry, findingAt, type Inventory, type TenantEntry } from "../inventory.ts";
import { unknownReference } from "./unknown.ts";

const { messages } = codes["addons/in-use"];

/** Add-ons that leave a cluster: their parts in order, and nothing that uses them or would lose data. */
export function* addonLifecycleReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters)
    for (const addon of cluster.addons) {
      yield* discardsOf(addon);
      if (!isRetiring(addon)) continue;
      const faults = [...orderOf(addon)];
      yield* faults.length > 0 ? faults : [...usesOf(cluster, addon), ...dataOf(cluster, addon)];
    }
}

function* discardsOf({ name, spec, discards, onCluster }: AddonEntry): Iterable<Diagnostic> {
  const withData = Object.entries(spec.applications).flatMap(([key, { data }]) => (data === undefined ? [] : [key]));
  for (const [index, written] of discards.entries())
    yield* unknownReference(onCluster("discards", index), written, withData, "Application with data", {
      scope: `of add-on ${name}`,
    });
}

/** The parts are the first ones of the add-on's order. The first fault is enough. */
function* orderOf({ name, spec, retired, onCluster }: AddonEntry): Iterable<Diagnostic> {
  const order = retireOrder(spec);
  for (const [index, part] of retired.entries()) {
    const origin = onCluster("retired", index);
    const unknown = [...unknownReference(origin, part, order, "part", { scope: `of add-on ${name}` })];
    if (unknown.length > 0) return yield* unknown;
    if (part === order[index]) continue;
    const message = codes["addons/retired"].messages.wrongOrder(name, part, order[index]);
    return yield findingAt(origin, "addons/retired", message, `The order is ${order.join(", ")}.`);
  }
}

/** One finding for each contract that no other add-on and no file provides, and that something on the cluster uses. */
function* usesOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { name, spec, onCluster } = addon;
  const at = onCluster("retired");
  for (const other of cluster.addons)
    if (other.spec.needs.includes(name) && !isRetiring(other))
      yield findingAt(at, "addons/in-use", messages.byAddon(name, other.name, cluster.name), undefined, "key");
  for (const contract of contractNames) {
    if (spec.provides[contract] === undefined || providerOf(cluster.addons, contract) !== addon) continue;
    const users = cluster.tenants.filter((tenant) => isUsedBy(contract, { cluster, tenant, addon }));
    if (users.length > 0) {
      const tenants = users.map((tenant) => tenant.name);
      const message = messages.byTenants(name, contract, cluster.name, joinNames(tenants));
      yield findingAt(at, "addons/in-use", message, undefined, "key");
    } else if (isUsedByPlatform(contract, cluster, addon)) {
      yield findingAt(at, "addons/in-use", messages.byPlatform(name, contract, cluster.name), undefined, "key");
    }
  }
}

/** Data is lost only if the file of the cluster allows it. */
function* dataOf({ name: cluster }: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { name, spec, retired, discards, onCluster } = addon;
  for (const [index, part] of retired.entries()) {
    const data = part === tenantsStage ? undefined : spec.applications[part]?.data;
    if (data === undefined || discards.includes(part)) continue;
    const hint = `Save the data. Then add discards: [${part}] to the add-on.`;
    yield findingAt(onCluster("retired", index), "addons/in-use", messages.data(name, part, data, cluster), hint);
  }
}

interface Use {
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
  readonly addon: AddonEntry;
}

function isUsedBy(contract: ContractName, use: Use): boolean {
  return uses[contract](use) || isNeeded(contract, use);
}

const never = (): boolean => false;

/** Whether a tenant uses a contract, apart from the connections that its file declares. */
const uses: Readonly<Record<ContractName, (use: Use) => boolean>> = {
  streaming: ({ cluster, tenant, addon }) =>
    runsPipelines(tenant) &&
    hasRuntime(cluster, tenant) &&
    cluster.platform.spec.seldon.kafka?.service === addon.spec.provides.streaming?.service,
  loadBalancers: ({ cluster, tenant }) =>
    lifecycleOf(cluster, tenant) !== "drained" && (quotaOf(cluster.platform.spec, tenant)?.loadBalancers ?? 0) > 0,
  secrets: (use) => fillsSecrets(use) || copiesSecrets(use),
  mesh: never,
  gateway: never,
  registry: never,
  monitoring: never,
  objectStore: ({ cluster, tenant, addon }) =>
    lifecycleOf(cluster, tenant) !== "drained" && readsFrom(cluster, tenant, addon.spec.provides.objectStore?.service),
  experimentTracking: never,
  certificates: never,
  database: never,
};

/** Whether a model of the tenant is in an artifact store with this service. */
function readsFrom({ platform }: ClusterEntry, { name, spec }: TenantEntry, service: string | undefined): boolean {
  return Object.values(spec.models).some(
    ({ storageUri }) => service !== undefined && artifactStoreOf(platform, name, storageUri)?.store.service === service,
  );
}

/** Whether a store fills a Secret of the tenant. */
function fillsSecrets({ cluster: { platform }, tenant: { name, spec } }: Use): boolean {
  const stores = Object.values(spec.models).flatMap(({ storageUri, secret }) => {
    const credentials = artifactStoreOf(platform, name, storageUri)?.store.credentials ?? "public";
    return secret !== undefined || credentials === "public" ? [] : [credentials];
  });
  return [...Object.values(spec.secrets), ...Object.values(spec.pullSecrets), ...stores].some(
    ({ from }) => typeof from === "object",
  );
}

/** Whether an add-on gives Secrets to tenants like this one. */
function copiesSecrets({ cluster, tenant }: Use): boolean {
  return cluster.addons.some(
    (addon) =>
      !addon.retired.includes(tenantsStage) &&
      Object.values(addon.spec.perTenant).some(
        (template) => template.secrets.length > 0 && isFor(template, cluster, tenant),
      ),
  );
}

/** Whether the tenant's file declares connections to the service of the contract. */
function isNeeded(contract: ContractName, { cluster, tenant, addon }: Use): boolean {
  const service = serviceOf(addon.spec.provides, contract);
  return (
    service !== undefined && lifecycleOf(cluster, tenant) !== "drained" && tenant.spec.network.needs.includes(service)
  );
}

function serviceOf(provides: Provides, contract: ContractName): string | undefined {
  const facts = provides[contract];
  return facts !== undefined && "service" in facts ? facts.service : undefined;
}

/** Every cluster has a Prometheus, and artifact stores name the service that contains them. */
function isUsedByPlatform(contract: ContractName, { spec, platform }: ClusterEntry, addon: AddonEntry): boolean {
  if (contract === "monitoring") {
    const pods = addon.spec.workloads[addon.spec.provides.monitoring?.workload ?? ""];
    return spec.prometheus.namespace === pods?.namespace;
  }
  const service = serviceOf(addon.spec.provides, contract);
  if (service === undefined || contract === "streaming") return false;
  const { artifactStores, seldon } = platform.spec;
  return [...Object.values(artifactStores), seldon.tracing ?? {}].some(
    (part) => "service" in part && part.service === service,
  );
}
