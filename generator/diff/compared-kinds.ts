import {
  alertmanagerConfigKind,
  apiGatewayKind,
  applicationKind,
  authorizationPolicyKind,
  budgetKind,
  certificateKind,
  ciliumPolicyKind,
  claimKind,
  clusterRoleBindingKind,
  clusterRoleKind,
  experimentKind,
  externalSecretKind,
  grpcRouteKind,
  httpRouteKind,
  ingressKind,
  istioGatewayKind,
  kindName,
  modelKind,
  networkPolicyKind,
  pipelineKind,
  podMonitorKind,
  projectKind,
  prometheusRuleKind,
  referenceGrantKind,
  requestAuthenticationKind,
  roleBindingKind,
  roleKind,
  runtimeKind,
  serverConfigKind,
  serverKind,
  virtualServiceKind,
} from "../models/kinds.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import type { Statement } from "./statement.ts";

/**
 * For each kind, the file that compares the grants of its objects, or the reason why it grants nothing. Pod security limits
 * what a pod may do, the quota limits the number of pods, and the rules check their images.
 */
export const kindComparisons: Readonly<Record<string, string>> = {
  ConfigMap: "Only pods of the same namespace can read a ConfigMap.",
  LimitRange: "diff/quota.ts",
  Namespace: "diff/namespace-labels.ts, diff/pod-security.ts, diff/reach.ts",
  [claimKind]: "diff/quota.ts, and guard/storage-check.ts if the quota does not limit storage",
  ResourceQuota: "diff/quota.ts",
  Secret: "A rendered Secret contains only values that are in git.",
  Service: "below",
  ServiceAccount: "diff/access.ts: a ServiceAccount has the permissions of its bindings",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy":
    "An admission policy belongs to the platform, and must equal the output of the rules byte for byte.",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding":
    "A binding belongs to the platform, and must equal the output of the rules byte for byte.",
  [projectKind]:
    "diff/access.ts, diff/project-kinds.ts: the pattern and tenantKinds in platform.yaml set the kinds and namespaces",
  [applicationKind]: "The layout sets all fields of an Application except names.",
  [ciliumPolicyKind]: "diff/reach.ts",
  [externalSecretKind]: "diff/secrets.ts",
  "external-secrets.io/SecretStore": "diff/secrets.ts",
  [experimentKind]: "An Experiment splits traffic between models of its namespace.",
  [modelKind]: "Only Servers of the same namespace load a Model.",
  [pipelineKind]: "A Pipeline connects models of its namespace.",
  [runtimeKind]: "diff/placement.ts",
  [serverKind]: "diff/placement.ts",
  [serverConfigKind]: "diff/placement.ts",
  [alertmanagerConfigKind]: "An AlertmanagerConfig routes alerts of its namespace.",
  [podMonitorKind]: "Prometheus scrapes the pods of a PodMonitor only if network policies allow the connection.",
  [prometheusRuleKind]: "A PrometheusRule adds only series and alerts.",
  [networkPolicyKind]: "diff/reach.ts",
  [authorizationPolicyKind]: "diff/routes.ts",
  [apiGatewayKind]: "diff/routes.ts",
  [grpcRouteKind]: "diff/routes.ts",
  [httpRouteKind]: "diff/routes.ts",
  [ingressKind]: "diff/routes.ts",
  [istioGatewayKind]: "diff/routes.ts",
  [referenceGrantKind]: "diff/routes.ts",
  [requestAuthenticationKind]: "diff/routes.ts",
  [virtualServiceKind]: "diff/routes.ts",
  [certificateKind]: "A Certificate only requests a certificate for hosts, and the rules check the hosts.",
  [budgetKind]: "A PodDisruptionBudget delays node drains only within the limits of the rules.",
  [clusterRoleKind]: "diff/access.ts",
  [clusterRoleBindingKind]: "diff/access.ts",
  [roleKind]: "diff/access.ts",
  [roleBindingKind]: "diff/access.ts",
};

/** Changed objects that no other aspect compares: they may grant anything. */
export function unknownGrantStatements(changes: readonly Change[]): readonly Statement[] {
  return changes.flatMap(({ verb, cluster, tenant, ref, after }) => {
    const known = Object.hasOwn(kindComparisons, kindName(ref));
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
        message: message ?? `unknown effect: Tenantry does not compare objects of kind ${ref.kind}`,
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
