/**
 * Cluster-scoped kinds as `<group>/<Kind>`: those of Kubernetes 1.35, and those of software that is common on model
 * platforms.
 */
const kinds: ReadonlySet<string> = new Set(
  [
    "ComponentStatus Namespace Node PersistentVolume",
    ...of("admissionregistration.k8s.io", "MutatingAdmissionPolicy MutatingAdmissionPolicyBinding"),
    ...of("admissionregistration.k8s.io", "MutatingWebhookConfiguration ValidatingAdmissionPolicy"),
    ...of("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration"),
    ...of("apiextensions.k8s.io", "CustomResourceDefinition"),
    ...of("apiregistration.k8s.io", "APIService"),
    ...of("certificates.k8s.io", "CertificateSigningRequest ClusterTrustBundle"),
    ...of("cert-manager.io", "ClusterIssuer"),
    ...of("cilium.io", "CiliumClusterwideNetworkPolicy CiliumLoadBalancerIPPool CiliumNode"),
    ...of("external-secrets.io", "ClusterExternalSecret ClusterSecretStore"),
    ...of("flowcontrol.apiserver.k8s.io", "FlowSchema PriorityLevelConfiguration"),
    ...of("gateway.networking.k8s.io", "GatewayClass"),
    ...of("karpenter.sh", "NodeClaim NodePool"),
    ...of("kyverno.io", "ClusterCleanupPolicy ClusterPolicy"),
    ...of("networking.k8s.io", "IPAddress IngressClass ServiceCIDR"),
    ...of("node.k8s.io", "RuntimeClass"),
    ...of("policy.networking.k8s.io", "AdminNetworkPolicy BaselineAdminNetworkPolicy"),
    ...of("rbac.authorization.k8s.io", "ClusterRole ClusterRoleBinding"),
    ...of("resource.k8s.io", "DeviceClass ResourceSlice"),
    ...of("scheduling.k8s.io", "PriorityClass"),
    ...of("snapshot.storage.k8s.io", "VolumeSnapshotClass VolumeSnapshotContent"),
    ...of("storage.k8s.io", "CSIDriver CSINode StorageClass VolumeAttachment VolumeAttributesClass"),
    ...of("trust.cert-manager.io", "Bundle"),
  ].flatMap((names) => names.split(" ")),
);

/** Whether a kind is cluster-scoped, even if the object sets a namespace. */
export function isClusterScoped(kind: string): boolean {
  return kinds.has(kind);
}

/** Namespaced kinds of Kubernetes, Seldon Core and Argo CD. */
const namespaced: ReadonlySet<string> = new Set(
  [
    "ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota",
    "Secret Service ServiceAccount",
    ...of("apps", "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet"),
    ...of("argoproj.io", "AppProject Application ApplicationSet"),
    ...of("autoscaling", "HorizontalPodAutoscaler"),
    ...of("batch", "CronJob Job"),
    ...of("coordination.k8s.io", "Lease"),
    ...of("discovery.k8s.io", "EndpointSlice"),
    ...of("mlops.seldon.io", "Experiment Model Pipeline SeldonConfig SeldonRuntime Server ServerConfig"),
    ...of("networking.k8s.io", "Ingress NetworkPolicy"),
    ...of("policy", "PodDisruptionBudget"),
    ...of("rbac.authorization.k8s.io", "Role RoleBinding"),
  ].flatMap((names) => names.split(" ")),
);

/** Whether a kind is known to be namespaced. For kinds of other software this is unknown. */
export function isNamespaced(kind: string): boolean {
  return namespaced.has(kind);
}

function of(group: string, names: string): readonly string[] {
  return names.split(" ").map((name) => `${group}/${name}`);
}
