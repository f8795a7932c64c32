import { replaced } from "../../diagnostics/example.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import { networkOf } from "../../evaluate/network/cidr.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { networksOverlap } from "../../validate/addresses.ts";
import { defineRule } from "../rule.ts";
import { peersOf } from "./peers.ts";

/** As the API server's own validation says it (1.34); its schema takes any text. */
export const networkBadCidr = defineRule({
  code: "network/bad-cidr",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "An ipBlock is no network, or an exception lies outside of its network.",
  docs: {
    why: "Kubernetes' schema takes any text for a network, so every check of schemas passes; the API server itself refuses the policy, and the sync of all that is beside it fails.",
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
    fix: "Write address/length, 203.0.113.0/24, and as exceptions only smaller networks within it.",
  },
  *check(policy) {
    for (const { path, peer } of peersOf(policy)) {
      const { cidr } = mapAt(peer, "ipBlock");
      if (cidr === undefined) continue;
      const network = networkOf(cidr);
      if (network === undefined && typeof cidr === "string")
        yield { at: policy.at([...path, "ipBlock", "cidr"]), message: `${quoteCidr(cidr)} is no network`, hint: form };
      for (const [index, hole] of listAt(peer, "ipBlock", "except").entries()) {
        if (typeof hole !== "string") continue;
        const at = [...path, "ipBlock", "except", index];
        const inner = networkOf(hole);
        if (inner === undefined) yield { at: policy.at(at), message: `${quoteCidr(hole)} is no network`, hint: form };
        else if (network !== undefined && (inner === network || networksOverlap(network, inner) !== "inside"))
          yield {
            at: policy.at(at),
            message: `${hole} does not lie within ${network}, so it is no exception to it`,
            hint: "An exception is a smaller network within cidr.",
          };
      }
    }
  },
});

const form = "A network is an address and a length: 203.0.113.0/24, 203.0.113.7/32 for one address.";

function quoteCidr(text: string): string {
  return text === "" ? "nothing" : text.slice(0, 64);
}
