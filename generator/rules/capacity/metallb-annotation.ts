import { replaced } from "../../diagnostics/example.ts";
import { annotationPrefixes } from "../../evaluate/capacity/addresses.ts";
import { mapAt } from "../../evaluate/manifests/reading.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

/** MetalLB itself writes the last one. */
const known = ["address-pool", "loadBalancerIPs", "allow-shared-ip", "ip-allocated-from-pool"];

export const capacityMetallbAnnotation = defineRule({
  code: "capacity/metallb-annotation",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["Service"],
  summary: "A Service has an unknown MetalLB annotation.",
  docs: {
    why: "MetalLB ignores unknown annotations. A Service with a misspelled annotation gets any free address from the pools with autoAssign, but DNS records and firewall rules contain the intended address.",
    invalid: `
apiVersion: v1
kind: Service
metadata:
  name: scoring
  namespace: churn
  annotations: { metallb.io/loadBalancerIP: 192.168.1.200 }
spec: { type: LoadBalancer, ports: [{ port: 443 }] }
`,
    valid: replaced("metallb.io/loadBalancerIP: 192.168.1.200", "metallb.io/loadBalancerIPs: 192.168.1.200"),
    fix: "Use metallb.io/address-pool, metallb.io/loadBalancerIPs or metallb.io/allow-shared-ip. The names of annotations are case-sensitive.",
  },
  *check(service) {
    for (const key of Object.keys(mapAt(service.object, "metadata", "annotations"))) {
      const prefix = annotationPrefixes.find((annotationPrefix) => key.startsWith(annotationPrefix));
      if (prefix === undefined || known.includes(key.slice(prefix.length))) continue;
      yield {
        at: service.at(["metadata", "annotations", key], "key"),
        message: `unknown MetalLB annotation ${key}`,
        hint: suggestion(
          key,
          known.slice(0, 3).map((name) => prefix + name),
        ),
      };
    }
  },
});
