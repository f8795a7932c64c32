import { replaced } from "../../diagnostics/example.ts";
import { type AddressRequest, addressRequestsOf, poolsOf } from "../../evaluate/capacity/addresses.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import { poolKind } from "../../models/kinds.ts";
import { addressOf } from "../../validate/address-ranges.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const capacityAddressTwice = defineRule({
  code: "capacity/address-twice",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service", poolKind],
  summary: "Two LoadBalancer Services request the same address, or two address pools overlap.",
  docs: {
    why: "MetalLB assigns an address to one Service only, unless both Services have the same value of metallb.io/allow-shared-ip and different ports. Services with externalTrafficPolicy: Local can share an address only if they also have the same selector. If two Services request the same address, the external IP of one Service stays pending. If the Service with the address is deleted or created again, the address can move to the other Service. If address pools overlap, MetalLB's webhook rejects the pool that Argo CD applies second.",
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
    fix: "Request another address. To share the address, set the same value of metallb.io/allow-shared-ip and different ports in both Services.",
  },
  *check(manifestSet) {
    yield* overlappingPoolFindings(manifestSet);
    const owners = new Map<string, AddressRequest[]>();
    for (const request of addressRequestsOf(manifestSet)) {
      for (const { text, path } of request.addresses) {
        const address = addressOf(text);
        if (address === undefined) continue;
        const key = `${address.bits} ${address.value}`;
        const before = owners.get(key) ?? [];
        const clash = before.slice(0, 100).find((earlier) => earlier.by !== request.by && !mayShare(earlier, request));
        if (clash !== undefined)
          yield {
            at: request.by.at(path, "value"),
            message: `duplicate address ${text}: Service ${nameOf(clash)} also requests it`,
            hint: "Request another address, or set the same metallb.io/allow-shared-ip and different ports in both Services.",
            related: [{ at: clash.by.at(["metadata", "name"]), message: nameOf(clash) }],
          };
        owners.set(key, [...before, request]);
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

/** Ranges that overlap. Sorted by first address, such a range starts within the range that reaches furthest so far. */
function* overlappingPoolFindings(manifestSet: Parameters<typeof poolsOf>[0]): Iterable<RuleFinding> {
  const ranges = poolsOf(manifestSet).flatMap(({ by, ranges: written }) => written.map((range) => ({ by, ...range })));
  const sorted = ranges.toSorted((left, right) => left.bits - right.bits || (left.from < right.from ? -1 : 1));
  let furthest: (typeof sorted)[number] | undefined;
  for (const item of sorted) {
    if (furthest !== undefined && furthest.bits === item.bits && item.from <= furthest.to) {
      yield {
        at: item.by.at(item.path, "value"),
        message: `overlapping address pools ${furthest.by.name} and ${item.by.name}`,
        related: [{ at: furthest.by.at(furthest.path, "value"), message: `pool ${furthest.by.name}` }],
      };
    }
    if (furthest === undefined || furthest.bits !== item.bits || item.to > furthest.to) furthest = item;
  }
}
