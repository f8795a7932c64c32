import { compareStrings } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import { type RoleRule, roleRulesOf } from "../../evaluate/access/policy-rule.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { roleBindingKind, roleKind } from "../../models/kinds.ts";
import { listText } from "../../text/listed.ts";
import type { TenantEntry } from "../../validate/inventory.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { subjectsOf } from "./bindings.ts";

export const accessNotAsDeclared = defineRule({
  code: "access/not-as-declared",
  severity: "error",
  over: "manifest set",
  summary: "A Role or its binding differs from platform.yaml or the tenant file.",
  docs: {
    why: "Two reviewed files define the rights in a tenant's namespace: platform.yaml under roles, and the tenant file under access. A patch of the generated Role or RoleBinding changes the rights, but changes neither platform.yaml nor the tenant file. Put additional rights into a separate Role.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: viewer, namespace: churn }
rules: [{ apiGroups: [apps], resources: [statefulsets], verbs: [get, list, watch, delete] }]
`,
    valid: replaced("metadata: { name: viewer, namespace: churn }", "metadata: { name: cleaner, namespace: churn }"),
    fix: "Change the role in platform.yaml, or change the subjects of the role in the tenant file. To grant additional rights, add a Role with another name.",
  },
  *check(manifestSet) {
    const { platform, tenant } = manifestSet.context;
    if (platform === undefined || tenant === undefined) return;
    for (const [name, { rules }] of Object.entries(platform.spec.roles)) {
      const role = manifestSet.named(roleKind, tenant.name, name);
      if (role !== undefined) yield* otherRules(role, rightsIn(roleRulesOf({ rules })));
      const binding = manifestSet.named(roleBindingKind, tenant.name, name);
      if (role !== undefined || binding !== undefined) yield* otherHolders(name, tenant, manifestSet);
    }
  },
});

function* otherRules(role: Manifest, declared: ReadonlySet<string>): Iterable<RuleFinding> {
  const given = rightsIn(roleRulesOf({ ...role.object }));
  const changes = [
    ...changed(
      "adds",
      [...given].filter((right) => !declared.has(right)),
    ),
    ...changed(
      "lacks",
      [...declared].filter((right) => !given.has(right)),
    ),
  ];
  if (changes.length === 0) return;
  yield {
    at: role.at(["rules"], "key"),
    message: `Role ${role.name} differs from platform.yaml: it ${changes.join(", and it ")}`,
    hint: "Remove the patch. To grant additional rights, add a Role with another name.",
  };
}

/** One line for each permission of a Role. Two Roles are equal when their lines are. */
function rightsIn(rules: readonly RoleRule[]): ReadonlySet<string> {
  return new Set(
    rules.flatMap(({ verbs, apiGroups, resources, resourceNames }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) =>
          verbs.flatMap((verb) =>
            (resourceNames.length === 0 ? [""] : resourceNames).map(
              (name) => `${verb} ${resource}${group === "" ? "" : `.${group}`}${name === "" ? "" : ` ${name}`}`,
            ),
          ),
        ),
      ),
    ),
  );
}

function* otherHolders(role: string, { name, spec }: TenantEntry, manifestSet: ManifestSet): Iterable<RuleFinding> {
  const heldIn = (map: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(map).flatMap(([holder, given]) => (given === role ? [holder] : []));
  const declared = [
    ...heldIn(spec.access.groups).map((group) => `Group ${group}`),
    ...heldIn(spec.access.serviceAccounts).map((account) => `ServiceAccount ${account}`),
  ];
  const bindings = manifestSet
    .of(roleBindingKind)
    .filter(({ namespace, object }) => namespace === name && textAt(object, "roleRef", "name") === role);
  const bound = bindings.flatMap((binding) => holdersIn(binding, name));
  const generated = manifestSet.named(roleBindingKind, name, role);
  const changes = [
    ...changed(
      "lacks",
      declared.filter((candidate) => !bound.includes(candidate)),
    ),
    ...changed(
      "adds",
      generated === undefined ? [] : holdersIn(generated, name).filter((holder) => !declared.includes(holder)),
    ),
  ];
  const place = generated ?? manifestSet.named(roleKind, name, role);
  if (changes.length === 0 || place === undefined) return;
  yield {
    at: generated?.at(["subjects"], "key") ?? place.at(["metadata", "name"]),
    message: `subjects of role ${role} differ from the tenant file: the binding ${changes.join(", and it ")}`,
    hint: "Set the subjects of the role under access in the tenant file.",
  };
}

function holdersIn(binding: Manifest, tenant: string): readonly string[] {
  return subjectsOf(binding).flatMap(({ subject }) => {
    if (subject === undefined) return [];
    const { kind, name, namespace } = subject;
    return [`${kind} ${namespace === undefined || namespace === tenant ? name : `${name} of ${namespace}`}`];
  });
}

function changed(verb: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  return [`${verb} ${listText([...names].sort(compareStrings), 4)}`];
}
