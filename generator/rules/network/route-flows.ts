import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import type { Endpoint } from "../../evaluate/network/reach.ts";
import type { Workload } from "../../validate/addons/workload.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { providedWorkload, workloadEndpoints } from "./addon-flow-endpoints.ts";
import { type FlowContext, type NeededFlow, pairFlows } from "./flow-endpoints.ts";

/*
 * The connections that the routes of tenants need, from the files of the tenants and the contracts of the add-ons. Like the
 * other flows of the rules, this shares no code with the generator.
 */

/** The gateway's pods, if they may call this tenant's models because it has routes. */
export function routeCallers(place: FlowContext, tenant: TenantEntry): readonly Endpoint[] {
  const gateway = routeGateway(place);
  return gateway === undefined || !hasOpenRoutes(place, tenant)
    ? []
    : workloadEndpoints(place, gateway.name, gateway.workload);
}

/** The connections of the add-ons that serve routes: to the gateway behind an Ingress controller, and to token issuers. */
export function routeFlows(place: FlowContext): readonly NeededFlow[] {
  return [...flowsFromFront(place), ...flowsToIssuers(place)];
}

/** Whether a workload is the gateway behind an Ingress controller, which accepts requests from nothing else. */
export function isBehindFront(place: FlowContext, workload: Workload): boolean {
  return routeGateway(place)?.workload === workload && frontWorkload(place) !== undefined;
}

interface RouteGateway {
  readonly name: string;
  readonly workload: Workload;
  readonly behind: string;
  readonly keys: readonly [name: string, workload: Workload | undefined];
}

/** The gateway that takes routes. Without its definitions or an Ingress controller in front of it, it takes none. */
function routeGateway(place: FlowContext): RouteGateway | undefined {
  const { addons } = place.cluster;
  const found = providedWorkload(place, "gateway");
  const takes = frontWorkload(place) !== undefined || hasDefinitions(place);
  const provider = addons.find(({ spec }) => spec.workloads[found?.name ?? ""] === found?.workload);
  const routes = provider?.spec.provides.gateway?.routes;
  if (found === undefined || provider === undefined || routes === undefined || !takes) return undefined;
  const { name, workload } = found;
  return { name, workload, behind: routes.behind, keys: [routes.keys, provider.spec.workloads[routes.keys]] };
}

/** The Ingress controller in front of the gateway. One that leaves is not, if the gateway can take routes without it. */
function frontWorkload(place: FlowContext): ReturnType<typeof providedWorkload> {
  const leaves = place.cluster.addons.some(
    ({ spec, retired }) => spec.provides.ingressController !== undefined && retired.length > 0,
  );
  return leaves && hasDefinitions(place) ? undefined : providedWorkload(place, "ingressController");
}

function hasDefinitions({ cluster }: FlowContext): boolean {
  return cluster.addons.some(({ spec }) => spec.provides.gatewayApi !== undefined);
}

function hasOpenRoutes({ cluster }: FlowContext, tenant: TenantEntry): boolean {
  return Object.keys(tenant.spec.routes).length > 0 && ["active", "suspended"].includes(lifecycleOf(cluster, tenant));
}

function flowsFromFront(place: FlowContext): readonly NeededFlow[] {
  const front = frontWorkload(place);
  const gateway = providedWorkload(place, "gateway");
  const port = gateway?.workload.ports[routeGateway(place)?.behind ?? gateway.port];
  if (front === undefined || gateway === undefined || port === undefined) return [];
  return pairFlows(
    workloadEndpoints(place, front.name, front.workload),
    workloadEndpoints(place, gateway.name, gateway.workload),
    [typeof port === "number" ? port : port.port],
    "the Ingress controller sends requests to the gateway",
  );
}

function flowsToIssuers(place: FlowContext): readonly NeededFlow[] {
  const [name, workload] = routeGateway(place)?.keys ?? ["", undefined];
  if (workload === undefined) return [];
  const used = new Set(
    place.cluster.tenants
      .filter((tenant) => hasOpenRoutes(place, tenant))
      .flatMap(({ spec }) =>
        Object.values(spec.routes).flatMap(({ authentication }) =>
          authentication === "none" ? [] : (authentication.jwt?.issuer ?? []),
        ),
      ),
  );
  return [...used].flatMap((issuer) => {
    const { cidrs = [], port = 443 } = place.platform.spec.tokenIssuers[issuer] ?? {};
    return cidrs.flatMap((cidr) =>
      pairFlows(
        workloadEndpoints(place, name, workload),
        [{ kind: "address", id: unnamedEndpoint(cidr), cidrs: [cidr] }],
        [port],
        "the mesh fetches the keys of token issuers",
      ),
    );
  });
}
