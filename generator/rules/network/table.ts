import type { CheckRule } from "../rule.ts";
import { networkBadCidr } from "./bad-cidr.ts";
import { networkBadPeer } from "./bad-peer.ts";
import { networkBadPolicyType } from "./bad-policy-type.ts";
import { networkBadPort } from "./bad-port.ts";
import { networkBadSelector } from "./bad-selector.ts";
import { networkBlockCoversCluster } from "./block-covers-cluster.ts";
import { networkDefaultDenyMissing } from "./default-deny-missing.ts";
import { networkDnsOneProtocol } from "./dns-one-protocol.ts";
import { networkEveryAddress } from "./every-address.ts";
import { networkEveryNamespace } from "./every-namespace.ts";
import { networkExternalIp } from "./external-ip.ts";
import { networkExternalName } from "./external-name.ts";
import { networkFlowClosed } from "./flow-closed.ts";
import { networkForeignBackend } from "./foreign-backend.ts";
import { networkHostOutsideDomain } from "./host-outside-domain.ts";
import { networkInternetWithoutExceptions } from "./internet-without-exceptions.ts";
import { networkLoadBalancerOutsidePool } from "./load-balancer-outside-pool.ts";
import { networkNamespaceByName } from "./namespace-by-name.ts";
import { networkNamespaceLabelShared } from "./namespace-label-shared.ts";
import { networkNamespaceUnknown } from "./namespace-unknown.ts";
import { networkNodePort } from "./node-port.ts";
import { networkOpenRoute } from "./open-route.ts";
import { networkOpensUndeclared } from "./opens-undeclared.ts";
import { networkPeerEveryone } from "./peer-everyone.ts";
import { networkPolicyNotEvaluated } from "./policy-not-evaluated.ts";
import { networkSelectsNoPod } from "./selects-no-pod.ts";
import { networkServicePort } from "./service-port.ts";
import { networkSidecarWithoutIstiod } from "./sidecar-without-istiod.ts";
import { networkTenantReach } from "./tenant-reach.ts";

/** Rules about network connections. */
export const networkRules = [
  networkNamespaceByName,
  networkNamespaceUnknown,
  networkNamespaceLabelShared,
  networkPeerEveryone,
  networkEveryNamespace,
  networkInternetWithoutExceptions,
  networkEveryAddress,
  networkBlockCoversCluster,
  networkSelectsNoPod,
  networkDefaultDenyMissing,
  networkDnsOneProtocol,
  networkServicePort,
  networkFlowClosed,
  networkOpensUndeclared,
  networkSidecarWithoutIstiod,
  networkTenantReach,
  networkPolicyNotEvaluated,
  networkBadCidr,
  networkBadPort,
  networkBadPeer,
  networkBadSelector,
  networkBadPolicyType,
  networkNodePort,
  networkLoadBalancerOutsidePool,
  networkExternalIp,
  networkExternalName,
  networkForeignBackend,
  networkOpenRoute,
  networkHostOutsideDomain,
] as const satisfies readonly CheckRule[];
