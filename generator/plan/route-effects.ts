import type { Change } from "./change.ts";
import type { EffectDescription } from "./effect.ts";

/** Routes at the gateway. `diff` lists the requests that they open and close. */
export function routeEffects({ verb }: Change): readonly EffectDescription[] {
  if (verb === "create")
    return [
      { message: "Requests from outside reach the target as soon as the gateway has the route.", traffic: "none" },
    ];
  if (verb === "delete")
    return [{ message: "Requests from outside to this route fail with the status 404.", traffic: "down" }];
  return [{ message: "The gateway changes the route without closing connections.", traffic: "none" }];
}

/** The hosts of a tenant at the gateway. */
export function gatewayEffects({ verb }: Change): readonly EffectDescription[] {
  return verb === "delete"
    ? [{ message: "The gateway closes all hosts of this Gateway, so requests from outside fail.", traffic: "down" }]
    : [];
}

/** A new certificate must be issued before clients can connect. */
export function certificateEffects({ verb }: Change): readonly EffectDescription[] {
  return verb === "create"
    ? [{ message: "Clients can connect when cert-manager has issued the certificate.", traffic: "none" }]
    : [];
}
