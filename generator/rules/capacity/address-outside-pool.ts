import { replaced } from "../../diagnostics/example.ts";
import {
  type AddressRequest,
  addressOf,
  addressRequestOf,
  type Pool,
  poolsOf,
  rangeContains,
} from "../../evaluate/capacity/addresses.ts";
import { poolKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const capacityAddressOutsidePool = defineRule({
  code: "capacity/address-outside-pool",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service", poolKind],
  summary: "A load balancer asks for an address, or for a pool, that MetalLB does not have.",
  docs: {
    why: "MetalLB gives such a Service no address at all: it stays pending, with an event that only its own namespace shows. An address in another pool than the one that is named is refused in the same way, and so is an address that is asked for both by annotation and by loadBalancerIP.",
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
    fix: "Ask for an address of the pool, or for none.",
  },
  *check(manifestSet) {
    const pools = poolsOf(manifestSet);
    // Without a pool among the objects, somebody else keeps them.
    if (pools.length === 0) return;
    for (const asking of addressRequestOf(manifestSet)) yield* refused(asking, pools);
  },
});

function* refused({ by, pool, addresses }: AddressRequest, pools: readonly Pool[]): Iterable<RuleFinding> {
  const names = pools.map((item) => item.by.name);
  if (pool !== undefined && !names.includes(pool.name)) {
    yield {
      at: by.at(pool.path, "value"),
      message: `there is no address pool ${pool.name}`,
      hint: suggestion(pool.name, names),
    };
    return;
  }
  const [twice] = addresses.filter(({ path }) => path[0] === "spec");
  if (twice !== undefined && addresses.length > 1) {
    yield {
      at: by.at(twice.path, "key"),
      message: `${by.name} asks for an address by annotation and by loadBalancerIP`,
      hint: "MetalLB then gives it none: keep the annotation.",
    };
    return;
  }
  const usable = pools.filter((candidate) => pool === undefined || candidate.by.name === pool.name);
  for (const { text, path } of addresses) {
    const address = addressOf(text);
    if (address !== undefined && usable.some((candidate) => rangeContains(candidate, address))) continue;
    const where = pool === undefined ? "no pool here has it" : `pool ${pool.name} does not have it`;
    yield {
      at: by.at(path, "value"),
      message: address === undefined ? `${text.slice(0, 64)} is no address` : `${text} is asked for, and ${where}`,
      hint: `Pools: ${names.slice(0, 8).join(", ")}.`,
      related: usable.slice(0, 4).map((item) => ({ at: item.by.at(["spec", "addresses"]), message: item.by.name })),
    };
  }
}
