import { type AdmissionPolicy, celList, writeOperations } from "./policy.ts";

/** The class of an existing claim cannot change. Classes that a template already had are not checked again. */
export const storagePolicies: AdmissionPolicy = {
  name: "storage",
  scope: "Namespaced",
  matches: [
    { group: "", resources: ["persistentvolumeclaims"], operations: ["CREATE"] },
    { group: "apps", resources: ["statefulsets"], operations: ["CREATE"] },
    { group: "mlops.seldon.io", resources: ["serverconfigs"], operations: writeOperations },
  ],
  conditions: {},
  variables: {
    offered: celList("storageClasses"),
    before: classesIn("oldObject"),
    // An empty name requests a volume that was created by hand. A missing name requests the cluster's default class.
    unknown: `${classesIn("object")}.filter(one, one != "" && !(one in variables.offered) && !(one in variables.before))`,
  },
};

function classesIn(object: "object" | "oldObject"): string {
  const named = (spec: string): string => `${spec}.?storageClassName.orValue("")`;
  const templates = `dyn(${object}).?spec.?volumeClaimTemplates.orValue([]).map(one, ${named("one.?spec")})`;
  return `(${object} == null ? [] :
request.kind.kind == "PersistentVolumeClaim" ? [${named(`dyn(${object}).?spec`)}] :
${templates})`;
}
