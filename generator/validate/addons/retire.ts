import type { AddonSpec } from "./addon.ts";
import type { ContractName } from "./contracts.ts";
import type { AddonEntry } from "./on-cluster.ts";

/** The part of an add-on that contains the objects of the tenants, in the order in which the parts leave. */
export const tenantsStage = "tenants";

/**
 * The order in which the parts of an add-on leave: the objects of tenants first, and an Application before those that it
 * waits for. The order of the file comes first, and the parts that it omits follow.
 */
export function retireOrder({
  retire = [],
  applications,
  perTenant,
}: Pick<AddonSpec, "retire" | "applications" | "perTenant">): readonly string[] {
  const stages = Object.keys(perTenant).length > 0 ? [tenantsStage] : [];
  const order = new Set<string>([...stages.filter((stage) => !retire.includes(stage)), ...retire]);
  const waitsFor = (name: string): readonly string[] => applications[name]?.after ?? [];
  let left = Object.keys(applications)
    .filter((name) => !order.has(name))
    .reverse();
  while (left.length > 0) {
    const next = left.find((name) => !left.some((other) => waitsFor(other).includes(name))) ?? left[0] ?? "";
    order.add(next);
    left = left.filter((name) => name !== next);
  }
  return [...order].filter((stage) => stage === tenantsStage || Object.hasOwn(applications, stage));
}

/** Whether an add-on leaves its cluster. */
export function isRetiring({ retired }: Pick<AddonEntry, "retired">): boolean {
  return retired.length > 0;
}

/** Whether a part of an add-on has left: an Application, or the objects of the tenants. */
export function hasLeft({ retired }: Pick<AddonEntry, "retired">, stage: string): boolean {
  return retired.includes(stage);
}

/**
 * The add-on with the Ingress controller in front of the gateway. As soon as it leaves, the gateway itself takes the routes, if an
 * add-on provides the definitions of Gateway API.
 */
export function frontOf(addons: readonly AddonEntry[]): AddonEntry | undefined {
  const front = providerOf(addons, "ingressController");
  if (front === undefined || !isRetiring(front)) return front;
  return providerOf(addons, "gatewayApi") === undefined ? front : undefined;
}

/** The add-on that provides a contract on a cluster. One that leaves provides it only if no other add-on does. */
export function providerOf(addons: readonly AddonEntry[], contract: ContractName): AddonEntry | undefined {
  const providers = addons.filter(({ spec }) => spec.provides[contract] !== undefined);
  return providers.find((addon) => !isRetiring(addon)) ?? providers[0];
}
