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
 * For each kind, the file that compares the grants of its objects, or the reason why it grants nothing. Pod security limits
 * what a pod may do, the quota limits the number of pods, and the rules check their images.
 */
export const comparedKinds: Readonly<Record<string, string>> = {
  ConfigMap: "is read by pods of its namespace only",
  LimitRange: "diff/quota.ts",
  Namespace: "diff/namespace-labels.ts, diff/pod-security.ts, diff/reach.ts",
  [claimKind]: "diff/quota.ts, and guard/fields.ts where storage has no bound",
  ResourceQuota: "diff/quota.ts",
  Secret: "contains values that are in git",
  Service: "below",
  ServiceAccount: "diff/access.ts: an account has the permissions of its bindings",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy":
    "belongs to the platform, and must equal the rules byte by byte",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding":
    "belongs to the platform, and must equal the rules byte by byte",
  [projectKind]: "diff/access.ts: the pattern sets its kinds and namespaces",
  [applicationKind]: "belongs to the layout: its only variable parts are names",
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
  [budgetKind]: "delays node drains within the limits of the rules",
  [clusterRoleKind]: "diff/access.ts",
  [clusterRoleBindingKind]: "diff/access.ts",
  [roleKind]: "diff/access.ts",
  [roleBindingKind]: "diff/access.ts",
};

/** Changed objects that no other aspect compares: they may grant anything. */
export function unknownGrantStatements(changes: readonly Change[]): readonly Statement[] {
  return changes.flatMap(({ verb, cluster, tenant, ref, after }) => {
    const known = Object.hasOwn(comparedKinds, kindName(ref));
    const message = ref.kind === "Service" && ref.group === "" ? openService(after) : undefined;
    const open = message !== undefined;
    // An object that is not compared may have denied something, so its deletion counts too.
    if (verb === "move" || (known && (verb === "delete" || !open))) return [];
    return [
      {
        topic: "objects" as const,
        risk: "high" as const,
        cluster,
        tenant,
        about: describeRef(ref),
        message: message ?? `kind ${ref.kind} is not compared: what it grants is unknown`,
        widens: true as const,
      },
    ];
  });
}

/** How a Service opens its namespace to traffic in or out. Undefined for a Service that only selects pods of its namespace. */
function openService(object: RawMap | undefined): string | undefined {
  const type = valueAt(object, ["spec", "type"]);
  if (type !== undefined && type !== "ClusterIP") return `has type ${String(type)}`;
  const taken = ["externalIPs", "externalName", "loadBalancerIP"].find(
    (field) => valueAt(object, ["spec", field]) !== undefined,
  );
  return taken === undefined ? undefined : `sets ${taken}`;
}
