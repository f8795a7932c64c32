import { replaced } from "../../diagnostics/example.ts";
import { type AddressRequest, addressRequestsOf, type Pool, poolsOf } from "../../evaluate/capacity/addresses.ts";
import { poolKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { addressOf, rangesContain } from "../../validate/address-ranges.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const capacityAddressOutsidePool = defineRule({
  code: "capacity/address-outside-pool",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service", poolKind],
  summary: "A LoadBalancer Service requests an address or an address pool that MetalLB does not have.",
  docs: {
    why: "MetalLB assigns no address to a Service that requests an unknown address or pool. The external IP of the Service stays pending, and an event in the namespace of the Service shows the reason. MetalLB also assigns no address if the requested address is outside of the named pool, or if the Service sets both the annotation metallb.io/loadBalancerIPs and loadBalancerIP.",
    invalid: `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: public, namespace: metallb-system }
spec: { addresses: [192.168.1.200-192.168.1.210] }
---
apiVersion: v1
kind: Service
metadata:
  name: scoring
  namespace: churn
  annotations: { metallb.io/loadBalancerIPs: 192.168.1.220 }
spec: { type: LoadBalancer, ports: [{ port: 443 }] }
`,
    valid: replaced("metallb.io/loadBalancerIPs: 192.168.1.220", "metallb.io/loadBalancerIPs: 192.168.1.205"),
    fix: "Request an address or a pool that MetalLB has, or remove the request.",
  },
  *check(manifestSet) {
    const pools = poolsOf(manifestSet);
    // Without a pool in the manifest set, the pools are managed elsewhere.
    if (pools.length === 0) return;
    for (const request of addressRequestsOf(manifestSet)) yield* refused(request, pools);
  },
});

function* refused({ by, pool, addresses }: AddressRequest, pools: readonly Pool[]): Iterable<RuleFinding> {
  const names = pools.map((item) => item.by.name);
  if (pool !== undefined && !names.includes(pool.name)) {
    yield {
      at: by.at(pool.path, "value"),
      message: `unknown address pool ${pool.name}`,
      hint: suggestion(pool.name, names),
    };
    return;
  }
  const [twice] = addresses.filter(({ path }) => path[0] === "spec");
  if (twice !== undefined && addresses.length > 1) {
    yield {
      at: by.at(twice.path, "key"),
      message: `duplicate address request: Service ${by.name} sets both the annotation and loadBalancerIP`,
      hint: "Keep the annotation and remove loadBalancerIP: with both, MetalLB assigns no address.",
    };
    return;
  }
  const usable = pools.filter((candidate) => pool === undefined || candidate.by.name === pool.name);
  for (const { text, path } of addresses) {
    const address = addressOf(text);
    if (address !== undefined && usable.some(({ ranges }) => rangesContain(ranges, address))) continue;
    const where = pool === undefined ? "any pool" : `pool ${pool.name}`;
    yield {
      at: by.at(path, "value"),
      message:
        address === undefined
          ? `invalid address ${text.slice(0, 64)}`
          : `unknown address ${text}: it is not in ${where}`,
      hint: `MetalLB has these pools: ${names.slice(0, 8).join(", ")}.`,
      related: usable.slice(0, 4).map((item) => ({ at: item.by.at(["spec", "addresses"]), message: item.by.name })),
    };
  }
}
