import type { Change } from "./change.ts";
import type { EffectContext, EffectDescription } from "./effect.ts";

/** Routes at the gateway. `diff` lists the requests that they open and close. */
export function routeEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  const { verb } = change;
  if (verb === "create")
    return [
      { message: "Requests from outside reach the target as soon as the gateway has the route.", traffic: "none" },
    ];
  if (verb === "delete") return [movesEdge(change, context) ? moved : closed];
  return [{ message: "The gateway changes the route without closing connections.", traffic: "none" }];
}

/** The hosts of a tenant at the gateway. */
export function gatewayEffects(change: Change, context: EffectContext): readonly EffectDescription[] {
  if (change.verb !== "delete") return [];
  return [movesEdge(change, context) ? moved : hostsClosed];
}

/** A new certificate must be issued before clients can connect. */
export function certificateEffects({ verb }: Change): readonly EffectDescription[] {
  return verb === "create"
    ? [{ message: "Clients can connect when cert-manager has issued the certificate.", traffic: "none" }]
    : [];
}

const closed: EffectDescription = {
  message: "Requests from outside to this route are no longer accepted.",
  traffic: "down",
};
const hostsClosed: EffectDescription = {
  message: "The gateway closes all hosts of this Gateway, so requests from outside fail.",
  traffic: "down",
};
const moved: EffectDescription = {
  message:
    "The objects of the new edge replace it. Requests from outside fail until the DNS records contain the address of the new edge.",
  traffic: "down",
};

const routeKinds: ReadonlySet<string> = new Set(["GRPCRoute", "HTTPRoute", "VirtualService"]);

function isOfGatewayApi({ ref: { group } }: Pick<Change, "ref">): boolean {
  return group === "gateway.networking.k8s.io";
}

/** Whether the same commit creates routes of the tenant at another edge. */
function movesEdge({ cluster, tenant, ref }: Change, { changes }: EffectContext): boolean {
  return changes.some(
    (other) =>
      other.verb === "create" &&
      other.cluster === cluster &&
      other.tenant === tenant &&
      routeKinds.has(other.ref.kind) &&
      isOfGatewayApi(other) !== isOfGatewayApi({ ref }),
  );
}
