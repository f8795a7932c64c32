import { replaced } from "../../diagnostics/example.ts";
import { type AddressRequest, addressOf, addressRequestOf, poolsOf } from "../../evaluate/capacity/addresses.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import { poolKind } from "../../models/kinds.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const capacityAddressTwice = defineRule({
  code: "capacity/address-twice",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service", poolKind],
  summary: "Two load balancers ask for one address, or two pools have it.",
  docs: {
    why: "MetalLB gives an address once, unless both Services carry the same allow-shared-ip and different ports. The one that comes later stays pending, and after a restart it may be the other one. Pools that overlap are refused as a whole: MetalLB then keeps what it had before.",
    invalid: `
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: churn, annotations: { metallb.io/loadBalancerIPs: 192.168.1.200 } }
spec: { type: LoadBalancer, ports: [{ port: 443 }] }
---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: pricing, annotations: { metallb.io/loadBalancerIPs: 192.168.1.200 } }
spec: { type: LoadBalancer, ports: [{ port: 443 }] }
`,
    valid: replaced(
      "namespace: pricing, annotations: { metallb.io/loadBalancerIPs: 192.168.1.200 }",
      "namespace: pricing, annotations: { metallb.io/loadBalancerIPs: 192.168.1.201 }",
    ),
    fix: "Ask for another address, or let both share one with the same metallb.io/allow-shared-ip and ports of their own.",
  },
  *check(manifestSet) {
    yield* overlaps(manifestSet);
    const owners = new Map<string, AddressRequest[]>();
    for (const asking of addressRequestOf(manifestSet)) {
      for (const { text, path } of asking.addresses) {
        const address = addressOf(text);
        if (address === undefined) continue;
        const key = `${address.bits} ${address.value}`;
        const before = owners.get(key) ?? [];
        const clash = before.slice(0, 100).find((request) => request.by !== asking.by && !mayShare(request, asking));
        if (clash !== undefined)
          yield {
            at: asking.by.at(path, "value"),
            message: `${text} is asked for by ${nameOf(clash)} too`,
            hint: "Only Services with one allow-shared-ip and ports of their own may share an address.",
            related: [{ at: clash.by.at(["metadata", "name"]), message: nameOf(clash) }],
          };
        owners.set(key, [...before, asking]);
      }
    }
  },
});

function nameOf({ by }: AddressRequest): string {
  return `${describeNamespace(by.namespace)}/${by.name}`;
}

function mayShare(left: AddressRequest, other: AddressRequest): boolean {
  if (left.sharing === undefined || left.sharing !== other.sharing) return false;
  const ports = new Set(portsOf(left));
  return !portsOf(other).some((port) => ports.has(port));
}

function portsOf({ by }: AddressRequest): readonly string[] {
  return listAt(by.object, "spec", "ports").map(
    (port) => `${numberAt(port, "port") ?? ""}/${textAt(port, "protocol") ?? "TCP"}`,
  );
}

/** Neighbours in order of their first address: where any overlap, two that follow each other do. */
function* overlaps(manifestSet: Parameters<typeof poolsOf>[0]): Iterable<RuleFinding> {
  const ranges = poolsOf(manifestSet).flatMap(({ by, ranges: own }) => own.map((range) => ({ by, ...range })));
  const sorted = ranges.toSorted((left, right) => left.bits - right.bits || (left.from < right.from ? -1 : 1));
  let furthest: (typeof sorted)[number] | undefined;
  for (const item of sorted) {
    if (furthest !== undefined && furthest.bits === item.bits && item.from <= furthest.to) {
      yield {
        at: item.by.at(item.path, "value"),
        message: `pools ${furthest.by.name} and ${item.by.name} have addresses in common`,
        related: [{ at: furthest.by.at(furthest.path, "value"), message: `pool ${furthest.by.name}` }],
      };
    }
    if (furthest === undefined || furthest.bits !== item.bits || item.to > furthest.to) furthest = item;
  }
}
