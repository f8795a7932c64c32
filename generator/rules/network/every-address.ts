import { replaced } from "../../diagnostics/example.ts";
import { locate } from "../../load/locate.ts";
import type { Inventory, Origin } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";

/** Nobody was ever given a wider network: registries hand out /8 of IPv4 and /12 of IPv6 at most. */
const widest = { four: 8, six: 12 } as const;

export const networkEveryAddress = defineRule({
  code: "network/every-address",
  severity: "error",
  over: "inventory",
  summary: "A network outside the cluster is no network of somebody's, but a large part of all addresses.",
  docs: {
    why: "What may be called anywhere may also be sent anywhere: whoever gets into one of these pods takes its data out through the same door. The cluster's own networks are left out of the policy, and nothing else is. Nobody was ever given more than a /8 of IPv4 or a /12 of IPv6.",
    invalid: `
network:
  external:
    web: { cidrs: [0.0.0.0/0], ports: [{ port: 443 }], why: Whatever is out there }
`,
    valid: replaced(
      "web: { cidrs: [0.0.0.0/0], ports: [{ port: 443 }], why: Whatever is out there }",
      "bureau: { cidrs: [203.0.113.0/24], ports: [{ port: 443 }], why: Scores from the credit bureau }",
    ),
    fix: "Name the networks that are meant, as their owner publishes them. Where nobody can tell them, have the platform offer a proxy as a service, and name that under network.needs.",
  },
  *check(inventory) {
    for (const { origin, cidr, cluster } of outside(inventory)) {
      if (Number(cidr.split("/")[1]) >= (cidr.includes(":") ? widest.six : widest.four)) continue;
      yield {
        at: locate(origin.source, origin.path),
        message: `${cidr} is no one's network, but ${cidr.endsWith("/0") ? "every address" : "a large part of all addresses"}`,
        hint: "Name the networks that are meant; where nobody can tell them, have the platform offer a proxy as a service, and name it under network.needs.",
        cluster,
      };
    }
  },
});

interface Outside {
  readonly origin: Origin;
  readonly cidr: string;
  readonly cluster: string | undefined;
}

/** Every network outside that a file names. */
function* outside({ platform, clusters }: Inventory): Iterable<Outside> {
  for (const [name, { external }] of Object.entries(platform.spec.artifactStores))
    for (const [index, cidr] of (external?.cidrs ?? []).entries())
      yield { origin: platform.at("artifactStores", name, "external", "cidrs", index), cidr, cluster: undefined };
  for (const cluster of clusters)
    for (const tenant of cluster.tenants)
      for (const [name, { cidrs }] of Object.entries(tenant.spec.network.external))
        for (const [index, cidr] of cidrs.entries())
          yield { origin: tenant.at("network", "external", name, "cidrs", index), cidr, cluster: cluster.name };
}
