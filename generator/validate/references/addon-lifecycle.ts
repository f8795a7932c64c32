import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { joinNames } from "../../text/listed.ts";
import { type ContractName, contractNames, type Provides } from "../addons/contracts.ts";
import { carriesMesh, meshOf } from "../addons/mesh.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { frontOf, isRetiring, providerOf, retireOrder, tenantsStage } from "../addons/retire.ts";
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
      yield findingAt(
        at,
        "addons/in-use",
        messages.byAddon(name, other.name, cluster.name),
        `Switch off add-on ${other.name} first.`,
        "key",
      );
  for (const contract of contractNames) {
    if (spec.provides[contract] === undefined || providerOf(cluster.addons, contract) !== addon) continue;
    const dependent = cluster.addons.find(
      (other) =>
        other !== addon && !isRetiring(other) && dependsOn(other, contract) && !isReplaced(contract, cluster, addon),
    );
    if (dependent !== undefined) {
      yield findingAt(at, "addons/in-use", messages.byAddon(name, dependent.name, cluster.name), undefined, "key");
      continue;
    }
    const users = cluster.tenants.filter((tenant) => isUsedBy(contract, { cluster, tenant, addon }));
    if (users.length > 0) {
      const tenants = users.map((tenant) => tenant.name);
      const message = messages.byTenants(name, contract, cluster.name, joinNames(tenants));
      const hint =
        waysOut[contract] ??
        `Remove the service from network.needs of these tenants. Or let another add-on, or the platform's files, provide the contract in the same commit.`;
      yield findingAt(at, "addons/in-use", message, hint, "key");
    } else if (isUsedByPlatform(contract, cluster, addon)) {
      const message = messages.byPlatform(name, contract, cluster.name);
      yield findingAt(at, "addons/in-use", message, otherProvider, "key");
    }
  }
}

const otherProvider = "Let another add-on, or the platform's files, provide the contract in the same commit.";

/** The changes after which no tenant uses a contract. For the other contracts, tenants name a service. */
const waysOut: Readonly<Partial<Record<ContractName, string>>> = {
  streaming: `Remove the pipelines of these tenants, drain the tenants, or remove the service from network.needs. Or set services, and seldon.kafka with another service, under spec.platform in the same commit.`,
  loadBalancers: `Set quota.loadBalancers of these tenants to 0. Or set spec.network.loadBalancerPools in the same commit.`,
  secrets: `Set from: manual for the Secrets of these tenants, and for the credentials of their artifact stores. If an add-on gives them Secrets, retire its part tenants first. Or let another add-on provide secrets in the same commit.`,
};

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

/** Whether another add-on cannot run without the contract of this one. */
function dependsOn({ spec, secrets }: AddonEntry, contract: ContractName): boolean {
  return spec.requires.includes(contract) || (contract === "secrets" && Object.keys(secrets).length > 0);
}

/** Whether a file names another server than that of the add-on. */
function isReplaced(contract: ContractName, { platform }: ClusterEntry, { spec }: AddonEntry): boolean {
  return contract === "database" && platform.spec.database?.service !== spec.provides.database?.service;
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
    !cluster.writesPools &&
    lifecycleOf(cluster, tenant) !== "drained" &&
    (quotaOf(cluster.platform.spec, tenant)?.loadBalancers ?? 0) > 0,
  secrets: (use) => fillsSecrets(use) || copiesSecrets(use),
  mesh: ({ cluster, tenant }) => {
    const mesh = meshOf(cluster);
    if (mesh === undefined || lifecycleOf(cluster, tenant) === "drained") return false;
    return mesh.includesTenants || carriesMesh(mesh, tenant.spec.labels);
  },
  gateway: hasRoutes,
  ingressController: (use) => frontOf(use.cluster.addons) === use.addon && hasRoutes(use),
  gatewayApi: hasRoutes,
  dns: never,
  registry: never,
  monitoring: never,
  objectStore: ({ cluster, tenant, addon }) =>
    lifecycleOf(cluster, tenant) !== "drained" && readsFrom(cluster, tenant, addon.spec.provides.objectStore?.service),
  experimentTracking: never,
  certificates: (use) => use.cluster.spec.network.certificates?.issuer !== undefined && hasRoutes(use),
  database: never,
};

/** Whether the tenant has routes, which the gateway and the software around it serve. */
function hasRoutes({ cluster, tenant }: Use): boolean {
  return Object.keys(tenant.spec.routes).length > 0 && lifecycleOf(cluster, tenant) !== "drained";
}

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
  const { needs, callers } = tenant.spec.network;
  return (
    service !== undefined && lifecycleOf(cluster, tenant) !== "drained" && [...needs, ...callers].includes(service)
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
