import { replaced } from "../../diagnostics/example.ts";
import { type AddressRequest, addressRequestsOf, type Pool, poolsOf } from "../../evaluate/capacity/addresses.ts";
import { runtimeServiceUsage } from "../../evaluate/capacity/services.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { poolKind, runtimeKind, seldonConfigKind } from "../../models/kinds.ts";
import { addressOf, rangesContain, sizeOf } from "../../validate/address-ranges.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

const whole = 1_000_000_000n;

export const capacityAddressesUsedUp = defineRule({
  code: "capacity/addresses-used-up",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service", poolKind, runtimeKind, seldonConfigKind],
  summary: "LoadBalancer Services need more addresses than the address pools have.",
  docs: {
    why: "A Service that is created when no address is left stays pending. If a Service with an address is deleted or created again, the pending Service can get the address. A SeldonRuntime with Services of type LoadBalancer needs two addresses: one for its scheduler and one for its Envoy.",
    invalid: `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.168.1.200/32] }
---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn }
spec: { type: LoadBalancer, ports: [{ port: 443 }] }
---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: pricing }
spec: { type: LoadBalancer, ports: [{ port: 443 }] }
`,
    valid: replaced("spec: { addresses: [192.168.1.200/32] }", "spec: { addresses: [192.168.1.200/31] }"),
    fix: "Add addresses to the pool, or let Services share an address with the annotation metallb.io/allow-shared-ip.",
  },
  *check(manifestSet) {
    const pools = poolsOf(manifestSet);
    if (pools.length === 0) return;
    const services = addressRequestsOf(manifestSet);
    for (const pool of pools) {
      const users = services.filter((service) => service.pool?.name === pool.by.name);
      const needed = addressesFor(users);
      if (needed > sizeOf(pool.ranges)) yield exhaustedPool(pool, needed, `in pool ${pool.by.name}`, users);
    }
    const automatic = pools.filter((pool) => pool.automatic);
    const free = services.filter(({ pool, addresses }) => pool === undefined && addresses.length === 0);
    const chosen = chosenFrom(automatic, services);
    const unshared = free.filter(({ sharing }) => sharing === undefined || !chosen.keys.has(sharing));
    const ofSeldon = manifestSet
      .of(runtimeKind)
      .reduce((all, runtime) => all + loadBalancersOf(manifestSet, runtime), 0n);
    const size = automatic.reduce((all, pool) => all + sizeOf(pool.ranges), 0n);
    const needed = BigInt(chosen.addresses.size) + addressesFor(unshared) + ofSeldon;
    const [first = pools[0]] = automatic;
    if (needed > size && first !== undefined && free.length + Number(ofSeldon) > 0)
      yield exhaustedPool(first, needed, "in the pools with autoAssign", free, size);
  },
});

/** Addresses of these pools that Services request by value, and the keys by which other Services can share them. */
function chosenFrom(
  pools: readonly Pool[],
  services: readonly AddressRequest[],
): { readonly addresses: ReadonlySet<string>; readonly keys: ReadonlySet<string> } {
  const addresses = new Set<string>();
  const keys = new Set<string>();
  for (const { addresses: requested, sharing } of services) {
    for (const { text } of requested) {
      const address = addressOf(text);
      if (address === undefined || !pools.some(({ ranges }) => rangesContain(ranges, address))) continue;
      addresses.add(`${address.bits} ${address.value}`);
      if (sharing !== undefined) keys.add(sharing);
    }
  }
  return { addresses, keys };
}

/** Services that may share an address count as one, although equal ports can prevent the sharing. */
function addressesFor(services: readonly AddressRequest[]): bigint {
  const keys = new Set(services.flatMap(({ sharing }) => sharing ?? []));
  return BigInt(keys.size + services.filter(({ sharing }) => sharing === undefined).length);
}

function loadBalancersOf(...[manifestSet, runtime]: Parameters<typeof runtimeServiceUsage>): bigint {
  return (runtimeServiceUsage(manifestSet, runtime).get("services.loadbalancers") ?? 0n) / whole;
}

function exhaustedPool(
  pool: Pool,
  needed: bigint,
  place: string,
  services: readonly AddressRequest[],
  size = sizeOf(pool.ranges),
): RuleFinding {
  return {
    at: pool.by.at(["spec", "addresses"]),
    message: `too few addresses ${place}: load balancers need ${needed}, and the number of addresses is ${size}`,
    hint: "Add addresses, or let Services share an address with the annotation metallb.io/allow-shared-ip.",
    related: services
      .slice(0, 8)
      .map(({ by }) => ({ at: by.at(["metadata", "name"]), message: `${describeNamespace(by.namespace)}/${by.name}` })),
  };
}
