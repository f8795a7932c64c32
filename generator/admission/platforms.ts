import { guardedResources, routeResources } from "./platform-resources.ts";
import { type AdmissionPolicy, everyWrite } from "./policy.ts";
import { isManaged, notThePlatform } from "./writer.ts";

/** Ingress, VirtualService, HTTPRoute and their like: a tenant asks for them in its file. */
export const routes: AdmissionPolicy = {
  name: "routes",
  scope: "Namespaced",
  matches: routeResources.map((one) => ({ ...one, operations: everyWrite })),
  conditions: { "not-the-platform": notThePlatform },
  variables: {},
};

/** Kinds that nobody but git and controllers writes in a tenant's namespace. */
export const guarded: AdmissionPolicy = {
  name: "guarded-kinds",
  scope: "Namespaced",
  matches: guardedResources.map((one) => ({ ...one, operations: everyWrite })),
  conditions: { "not-the-platform": notThePlatform },
  variables: {},
};

/** Objects of any kind that came out of git, and any that would look so. */
export const owned: AdmissionPolicy = {
  name: "owned-objects",
  scope: "Namespaced",
  matches: [{ group: "*", resources: ["*"], operations: everyWrite }],
  conditions: {
    "not-the-platform": notThePlatform,
    "it-is-owned": `${isManaged("object")} || ${isManaged("oldObject")}`,
  },
  variables: {},
};

/** The namespaces themselves: made, changed or taken away, with the label before or after. */
export const namespaces: AdmissionPolicy = {
  name: "namespaces",
  scope: "Cluster",
  matches: [{ group: "", resources: ["namespaces"], operations: everyWrite }],
  conditions: { "not-the-platform": notThePlatform },
  variables: {},
};
