/** Resources of one API group. An asterisk stands for all of them. */
export interface ApiGroupResources {
  readonly group: string;
  readonly resources: readonly string[];
}

/** Resources that admit or redirect traffic. */
export const routeResources: readonly ApiGroupResources[] = [
  { group: "networking.k8s.io", resources: ["ingresses"] },
  { group: "gateway.networking.k8s.io", resources: ["*"] },
  { group: "networking.istio.io", resources: ["*"] },
];

/** Other resources in a tenant's namespace that only git may change, for any author of the object. */
export const guardedResources: readonly ApiGroupResources[] = [
  { group: "", resources: ["limitranges", "resourcequotas"] },
  // The gateway connects to the addresses of a tenant's Service, which can be addresses of another tenant.
  { group: "", resources: ["endpoints"] },
  { group: "discovery.k8s.io", resources: ["endpointslices"] },
  { group: "networking.k8s.io", resources: ["networkpolicies"] },
  { group: "cilium.io", resources: ["ciliumenvoyconfigs", "ciliumlocalredirectpolicies", "ciliumnetworkpolicies"] },
  { group: "rbac.authorization.k8s.io", resources: ["rolebindings", "roles"] },
  { group: "external-secrets.io", resources: ["*"] },
  { group: "security.istio.io", resources: ["*"] },
  { group: "argoproj.io", resources: ["applications", "applicationsets", "appprojects"] },
  {
    group: "mlops.seldon.io",
    resources: [
      ..."experiments models pipelines seldonconfigs seldonruntimes serverconfigs servers".split(" "),
      "models/scale",
      "servers/scale",
    ],
  },
];

/** All of these resources, and the namespace itself, which a Role in it can also name. */
export const platformResources: readonly ApiGroupResources[] = [
  ...routeResources,
  ...guardedResources,
  { group: "", resources: ["namespaces"] },
];

export function isPlatformResource(group: string, resource: string): boolean {
  return platformResources.some(
    (platformResource) =>
      platformResource.group === group &&
      (platformResource.resources.includes("*") || platformResource.resources.includes(resource)),
  );
}
