import { overlaps, ownNetworks } from "../../../validate/addresses.ts";
import { artifactStoreOf, hasRuntime, runsPipelines } from "../../../validate/effective.ts";
import type { TenantEntry } from "../../../validate/inventory.ts";
import type { Endpoint } from "../../network/reach.ts";
import {
  apiFlows,
  called,
  dnsFlows,
  type NeededFlow,
  onlyTriton,
  type Place,
  pairs,
  prometheus,
  service,
  serviceEnd,
} from "./flow-ends.ts";
import { explainerFlow, type Part, runtimeFlows } from "./runtime-flows.ts";

/*
 * Who must reach whom for Seldon Core 2.9.1 to work, written down from what its parts do: ports of pods, as its operator
 * gives them. It is a witness for the policies that are generated, so it shares no table of ports or flows with them.
 */

/** What Seldon's own namespace needs for itself: names, and the API server for its operator. */
export function platformFlows(place: Place): readonly NeededFlow[] {
  const { platform, cluster, population } = place;
  const { namespace } = platform.spec.seldon;
  const pattern = cluster.spec.seldon.pattern;
  if (pattern === "dedicated") return [];
  const own = population.others.filter((one) => one.kind === "pod" && one.namespace === namespace);
  const serving = cluster.tenants.filter((tenant) => hasRuntime(cluster, tenant));
  const shared = pattern === "enhanced" && serving.length > 0;
  return [
    ...own.flatMap((pod) => dnsFlows(place, pod)),
    ...apiFlows(place, called(own, "operator"), "the operator watches and writes"),
    ...(shared
      ? [
          ...apiFlows(place, called(own, "shared-scheduler"), "the scheduler reads its configuration"),
          ...withinRuntime((part) => called(own, part === "operator" ? part : `shared-${part}`)),
          ...aroundRuntime(place, (part) => called(own, `shared-${part}`), serving),
        ]
      : []),
  ];
}

/** What one tenant needs, at whichever namespace's border. */
export function tenantFlows(place: Place, tenant: TenantEntry): readonly NeededFlow[] {
  const { cluster, population } = place;
  const pattern = cluster.spec.seldon.pattern;
  const own = population.tenants.get(tenant.name) ?? [];
  const mine = (what: string): readonly Endpoint[] => called(own, `${tenant.name}/${what}`);
  const part = partsFor(place, tenant);
  const servers = part("server");
  const basic = [
    ...own.flatMap((pod) => dnsFlows(place, pod)),
    ...(pattern === "dedicated" ? apiFlows(place, part("operator"), "the operator watches and writes") : []),
    ...declaredNeeds(place, tenant, own),
  ];
  if (!hasRuntime(cluster, tenant)) return basic;
  const explains = Object.values(tenant.spec.models).some(({ explainer }) => explainer !== undefined);
  return [
    ...basic,
    // A shared runtime's own flows are the platform's; to and from Servers they are this tenant's.
    ...withinRuntime(part).filter(
      ({ from, to }) => pattern !== "enhanced" || servers.includes(from) || servers.includes(to),
    ),
    ...pairs(mine("pod"), part("envoy"), [9000], "the tenant's own pods call its models"),
    ...(explains ? pairs(servers, part("envoy"), [9000], explainerFlow.why) : []),
    ...apiFlows(place, servers, "agents read their configuration; one that cannot exits"),
    ...(pattern === "enhanced" ? [] : apiFlows(place, part("scheduler"), "the scheduler reads its configuration")),
    ...pairs(prometheus(place), servers, [9006], "Prometheus scrapes agents"),
    ...servers.flatMap((server) =>
      pairs(
        prometheus(place),
        [server],
        [server.name.endsWith("/triton") || onlyTriton(place, tenant) ? 8002 : 8082],
        "Prometheus scrapes inference servers",
      ),
    ),
    ...artifactFlows(place, tenant, servers),
    ...tracingFlows(place, servers),
    ...(pattern === "enhanced" ? [] : aroundRuntime(place, part, [tenant])),
  ];
}

