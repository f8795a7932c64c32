import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import type { Endpoint } from "../../evaluate/network/reach.ts";
import { hasRuntime } from "../../validate/effective.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { componentsOf, type FlowContext, type NeededFlow, pairFlows, serviceFlow } from "./flow-endpoints.ts";
import { declaredAddonFlows } from "./needed-addon-flows.ts";
import { neededPlatformFlows, neededTenantFlows, partsFor } from "./needed-flows.ts";
import { runtimeFlows } from "./runtime-flows.ts";

/** Every flow that the input declares for a tenant: those that Seldon needs, and those that may be open. */
export function tenantDeclaredFlows(place: FlowContext, tenant: TenantEntry): readonly NeededFlow[] {
  const any = componentsOf(place.endpoints.tenants.get(tenant.name) ?? [], "pod");
  const part = partsFor(place, tenant);
  return [
    ...neededTenantFlows(place, tenant),
    ...tlsFlows(part),
    ...(hasRuntime(place.cluster, tenant) ? tracing(place, any) : []),
    ...outside(place, tenant, any, part("server")),
  ];
}

/** The same for the namespaces of Seldon and of the add-ons, with the flows of the given tenants. */
export function platformDeclaredFlows(place: FlowContext, tenants: readonly TenantEntry[]): readonly NeededFlow[] {
  const own = place.endpoints.others.filter(({ id }) => id.owner === "seldon");
  return [
    ...neededPlatformFlows(place),
    ...declaredAddonFlows(place, tenants),
    ...tracing(place, own),
    ...tenants.flatMap((tenant) => tenantDeclaredFlows(place, tenant)),
  ];
}

/** The TLS ports of the control plane, which are open too because a platform can switch TLS on. */
function tlsFlows(part: ReturnType<typeof partsFor>): readonly NeededFlow[] {
  return runtimeFlows.flatMap(({ from, to, tls, why }) =>
    tls === undefined ? [] : pairFlows(part(from), part(to), [tls], why),
  );
}

/** Traces from any of these pods: an application next to the models can send traces too. */
function tracing(place: FlowContext, from: readonly Endpoint[]): readonly NeededFlow[] {
  return serviceFlow(place, from, place.platform.spec.seldon.tracing?.service, "pods send traces");
}

/** Networks that the tenant names, and those of artifact stores, including the parts that the cluster excludes. */
function outside(
  { platform }: FlowContext,
  { name, spec }: TenantEntry,
  any: readonly Endpoint[],
  servers: readonly Endpoint[],
): readonly NeededFlow[] {
  const stores = Object.values(platform.spec.artifactStores).flatMap(({ external }) => external ?? []);
  return [
    ...Object.values(spec.network.external).flatMap(({ cidrs, ports, why }) =>
      ports.flatMap(({ port, protocol }) =>
        pairFlows(any, [{ kind: "address", id: unnamedEndpoint(name), cidrs }], [port], why, protocol),
      ),
    ),
    ...stores.flatMap(({ cidrs, port }) =>
      pairFlows(
        servers,
        [{ kind: "address", id: unnamedEndpoint("an artifact store"), cidrs }],
        [port],
        "Servers fetch models",
      ),
    ),
  ];
}
