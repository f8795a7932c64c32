import { replaced } from "../../diagnostics/example.ts";
import { annotationPrefixes } from "../../evaluate/capacity/addresses.ts";
import { mapAt } from "../../evaluate/manifests/reading.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

/** The last is MetalLB's own to write. */
const known = ["address-pool", "loadBalancerIPs", "allow-shared-ip", "ip-allocated-from-pool"];

export const capacityMetallbAnnotation = defineRule({
  code: "capacity/metallb-annotation",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["Service"],
  summary: "A Service carries an annotation for MetalLB that MetalLB does not know.",
  docs: {
    why: "MetalLB reads the annotations that it knows and passes over all others. A Service with a misspelt one gets any free address of any pool, and DNS and firewalls point to the one that was meant.",
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
    fix: "Write metallb.io/address-pool, metallb.io/loadBalancerIPs or metallb.io/allow-shared-ip, with capitals as they stand here.",
  },
  *check(service) {
    for (const key of Object.keys(mapAt(service.object, "metadata", "annotations"))) {
      const prefix = annotationPrefixes.find((annotationPrefix) => key.startsWith(annotationPrefix));
      if (prefix === undefined || known.includes(key.slice(prefix.length))) continue;
      yield {
        at: service.at(["metadata", "annotations", key], "key"),
        message: `MetalLB knows no annotation ${key}`,
        hint: suggestion(
          key,
          known.slice(0, 3).map((name) => prefix + name),
        ),
      };
    }
  },
});
