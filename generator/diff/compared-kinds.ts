import {
  alertmanagerConfigKind,
  applicationKind,
  budgetKind,
  ciliumPolicyKind,
  claimKind,
  clusterRoleBindingKind,
  clusterRoleKind,
  experimentKind,
  externalSecretKind,
  kindName,
  modelKind,
  networkPolicyKind,
  pipelineKind,
  podMonitorKind,
  projectKind,
  prometheusRuleKind,
  roleBindingKind,
  roleKind,
  runtimeKind,
  serverConfigKind,
  serverKind,
} from "../models/kinds.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

/**
 * For each kind, the file that compares what an object of it grants, or the reason why it grants nothing. Pod security limits
 * what a pod may do, the quota limits the number of pods, and the rules check their images.
 */
export const comparedKinds: Readonly<Record<string, string>> = {
  ConfigMap: "is read by pods of its namespace only",
  LimitRange: "diff/quota.ts",
  Namespace: "diff/namespace-labels.ts, diff/pod-security.ts, diff/reach.ts",
  [claimKind]: "diff/quota.ts; where storage has no bound, guard/fields.ts",
  ResourceQuota: "diff/quota.ts",
  Secret: "holds what stands in git",
  Service: "below",
  ServiceAccount: "diff/access.ts: an account may what its bindings say",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy": "is the platform's, and held to the rules byte by byte",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding":
    "is the platform's, and held to the rules byte by byte",
  [projectKind]: "diff/access.ts; its kinds and namespaces are the pattern's",
  [applicationKind]: "is the layout's: nothing but names gets into it",
  [ciliumPolicyKind]: "diff/reach.ts",
  [externalSecretKind]: "diff/secrets.ts",
  [experimentKind]: "splits traffic between models of its namespace",
  [modelKind]: "is loaded by Servers of its namespace",
  [pipelineKind]: "joins models of its namespace",
  [runtimeKind]: "diff/placement.ts",
  [serverKind]: "diff/placement.ts",
  [serverConfigKind]: "diff/placement.ts",
  [alertmanagerConfigKind]: "routes alerts of its namespace",
  [podMonitorKind]: "is scraped where policies let Prometheus in",
  [prometheusRuleKind]: "adds series and alerts",
  [networkPolicyKind]: "diff/reach.ts",
  [budgetKind]: "holds back drains of nodes, as rules allow",
  [clusterRoleKind]: "diff/access.ts",
  [clusterRoleBindingKind]: "diff/access.ts",
  [roleKind]: "diff/access.ts",
  [roleBindingKind]: "diff/access.ts",
};

/** What a change brings that no other aspect looks at: it may give anything. */
export function uncomparedStatements(changes: readonly Change[]): readonly Statement[] {
  return changes.flatMap(({ verb, cluster, tenant, ref, after }) => {
    const known = Object.hasOwn(comparedKinds, kindName(ref));
    const message = ref.kind === "Service" && ref.group === "" ? openService(after) : undefined;
    const open = message !== undefined;
    // What is not compared may have denied something: it also counts when it goes.
    if (verb === "move" || (known && (verb === "delete" || !open))) return [];
    return [
      {
        topic: "objects" as const,
        risk: "high" as const,
        cluster,
        tenant,
        about: describeRef(ref),
        message: message ?? `is of kind ${ref.kind}, and what it gives is not compared`,
        widens: true as const,
      },
    ];
  });
}

/** How a Service leads out of its namespace, or traffic of others into it; nothing of one that only names its own pods. */
function openService(object: RawMap | undefined): string | undefined {
  const type = valueAt(object, ["spec", "type"]);
  if (type !== undefined && type !== "ClusterIP") return `is a Service of type ${String(type)}`;
  const taken = ["externalIPs", "externalName", "loadBalancerIP"].find(
    (field) => valueAt(object, ["spec", field]) !== undefined,
  );
  return taken === undefined ? undefined : `is a Service with ${taken}`;
}
