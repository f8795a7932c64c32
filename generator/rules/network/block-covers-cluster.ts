import { replaced } from "../../diagnostics/example.ts";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { exceptionsCoverBlock, networkOf, relationOf } from "../../evaluate/network/cidr.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { effectiveRulesOf, peersIn, type WrittenPeer } from "./peers.ts";

export const networkBlockCoversCluster = defineRule({
  code: "network/block-covers-cluster",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "An ipBlock that is meant for the outside takes in a network that is not outside.",
  docs: {
    why: "An ipBlock is for addresses outside the cluster. One that holds the pods' network opens the way to the pods of every tenant with plug-ins that match pods by address (Calico does); one that holds 169.254.169.254 lets pods fetch the node's own credentials from most clouds.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-datacentre, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to: [{ ipBlock: { cidr: 10.0.0.0/8 } }]
`,
    valid: replaced(
      "- to: [{ ipBlock: { cidr: 10.0.0.0/8 } }]",
      "- to: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.42.0.0/16, 10.43.0.0/16] } }]",
    ),
    fix: "Leave it out with except.",
  },
  *check(policy, { context }) {
    for (const written of peersIn(effectiveRulesOf(policy))) {
      const cidr = networkOf(textAt(written.peer, "ipBlock", "cidr"));
      if (cidr === undefined) continue;
      const holes = listAt(written.peer, "ipBlock", "except").flatMap((value) => networkOf(value) ?? []);
      // A block of all addresses without an exception is said as that.
      if (cidr.endsWith("/0") && holes.length === 0) continue;
      const covered = ownNetworks(context, written).filter(
        ({ network, orEqual }) =>
          relationOf(cidr, network) === "inside" &&
          (orEqual || network !== cidr) &&
          !exceptionsCoverBlock(network, holes),
      );
      for (const { network, what } of covered)
        yield {
          at: policy.at([...written.path, "ipBlock", "cidr"]),
          message: `${cidr} takes in ${network}, ${what}`,
          hint: `Add ${network} to except.`,
        };
    }
  },
});

interface OwnNetwork {
  readonly network: string;
  readonly what: string;
  /** Whether a block that is exactly this network is as wrong: nobody means all pods by their addresses. */
  readonly orEqual: boolean;
}

function ownNetworks({ cluster }: ManifestContext, { direction }: WrittenPeer): readonly OwnNetwork[] {
  const { podCIDRs = [], serviceCIDRs = [], nodeCIDRs = [] } = cluster?.spec.network ?? {};
  const called = direction === "egress";
  return [
    ...podCIDRs.map((network) => ({ network, what: "where the cluster's pods are", orEqual: true })),
    ...(called ? serviceCIDRs : []).map((network) => ({ network, what: "where its Services are", orEqual: true })),
    ...nodeCIDRs.map((network) => ({ network, what: "where its nodes are", orEqual: false })),
    // Nobody is called from there.
    ...(called ? [{ network: "169.254.169.254/32", what: "where clouds hand out credentials", orEqual: true }] : []),
  ];
}
