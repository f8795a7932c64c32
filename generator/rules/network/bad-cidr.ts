import { replaced } from "../../diagnostics/example.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import { networkOf } from "../../evaluate/network/cidr.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { networksOverlap } from "../../validate/address-ranges.ts";
import { defineRule } from "../rule.ts";
import { peersOf } from "./peers.ts";

/** Follows the API server's own validation (1.34). Its schema accepts any text. */
export const networkBadCidr = defineRule({
  code: "network/bad-cidr",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "An ipBlock has an invalid network, or an exception that is not inside the network.",
  docs: {
    why: "The Kubernetes schema accepts any text as a network, so schema validation passes. The API server rejects a NetworkPolicy with an invalid network, and the sync of the Application fails.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-bureau, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 10.0.0.0/8, except: [192.168.0.0/16] } }]
`,
    valid: replaced("cidr: 10.0.0.0/8", "cidr: 192.0.0.0/8"),
    fix: "Write a network as address/length, for example 203.0.113.0/24. Under except, list only smaller networks within cidr.",
  },
  *check(policy) {
    for (const { path, peer } of peersOf(policy)) {
      const { cidr } = mapAt(peer, "ipBlock");
      if (cidr === undefined) continue;
      const network = networkOf(cidr);
      if (network === undefined && typeof cidr === "string")
        yield {
          at: policy.at([...path, "ipBlock", "cidr"]),
          message: `invalid network ${quoteCidr(cidr)}`,
          hint: form,
        };
      for (const [index, hole] of listAt(peer, "ipBlock", "except").entries()) {
        if (typeof hole !== "string") continue;
        const at = [...path, "ipBlock", "except", index];
        const inner = networkOf(hole);
        if (inner === undefined) yield { at: policy.at(at), message: `invalid network ${quoteCidr(hole)}`, hint: form };
        else if (network !== undefined && (inner === network || networksOverlap(network, inner) !== "inside"))
          yield {
            at: policy.at(at),
            message: `invalid exception ${hole}: not a smaller network within ${network}`,
            hint: "Remove the exception, or write a smaller network within cidr.",
          };
      }
    }
  },
});

const form = "Write address/length, for example 203.0.113.0/24, or 203.0.113.7/32 for one address.";

function quoteCidr(text: string): string {
  return text === "" ? '""' : text.slice(0, 64);
}
