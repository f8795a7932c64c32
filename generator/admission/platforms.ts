import { guardedResources, routeResources } from "./platform-resources.ts";
import { type AdmissionPolicy, everyOperation } from "./policy.ts";
import { isManaged, isNotPlatformTeam } from "./writer.ts";

/** Routes such as Ingress, VirtualService and HTTPRoute: a tenant requests them in its file. */
export const routePolicies: AdmissionPolicy = {
  name: "routes",
  scope: "Namespaced",
  matches: routeResources.map((resource) => ({ ...resource, operations: everyOperation })),
  conditions: { "not-the-platform": isNotPlatformTeam },
  variables: {},
};

/** Kinds that only git and controllers may write in a tenant's namespace. */
export const guardrailPolicies: AdmissionPolicy = {
  name: "guarded-kinds",
  scope: "Namespaced",
  matches: guardedResources.map((resource) => ({ ...resource, operations: everyOperation })),
  conditions: { "not-the-platform": isNotPlatformTeam },
  variables: {},
};

/** Objects of any kind that come from git, and objects that claim to. */
export const ownershipPolicies: AdmissionPolicy = {
  name: "owned-objects",
  scope: "Namespaced",
  matches: [{ group: "*", resources: ["*"], operations: everyOperation }],
  conditions: {
    "not-the-platform": isNotPlatformTeam,
    "it-is-owned": `${isManaged("object")} || ${isManaged("oldObject")}`,
  },
  variables: {},
};

/** The namespaces themselves: created, changed or deleted, with the tenant label before or after. */
export const namespacePolicies: AdmissionPolicy = {
  name: "namespaces",
  scope: "Cluster",
  matches: [{ group: "", resources: ["namespaces"], operations: everyOperation }],
  conditions: { "not-the-platform": isNotPlatformTeam },
  variables: {},
};
