import { replaced } from "../../diagnostics/example.ts";
import { locate } from "../../load/locate.ts";
import type { Inventory, Origin } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";

/** The widest networks that registries assign: a /8 of IPv4 and a /12 of IPv6. */
const widest = { four: 8, six: 12 } as const;

export const networkEveryAddress = defineRule({
  code: "network/every-address",
  severity: "error",
  over: "inventory",
  summary: "An external network covers a large part of all IP addresses.",
  docs: {
    why: "An attacker in a pod that can call any address can send the data of the pod to any address. The generated policy excludes only the cluster's own networks. Internet registries have never assigned a network that is larger than /8 (IPv4) or /12 (IPv6), so a larger network has several owners.",
    invalid: `
network:
  external:
    web: { cidrs: [0.0.0.0/0], ports: [{ port: 443 }], why: Whatever is out there }
`,
    valid: replaced(
      "web: { cidrs: [0.0.0.0/0], ports: [{ port: 443 }], why: Whatever is out there }",
      "bureau: { cidrs: [203.0.113.0/24], ports: [{ port: 443 }], why: Scores from the credit bureau }",
    ),
    fix: "List the networks of the external service, as its owner publishes them. If the networks are not known, ask the platform team to offer a proxy as a service, and name the proxy under network.needs.",
  },
  *check(inventory) {
    for (const { origin, cidr, cluster } of externalNetworks(inventory)) {
      if (Number(cidr.split("/")[1]) >= (cidr.includes(":") ? widest.six : widest.four)) continue;
      yield {
        at: locate(origin.source, origin.path),
        message: `network ${cidr} is not allowed: it covers ${cidr.endsWith("/0") ? "every address" : "a large part of all addresses"}`,
        hint: "List only the networks of the external service. If the networks are not known, ask the platform team to offer a proxy as a service, and name the proxy under network.needs.",
        cluster,
      };
    }
  },
});

interface ExternalNetwork {
  readonly origin: Origin;
  readonly cidr: string;
  readonly cluster: string;
}

/** Every external network that a file names. */
function* externalNetworks({ clusters }: Inventory): Iterable<ExternalNetwork> {
  for (const { name: cluster, platform } of clusters)
    for (const [name, { external }] of Object.entries(platform.spec.artifactStores))
      for (const [index, cidr] of (external?.cidrs ?? []).entries())
        yield { origin: platform.at("artifactStores", name, "external", "cidrs", index), cidr, cluster };
  for (const cluster of clusters)
    for (const tenant of cluster.tenants)
      for (const [name, { cidrs }] of Object.entries(tenant.spec.network.external))
        for (const [index, cidr] of cidrs.entries())
          yield { origin: tenant.at("network", "external", name, "cidrs", index), cidr, cluster: cluster.name };
}
