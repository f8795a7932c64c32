import { isDeepStrictEqual } from "node:util";
import { codes } from "../diagnostics/codes.ts";
import { isSameTeam } from "../layout/code-owners.ts";
import { isFreeToUse } from "../layout/component.ts";
import { valueAt } from "../validate/merge.ts";
import type { TenantRoute } from "../validate/tenant-routes.ts";
import { widerSelection } from "./cluster-selection.ts";
import type { TenantOnCluster } from "./proposal.ts";

// Each function is a `Widens` of `fields.ts`: the sentence about a gain that only the input files show.

const { messages } = codes["guard/platform"];

/** A cluster that is new to the tenant, or fields that can select a later cluster. */
export function anotherCluster(
  before: TenantOnCluster | undefined,
  { tenant, cluster }: TenantOnCluster,
): string | undefined {
  return before === undefined
    ? messages.newCluster(tenant.name, cluster.name)
    : widerSelection(tenant.name, before.tenant.selection, tenant.selection);
}

export function anotherOwner(before: TenantOnCluster | undefined, { tenant }: TenantOnCluster): string | undefined {
  const [old, fresh] = [before?.tenant.spec.owner.github, tenant.spec.owner.github];
  return old === undefined || isSameTeam(old, fresh) ? undefined : messages.otherOwner(tenant.name, old, fresh);
}

/**
 * Larger requests need memory and disk of the Ingress controller, which all tenants share. Without the field, the limit is that
 * of the add-on, which can be larger.
 */
export function largerBodies(before: TenantOnCluster | undefined, { tenant }: TenantOnCluster): string | undefined {
  const larger = Object.entries(tenant.spec.routes).find(([name, { bodySize }]) => {
    const was = before?.tenant.spec.routes[name];
    if (was === undefined || bodySize === was.bodySize) return was === undefined && bodySize !== undefined;
    return bodySize === undefined || was.bodySize === undefined || bodySize > was.bodySize;
  });
  return larger === undefined ? undefined : messages.largerBodies(tenant.name, larger[0], larger[1].bodySize);
}

/** More requests need more of the Ingress controller and of the gateway, which all tenants share. */
export function moreRequests(before: TenantOnCluster | undefined, { tenant }: TenantOnCluster): string | undefined {
  const more = Object.entries(tenant.spec.routes).find(([name, { rateLimit }]) => {
    const was = before?.tenant.spec.routes[name]?.rateLimit;
    return was !== undefined && (rateLimit === undefined || perMinute(rateLimit) > perMinute(was));
  });
  return more === undefined ? undefined : messages.moreRequests(tenant.name, more[0]);
}

function perMinute({ perSecond, perMinute: minute }: NonNullable<TenantRoute["rateLimit"]>): number {
  return minute ?? 60 * (perSecond ?? 0);
}

/** A component can add or remove anything, so a change of components needs approval unless they are free to use. */
export function otherComponents(
  before: TenantOnCluster | undefined,
  { tenant, cluster, components }: TenantOnCluster,
): string | undefined {
  const [old, fresh] = [before?.tenant.spec.components ?? [], tenant.spec.components];
  const merged = before?.components ?? components;
  const bound = [...old.filter((name) => !fresh.includes(name)), ...fresh.filter((name) => !old.includes(name))].filter(
    (name) => {
      const component = merged.get(name);
      return component === undefined || !isFreeToUse(component);
    },
  );
  return bound.length === 0 ? undefined : messages.otherComponents(tenant.name, cluster.name, bound.join(", "));
}

/** The central operator and the callers of a tenant trust its scheduler and Envoy, so a new image of them counts. */
export function otherComponentImages(
  before: TenantOnCluster | undefined,
  { tenant, cluster }: TenantOnCluster,
): string | undefined {
  const gained = Object.entries(tenant.spec.seldon.components).flatMap(([name, component]) => {
    const old = valueAt(before?.tenant.spec.seldon.components, [name, "image"]);
    return component?.image === undefined || component.image === old ? [] : [`${name} ${component.image}`];
  });
  return gained.length === 0 ? undefined : messages.componentImages(tenant.name, cluster.name, gained.join(", "));
}

export function otherWaivers(
  before: TenantOnCluster | undefined,
  { tenant, cluster }: TenantOnCluster,
): string | undefined {
  // Maps from a file have no prototype.
  return isDeepStrictEqual({ ...before?.tenant.spec.waivers }, { ...tenant.spec.waivers })
    ? undefined
    : messages.otherWaivers(tenant.name, cluster.name);
}
