import { type AdmissionPolicy, celList, writeOperations } from "./policy.ts";

/** A claim's class cannot be changed once it is there; of templates what they had before is not asked about again. */
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
    // An empty name asks for a volume that somebody made by hand, none for the cluster's default.
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
