import { replaced } from "../../diagnostics/example.ts";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { exceptionsCoverBlock, networkOf, relationOf } from "../../evaluate/network/cidr.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { effectiveRulesOf, type LocatedPeer, peersIn } from "./peers.ts";

export const networkBlockCoversCluster = defineRule({
  code: "network/block-covers-cluster",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "An ipBlock contains a network of the cluster, or the metadata address of the cloud.",
  docs: {
    why: "An ipBlock is for addresses outside the cluster. If the network plug-in matches pods by address, as Calico does, a block that contains the pod network opens connections to or from the pods of every tenant. On many clouds, a block that contains 169.254.169.254 can let pods fetch the node's own credentials.",
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
    fix: "List the network of the cluster under except.",
  },
  *check(policy, { context }) {
    for (const written of peersIn(effectiveRulesOf(policy))) {
      const cidr = networkOf(textAt(written.peer, "ipBlock", "cidr"));
      if (cidr === undefined) continue;
      const holes = listAt(written.peer, "ipBlock", "except").flatMap((value) => networkOf(value) ?? []);
      // network/internet-without-exceptions reports a block of all addresses without an exception.
      if (cidr.endsWith("/0") && holes.length === 0) continue;
      const covered = ownNetworks(context, written).filter(
        ({ network, orEqual }) =>
          relationOf(cidr, network) === "inside" &&
          (orEqual || network !== cidr) &&
          !exceptionsCoverBlock(network, holes),
      );
      for (const { network, description } of covered)
        yield {
          at: policy.at([...written.path, "ipBlock", "cidr"]),
          message: `ipBlock ${cidr} is not allowed: it contains ${network}, ${description}`,
          hint: `Add ${network} to except.`,
        };
    }
  },
});

interface OwnNetwork {
  readonly network: string;
  readonly description: string;
  /** Whether a block that equals this network is wrong too: all pods are never meant by their addresses. */
  readonly orEqual: boolean;
}

function ownNetworks({ cluster }: ManifestContext, { direction }: LocatedPeer): readonly OwnNetwork[] {
  const { podCIDRs = [], serviceCIDRs = [], nodeCIDRs = [] } = cluster?.spec.network ?? {};
  const isEgress = direction === "egress";
  return [
    ...podCIDRs.map((network) => ({ network, description: "the network of the cluster's pods", orEqual: true })),
    ...(isEgress ? serviceCIDRs : []).map((network) => ({
      network,
      description: "the network of the cluster's Services",
      orEqual: true,
    })),
    ...nodeCIDRs.map((network) => ({ network, description: "the network of the cluster's nodes", orEqual: false })),
    // No connection comes from this address.
    ...(isEgress
      ? [{ network: "169.254.169.254/32", description: "where clouds provide credentials", orEqual: true }]
      : []),
  ];
}
