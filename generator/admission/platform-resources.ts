/** Resources of one API group; an asterisk is all of them. */
export interface ApiGroupResources {
  readonly group: string;
  readonly resources: readonly string[];
}

/** What lets requests in, or sends them elsewhere. */
export const routeResources: readonly ApiGroupResources[] = [
  { group: "networking.k8s.io", resources: ["ingresses"] },
  { group: "gateway.networking.k8s.io", resources: ["*"] },
  { group: "networking.istio.io", resources: ["*"] },
];

/** What else in a tenant's namespace comes out of git alone, whoever made the object that is there. */
export const guardedResources: readonly ApiGroupResources[] = [
  { group: "", resources: ["limitranges", "resourcequotas"] },
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

/** All of it, with the namespace itself, which a Role in it can speak of too. */
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
