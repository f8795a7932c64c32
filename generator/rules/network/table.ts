import type { Rule } from "../rule.ts";
import { badCidr } from "./bad-cidr.ts";
import { badPeer } from "./bad-peer.ts";
import { badPolicyType } from "./bad-policy-type.ts";
import { badPort } from "./bad-port.ts";
import { badSelector } from "./bad-selector.ts";
import { blockCoversCluster } from "./block-covers-cluster.ts";
import { defaultDenyMissing } from "./default-deny-missing.ts";
import { dnsOneProtocol } from "./dns-one-protocol.ts";
import { everyAddress } from "./every-address.ts";
import { everyNamespace } from "./every-namespace.ts";
import { externalIp } from "./external-ip.ts";
import { externalName } from "./external-name.ts";
import { flowClosed } from "./flow-closed.ts";
import { hostOutsideDomain } from "./host-outside-domain.ts";
import { internetWithoutExceptions } from "./internet-without-exceptions.ts";
import { loadBalancerOutsidePool } from "./load-balancer-outside-pool.ts";
import { namespaceByName } from "./namespace-by-name.ts";
import { namespaceLabelShared } from "./namespace-label-shared.ts";
import { namespaceUnknown } from "./namespace-unknown.ts";
import { nodePort } from "./node-port.ts";
import { opensUndeclared } from "./opens-undeclared.ts";
import { peerEveryone } from "./peer-everyone.ts";
import { policyNotEvaluated } from "./policy-not-evaluated.ts";
import { selectsNoPod } from "./selects-no-pod.ts";
import { servicePort } from "./service-port.ts";
import { sidecarWithoutIstiod } from "./sidecar-without-istiod.ts";
import { tenantReach } from "./tenant-reach.ts";

/** Who reaches whom. */
export const network = [
  namespaceByName,
  namespaceUnknown,
  namespaceLabelShared,
  peerEveryone,
  everyNamespace,
  internetWithoutExceptions,
  everyAddress,
  blockCoversCluster,
  selectsNoPod,
  defaultDenyMissing,
  dnsOneProtocol,
  servicePort,
  flowClosed,
  opensUndeclared,
  sidecarWithoutIstiod,
  tenantReach,
  policyNotEvaluated,
  badCidr,
  badPort,
  badPeer,
  badSelector,
  badPolicyType,
  nodePort,
  loadBalancerOutsidePool,
  externalIp,
  externalName,
  hostOutsideDomain,
] as const satisfies readonly Rule[];
