import { fixed } from "../../diagnostics/example.ts";
import { type Asking, addressOf, askingOf, poolsOf } from "../../evaluate/capacity/addresses.ts";
import { namespaceWords } from "../../evaluate/manifests/manifest.ts";
import { listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import { poolKind } from "../../models/kinds.ts";
import { defineRule, type Found } from "../rule.ts";

export const addressTwice = defineRule({
  code: "capacity/address-twice",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds: ["Service", poolKind],
  summary: "Two load balancers ask for one address, or two pools have it.",
  page: {
    why: "MetalLB gives an address once, unless both Services carry the same allow-shared-ip and different ports. The one that comes later stays pending, and after a restart it may be the other one. Pools that overlap are refused as a whole: MetalLB then keeps what it had before.",
    wrong: `
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
    right: fixed(
      "namespace: pricing, annotations: { metallb.io/loadBalancerIPs: 192.168.1.200 }",
      "namespace: pricing, annotations: { metallb.io/loadBalancerIPs: 192.168.1.201 }",
    ),
    mend: "Ask for another address, or let both share one with the same metallb.io/allow-shared-ip and ports of their own.",
  },
  *check(scene) {
    yield* overlaps(scene);
    const owners = new Map<string, Asking[]>();
    for (const asking of askingOf(scene)) {
      for (const { text, path } of asking.addresses) {
        const address = addressOf(text);
        if (address === undefined) continue;
        const key = `${address.bits} ${address.value}`;
        const before = owners.get(key) ?? [];
        const clash = before.slice(0, 100).find((one) => one.by !== asking.by && !mayShare(one, asking));
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

function nameOf({ by }: Asking): string {
  return `${namespaceWords(by.namespace)}/${by.name}`;
}

function mayShare(one: Asking, other: Asking): boolean {
  if (one.sharing === undefined || one.sharing !== other.sharing) return false;
  const ports = new Set(portsOf(one));
  return !portsOf(other).some((port) => ports.has(port));
}

function portsOf({ by }: Asking): readonly string[] {
  return listAt(by.object, "spec", "ports").map(
    (port) => `${numberAt(port, "port") ?? ""}/${textAt(port, "protocol") ?? "TCP"}`,
  );
}

/** Neighbours in order of their first address: where any overlap, two that follow each other do. */
function* overlaps(scene: Parameters<typeof poolsOf>[0]): Iterable<Found> {
  const ranges = poolsOf(scene).flatMap(({ by, ranges: own }) => own.map((range) => ({ by, ...range })));
  const sorted = ranges.toSorted((left, right) => left.bits - right.bits || (left.from < right.from ? -1 : 1));
  let furthest: (typeof sorted)[number] | undefined;
  for (const one of sorted) {
    if (furthest !== undefined && furthest.bits === one.bits && one.from <= furthest.to) {
      yield {
        at: one.by.at(one.path, "value"),
        message: `pools ${furthest.by.name} and ${one.by.name} have addresses in common`,
        related: [{ at: furthest.by.at(furthest.path, "value"), message: `pool ${furthest.by.name}` }],
      };
    }
    if (furthest === undefined || furthest.bits !== one.bits || one.to > furthest.to) furthest = one;
  }
}
