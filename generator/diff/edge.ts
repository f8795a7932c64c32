import { type Edge, edgeOf } from "../patterns/edge.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { Statement } from "./statement.ts";

/** The clusters that change their edge, or its address: clients must then reach another address. */
export function edgeStatements(before: Inventory, after: Inventory): readonly Statement[] {
  return after.clusters.flatMap((cluster): readonly Statement[] => {
    const old = before.clusters.find(({ name }) => name === cluster.name);
    const [was, is] = [old === undefined ? undefined : edgeOf(old), edgeOf(cluster)];
    const routed = cluster.tenants.some(({ spec }) => Object.keys(spec.routes).length > 0);
    if (!routed || was === undefined || is === undefined) return [];
    if (was.name === is.name && was.address === is.address) return [];
    const common = { topic: "routes", risk: "high", cluster: cluster.name, tenant: undefined } as const;
    return [
      {
        ...common,
        about: "the edge",
        message: `requests from outside go through ${edgeText(is)} instead of ${edgeText(was)}. They fail until DNS records contain the new address`,
        headline: `moves routes on ${cluster.name} to ${edgeText(is)}`,
      },
    ];
  });
}

function edgeText({ name, address, entrance }: Edge): string {
  return `edge ${name} at ${address ?? `the address of Service ${entrance.service} in ${entrance.namespace}`}`;
}
