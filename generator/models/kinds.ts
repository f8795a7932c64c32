/** Names of kinds that all folders of the generator use: `<group>/<Kind>`, or `<Kind>` for the core group of Kubernetes. */
export const modelKind = "mlops.seldon.io/Model";
export const pipelineKind = "mlops.seldon.io/Pipeline";
export const experimentKind = "mlops.seldon.io/Experiment";
export const serverKind = "mlops.seldon.io/Server";
export const serverConfigKind = "mlops.seldon.io/ServerConfig";
export const runtimeKind = "mlops.seldon.io/SeldonRuntime";
export const seldonConfigKind = "mlops.seldon.io/SeldonConfig";

export const applicationKind = "argoproj.io/Application";
export const projectKind = "argoproj.io/AppProject";

export const deploymentKind = "apps/Deployment";
export const statefulSetKind = "apps/StatefulSet";
export const daemonSetKind = "apps/DaemonSet";
export const replicaSetKind = "apps/ReplicaSet";
export const jobKind = "batch/Job";
export const cronJobKind = "batch/CronJob";
export const claimKind = "PersistentVolumeClaim";
export const budgetKind = "policy/PodDisruptionBudget";

export const crdKind = "apiextensions.k8s.io/CustomResourceDefinition";

export const roleKind = "rbac.authorization.k8s.io/Role";
export const roleBindingKind = "rbac.authorization.k8s.io/RoleBinding";
export const clusterRoleKind = "rbac.authorization.k8s.io/ClusterRole";
export const clusterRoleBindingKind = "rbac.authorization.k8s.io/ClusterRoleBinding";

export const networkPolicyKind = "networking.k8s.io/NetworkPolicy";
export const ciliumPolicyKind = "cilium.io/CiliumNetworkPolicy";
export const ciliumClusterwidePolicyKind = "cilium.io/CiliumClusterwideNetworkPolicy";
export const ingressKind = "networking.k8s.io/Ingress";
export const httpRouteKind = "gateway.networking.k8s.io/HTTPRoute";
export const grpcRouteKind = "gateway.networking.k8s.io/GRPCRoute";
/** The routes of Gateway API that rules read. */
export const apiRouteKinds = [httpRouteKind, grpcRouteKind, "gateway.networking.k8s.io/TLSRoute"] as const;
export const apiGatewayKind = "gateway.networking.k8s.io/Gateway";
export const referenceGrantKind = "gateway.networking.k8s.io/ReferenceGrant";
export const istioGatewayKind = "networking.istio.io/Gateway";
export const requestAuthenticationKind = "security.istio.io/RequestAuthentication";
export const virtualServiceKind = "networking.istio.io/VirtualService";
export const certificateKind = "cert-manager.io/Certificate";
export const authorizationPolicyKind = "security.istio.io/AuthorizationPolicy";
export const peerAuthenticationKind = "security.istio.io/PeerAuthentication";
export const poolKind = "metallb.io/IPAddressPool";

export const externalSecretKind = "external-secrets.io/ExternalSecret";
export const clusterExternalSecretKind = "external-secrets.io/ClusterExternalSecret";

export const podMonitorKind = "monitoring.coreos.com/PodMonitor";
export const serviceMonitorKind = "monitoring.coreos.com/ServiceMonitor";
export const prometheusRuleKind = "monitoring.coreos.com/PrometheusRule";
export const alertmanagerConfigKind = "monitoring.coreos.com/AlertmanagerConfig";

/** The name of a kind in the form above. */
export function kindName({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return group === "" ? kind : `${group}/${kind}`;
}

/** The group ("" is the core group) and the kind in a name in the form above. */
export function groupKindOf(name: string): { readonly group: string; readonly kind: string } {
  const slash = name.indexOf("/");
  return slash < 0 ? { group: "", kind: name } : { group: name.slice(0, slash), kind: name.slice(slash + 1) };
}
