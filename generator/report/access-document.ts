import type { Grant } from "../evaluate/access/authority.ts";
import type { EffectiveAccess } from "../evaluate/access/effective-access.ts";
import type { RoleRule } from "../evaluate/access/policy-rule.ts";
import { type Subject, subjectName } from "../evaluate/access/subject.ts";
import { defined } from "../models/defined.ts";
import { type Block, heading } from "../text/document.ts";

export function accessDocument(
  cluster: string,
  namespace: string | undefined,
  held: readonly EffectiveAccess[],
): readonly Block[] {
  return [
    heading(1, `Permissions ${namespace === undefined ? "" : `in ${namespace} `}on ${cluster}`),
    {
      text: "This list includes the Roles and bindings of this repository, those that Seldon creates at run time, and the permissions of add-ons on the whole cluster, as their files declare them. The default permissions of Kubernetes, and bindings that users created by hand, are not included.",
    },
    ...held.flatMap(subjectBlocks),
  ];
}

function subjectBlocks({ subject, grants, escalations, argoCD }: EffectiveAccess): readonly Block[] {
  const rows = [
    ...grants.flatMap((grant) => grant.rules.map((rule) => ruleRow(subject, grant, rule))),
    ...argoCD.map(({ project, allowed }) => [`project ${project}`, "Argo CD", allowed.join(", "), ""]),
  ];
  return [
    heading(2, `${subject.kind} ${subjectName(subject)}`),
    rows.length === 0
      ? { text: "No permissions: the roles of this subject grant nothing." }
      : { header: ["Scope", "Resources", "Verbs", "Granted by"], rows },
    ...(escalations.length === 0
      ? []
      : [
          { text: "Escalation paths:" },
          { items: escalations.map(({ sentence, by }) => `${sentence} (by ${by.join(", ")})`) },
        ]),
  ];
}

function ruleRow(
  subject: Subject,
  { namespace, binding, role, subject: bound }: Grant,
  rule: RoleRule,
): readonly string[] {
  const as =
    bound.kind === subject.kind && subjectName(bound) === subjectName(subject) ? "" : `, as ${subjectName(bound)}`;
  return [
    namespace ?? "cluster-wide",
    describeTargets(rule),
    rule.verbs.join(", "),
    `${binding}${role === binding ? "" : ` (${role})`}${as}`,
  ];
}

function describeTargets({ apiGroups, resources, resourceNames, nonResourceURLs }: RoleRule): string {
  if (resources.length === 0) return nonResourceURLs.join(", ");
  const groups = apiGroups.filter((group) => group !== "");
  const of = groups.length === 0 ? "" : ` of ${apiGroups.map((group) => (group === "" ? "core" : group)).join(", ")}`;
  return `${resources.join(", ")}${of}${resourceNames.length === 0 ? "" : `, named ${resourceNames.join(", ")}`}`;
}

export function accessData({ subject, grants, escalations, argoCD }: EffectiveAccess): object {
  return {
    kind: subject.kind,
    name: subject.name,
    ...defined({ namespace: subject.namespace }),
    grants: grants.flatMap(({ namespace, binding, role, subject: bound, rules }) =>
      rules.map((rule) => ({
        where: namespace ?? "*",
        ...rule,
        binding,
        role,
        as: `${bound.kind} ${subjectName(bound)}`,
      })),
    ),
    escalations: escalations.map(({ way, namespace, names, sentence, by }) => ({
      way,
      where: namespace ?? "*",
      ...defined({ names }),
      sentence,
      by,
    })),
    argoCD: argoCD.map(({ project, allowed }) => ({ project, allowed })),
  };
}
