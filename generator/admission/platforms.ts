import { guardedResources, routeResources } from "./platform-resources.ts";
import { type AdmissionPolicy, everyOperation } from "./policy.ts";
import { isManaged, isNotPlatformTeam } from "./writer.ts";

/** Ingress, VirtualService, HTTPRoute and their like: a tenant asks for them in its file. */
export const routePolicies: AdmissionPolicy = {
  name: "routes",
  scope: "Namespaced",
  matches: routeResources.map((resource) => ({ ...resource, operations: everyOperation })),
  conditions: { "not-the-platform": isNotPlatformTeam },
  variables: {},
};

/** Kinds that nobody but git and controllers writes in a tenant's namespace. */
export const guardrailPolicies: AdmissionPolicy = {
  name: "guarded-kinds",
  scope: "Namespaced",
  matches: guardedResources.map((resource) => ({ ...resource, operations: everyOperation })),
  conditions: { "not-the-platform": isNotPlatformTeam },
  variables: {},
};

/** Objects of any kind that came out of git, and any that would look so. */
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

/** The namespaces themselves: made, changed or taken away, with the label before or after. */
export const namespacePolicies: AdmissionPolicy = {
  name: "namespaces",
  scope: "Cluster",
  matches: [{ group: "", resources: ["namespaces"], operations: everyOperation }],
  conditions: { "not-the-platform": isNotPlatformTeam },
  variables: {},
};
