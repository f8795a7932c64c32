import { compareStrings } from "../diagnostics/diagnostic.ts";
import { type ClusterScope, type Generated, metadata } from "../generate/scope.ts";
import type { KustomizeBase } from "../layout/overlay.ts";
import { policiesFolder } from "../layout/paths.ts";
import { withSyncAnnotations } from "../layout/sync.ts";
import {
  ConfigMap,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
} from "../models/kubernetes-classes.ts";
import { addonLabel, managedBy, tenantLabel } from "../models/marks.ts";
import type { PlatformEntry } from "../validate/inventory.ts";
import { parametersOf } from "./parameters.ts";
import { type AdmissionCheck, type AdmissionPolicy, type AdmissionRule, policyName } from "./policy.ts";

/** The objects by which an API server enforces rules: the policies of all clusters, and the objects of one cluster. */
export interface AdmissionObjects {
  readonly base: KustomizeBase;
  readonly own: readonly Generated[];
}

/** Parameters come before policies, and policies before their bindings: an unbound policy rejects nothing. */
const order = { parameters: -2, policy: -1, binding: 0 } as const;

const parametersName = "tenantry-policies";

export function admissionObjects(scope: ClusterScope, rules: readonly AdmissionRule[]): AdmissionObjects {
  return { base: policyBase(scope.platform, rules), own: ownObjects(scope, rules) };
}

/** The policies, without values of any cluster, for `platform/policies/`. */
export function policyBase(platform: PlatformEntry, rules: readonly AdmissionRule[]): KustomizeBase {
  const origin = platform.at();
  return {
    folder: policiesFolder,
    objects: admissionPoliciesFor(rules)
      .map((policy) => ({ object: policyObject(policy, rules, platform), origin, sync: { order: order.policy } }))
      .map(withSyncAnnotations),
  };
}

/** Every policy for which a rule defines a validation, by name. */
export function admissionPoliciesFor(rules: readonly AdmissionRule[]): readonly AdmissionPolicy[] {
  const all = new Set(rules.flatMap(({ inCluster }) => inCluster ?? []).map(({ policy }) => policy));
  return [...all].sort((left, right) => compareStrings(left.name, right.name));
}

function policyObject(
  policy: AdmissionPolicy,
  rules: readonly AdmissionRule[],
  platform: PlatformEntry,
): ValidatingAdmissionPolicy {
  return new ValidatingAdmissionPolicy({
    metadata: { name: policyName(policy), labels: managedBy },
    spec: {
      failurePolicy: "Fail",
      ...(policy.parameters === false ? {} : { paramKind: { apiVersion: "v1", kind: "ConfigMap" } }),
      matchConstraints: {
        matchPolicy: "Equivalent",
        ...matchedNamespaces(policy, platform),
        resourceRules: policy.matches.map(({ group, resources, operations }) => ({
          apiGroups: [group],
          apiVersions: ["*"],
          resources: [...resources],
          operations: [...operations],
          scope: policy.scope,
        })),
      },
      ...(Object.keys(policy.conditions).length === 0 ? {} : { matchConditions: namedExpressions(policy.conditions) }),
      variables: namedExpressions(policy.parameters === false ? policy.variables : { waived, ...policy.variables }),
      validations: rules.flatMap((rule) =>
        (rule.inCluster ?? []).filter((half) => half.policy === policy).map((half) => validation(rule, half)),
      ),
    },
  });
}

/**
 * Requests outside of tenants' namespaces must be admitted even without parameters. Otherwise the parameters could not be
 * restored, and the operator could not run. In Seldon's namespace, a policy with parameters therefore matches few kinds, and
 * a policy for all kinds has no parameters: the API server reads them before it evaluates conditions. A namespaceSelector does not match cluster-scoped objects, and is compared with the labels of a Namespace after
 * the request. An objectSelector matches if the labels before or after the request match.
 */
function matchedNamespaces({ scope, within }: AdmissionPolicy, { spec }: PlatformEntry): object {
  if (within === "seldon")
    return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": spec.seldon.namespace } } };
  const label = within === "addons" ? addonLabel : tenantLabel;
  const selector = { matchExpressions: [{ key: label, operator: "Exists" }] };
  return scope === "Cluster" ? { objectSelector: selector } : { namespaceSelector: selector };
}

function validation(
  { code, summary, neverWaived }: AdmissionRule,
  { compliesWhen: holds, message: found }: AdmissionCheck,
): { expression: string; message: string; messageExpression: string; reason: string } {
  return {
    expression: neverWaived === undefined ? `"${code}" in variables.waived || ${holds}` : holds,
    message: `${code}: ${summary}`,
    messageExpression: `"${code}: " + ${found}`,
    reason: "Forbidden",
  };
}

/** CEL: the codes that are waived on this cluster or in this namespace. */
const waived = `params.data.waivers.split("\\n").filter(one, !one.contains(" ") || one.startsWith(request.namespace + " "))
.map(one, one.contains(" ") ? one.split(" ")[1] : one)`;

function namedExpressions(expressions: Readonly<Record<string, string>>): { name: string; expression: string }[] {
  return Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
}

function ownObjects(scope: ClusterScope, rules: readonly AdmissionRule[]): readonly Generated[] {
  const origin = scope.cluster.at();
  const parameters = new ConfigMap({
    metadata: metadata(scope, parametersName),
    data: { ...parametersOf(scope, rules) },
  });
  const paramRef = {
    name: parametersName,
    namespace: scope.place.namespace,
    parameterNotFoundAction: "Deny",
  } as const;
  const bindings = admissionPoliciesFor(rules).map(
    (policy) =>
      new ValidatingAdmissionPolicyBinding({
        metadata: { name: policyName(policy), labels: managedBy },
        spec: {
          policyName: policyName(policy),
          ...(policy.parameters === false ? {} : { paramRef }),
          validationActions: ["Deny", "Audit"],
        },
      }),
  );
  return [
    { object: parameters, origin, sync: { order: order.parameters } },
    ...bindings.map((object) => ({ object, origin, sync: { order: order.binding } })),
  ];
}