/** Where the parts of Seldon are that serve a tenant. */
export function partsFor(
  { platform, cluster, population }: Place,
  tenant: TenantEntry,
): (name: Part) => readonly Endpoint[] {
  const pattern = cluster.spec.seldon.pattern;
  const own = population.tenants.get(tenant.name) ?? [];
  const mine = (what: string): readonly Endpoint[] => called(own, `${tenant.name}/${what}`);
  const { namespace } = platform.spec.seldon;
  const seldon = population.others.filter((one) => one.kind === "pod" && one.namespace === namespace);
  return (name) => {
    if (name === "server") return ["server", "mlserver", "triton"].flatMap(mine);
    if (name === "operator") return pattern === "dedicated" ? mine("operator") : called(seldon, "operator");
    return pattern === "enhanced" ? called(seldon, `shared-${name}`) : mine(name);
  };
}

function withinRuntime(part: (name: Part) => readonly Endpoint[]): readonly NeededFlow[] {
  return runtimeFlows.flatMap(({ from, to, port, why }) => pairs(part(from), part(to), [port], why));
}

/** A runtime and those around it: who calls models, who streams, who watches. */
function aroundRuntime(
  place: Place,
  part: (name: Part) => readonly Endpoint[],
  tenants: readonly TenantEntry[],
): readonly NeededFlow[] {
  const { platform, cluster, population } = place;
  const streaming = (["modelgateway", "pipelinegateway", "dataflow"] as const).flatMap(part);
  const callers = [...new Set(tenants.flatMap(({ spec }) => spec.network.callers))];
  return [
    ...pairs(prometheus(place), part("envoy"), [9003], "Prometheus scrapes Envoy"),
    ...pairs(prometheus(place), part("pipelinegateway"), [9006], "Prometheus scrapes the gateway"),
    ...(tenants.some(runsPipelines)
      ? service(place, streaming, platform.spec.seldon.kafka?.service, "pipelines stream through Kafka")
      : []),
    ...tracingFlows(place, [...part("scheduler"), ...part("envoy"), ...streaming]),
    ...callers.flatMap((name) => pairs(serviceEnd(place, name), part("envoy"), [9000], `${name} calls models`)),
    ...tenants.flatMap((tenant) =>
      cluster.spec.seldon.pattern === "enhanced"
        ? []
        : tenant.spec.network.tenants.calledBy.flatMap((caller) =>
            pairs(
              called(population.tenants.get(caller) ?? [], `${caller}/pod`),
              part("envoy"),
              [9000],
              `${caller} calls the models of ${tenant.name}`,
            ),
          ),
    ),
  ];
}

/** Services that the tenant's file says it calls, from any of its pods; and models of others that agree. */
function declaredNeeds(place: Place, tenant: TenantEntry, own: readonly Endpoint[]): readonly NeededFlow[] {
  const any = called(own, `${tenant.name}/pod`);
  const { needs, tenants } = tenant.spec.network;
  const local = place.cluster.spec.seldon.pattern !== "enhanced";
  return [
    ...needs.flatMap((name) => service(place, any, name, `the tenant calls ${name}`)),
    ...tenants.calls.flatMap((callee) =>
      local
        ? pairs(
            any,
            called(place.population.tenants.get(callee) ?? [], `${callee}/envoy`),
            [9000],
            `the tenant calls the models of ${callee}`,
          )
        : [],
    ),
  ];
}

function artifactFlows(place: Place, tenant: TenantEntry, servers: readonly Endpoint[]): readonly NeededFlow[] {
  const { platform, cluster } = place;
  const stores = new Map(
    Object.values(tenant.spec.models).flatMap(({ storageUri }) => {
      const found = artifactStoreOf(platform, tenant.name, storageUri);
      return found === undefined ? [] : [[found.name, found.store] as const];
    }),
  );
  return [...stores].flatMap(([name, store]) => {
    const why = `models are fetched from ${name}`;
    if (store.service !== undefined) return service(place, servers, store.service, why);
    return (
      (store.external?.cidrs ?? [])
        // Of a network with exceptions no single part is known to be meant.
        .filter((cidr) => ownNetworks(cluster.spec.network).every((own) => overlaps(cidr, own) === "apart"))
        .flatMap((cidr) =>
          pairs(servers, [{ kind: "address", name: cidr, cidrs: [cidr] }], [store.external?.port ?? 443], why),
        )
    );
  });
}

function tracingFlows(place: Place, pods: readonly Endpoint[]): readonly NeededFlow[] {
  return service(place, pods, place.platform.spec.seldon.tracing?.service, "traces are collected");
}
