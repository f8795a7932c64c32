import { servicePolicies } from "../../admission/services.ts";
import { replaced } from "../../diagnostics/example.ts";
import { poolAnnotation } from "../../evaluate/capacity/addresses.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { addressOf, networkRange, rangesContain } from "../../validate/address-ranges.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

type Pools = Readonly<Record<string, readonly string[]>>;

export const networkLoadBalancerOutsidePool = defineRule({
  code: "network/load-balancer-outside-pool",
  severity: "error",
  over: "object",
  kinds: ["Service"],
  summary: "A tenant's load balancer requests an address outside the cluster's address pools for tenants.",
  docs: {
    why: "MetalLB gives a Service the requested address if the address is free in a pool, unless serviceAllocation of the pool excludes the Service. A tenant could request the address of the ingress while the ingress is being re-created, or an address for which a firewall has weaker rules. Only the cluster file lists the pools that are for tenants.",
    invalid: `
apiVersion: v1
kind: Service
metadata:
  name: scoring
  namespace: churn
  annotations: { metallb.io/address-pool: infrastructure }
spec: { type: LoadBalancer, ports: [{ port: 443 }] }
`,
    valid: replaced("metallb.io/address-pool: infrastructure", "metallb.io/address-pool: tenants"),
    fix: "Request a pool that network.loadBalancerPools in the cluster file lists, or an address in such a pool.",
  },
  inCluster: [
    {
      policy: servicePolicies,
      compliesWhen: `variables.type != "LoadBalancer" || (variables.networks.size() > 0 && variables.class.contains("metallb")
  && variables.addresses.all(one, isIP(one) && variables.networks.exists(network, cidr(network).containsIP(one))))`,
      message:
        '"this load balancer address is not allowed: " + (variables.pools.size() == 0 ? "the cluster has no pools for tenants" : "use a pool for tenants: " + variables.pools.join(", "))',
    },
  ],
  *check(service, manifestSet) {
    const { cluster } = manifestSet.context;
    if (cluster === undefined || textAt(service.object, "spec", "type") !== "LoadBalancer") return;
    if (tenantOf(manifestSet, service.namespace) === undefined) return;
    yield* outside(service, cluster.spec.network.loadBalancerPools, cluster.name);
  },
});

function* outside(service: Manifest, pools: Pools, cluster: string): Iterable<RuleFinding> {
  const names = Object.keys(pools).sort();
  const hint = names.length === 0 ? undefined : `Use a pool for tenants: ${names.slice(0, 8).join(", ")}.`;
  if (names.length === 0) {
    yield {
      at: service.at(["spec", "type"], "value"),
      message: `type LoadBalancer of Service ${service.name} is not allowed: cluster ${cluster} has no address pools for tenants`,
    };
    return;
  }
  const className = textAt(service.object, "spec", "loadBalancerClass");
  if (className !== undefined && !className.includes("metallb")) {
    yield {
      at: service.at(["spec", "loadBalancerClass"], "value"),
      message: `load balancer class ${className.slice(0, 80)} is not allowed: it does not use the cluster's pools`,
      hint,
    };
    return;
  }
  const pool = poolAnnotation(service, "address-pool");
  if (pool !== undefined && !Object.hasOwn(pools, pool.value)) {
    yield {
      at: service.at(pool.path, "value"),
      message: `pool ${pool.value.slice(0, 80)} is not allowed: it is not a pool for tenants`,
      hint,
    };
    return;
  }
  const networks = pool === undefined ? Object.values(pools).flat() : (pools[pool.value] ?? []);
  const ranges = networks.flatMap((network) => networkRange(network) ?? []);
  const requested = poolAnnotation(service, "loadBalancerIPs");
  const fixed = textAt(service.object, "spec", "loadBalancerIP") ?? "";
  for (const { text, path } of [
    ...(requested?.value.split(",") ?? []).map((part) => ({ text: part.trim(), path: requested?.path ?? [] })),
    ...(fixed === "" ? [] : [{ text: fixed, path: ["spec", "loadBalancerIP"] }]),
  ]) {
    const address = addressOf(text);
    if (address !== undefined && rangesContain(ranges, address)) continue;
    yield {
      at: service.at(path, "value"),
      message: `address ${text.slice(0, 64)} is not allowed: it is not in a pool for tenants`,
      hint,
    };
  }
}
