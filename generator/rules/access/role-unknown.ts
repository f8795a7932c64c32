import { replaced } from "../../diagnostics/example.ts";
import { builtInRoles } from "../../evaluate/access/built-in-roles.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { clusterRoleKind, roleKind, runtimeKind } from "../../models/kinds.ts";
import { nearest } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { bindingKinds, subjectsOf } from "./bindings.ts";

export const accessRoleUnknown = defineRule({
  code: "access/role-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: bindingKinds,
  summary: "A binding gives a role that there is not.",
  docs: {
    why: "The API server takes a binding to a role that does not exist, and nobody gets anything by it; there is no event and no status. A Role is found in the namespace of its binding only, a ClusterRole only by that kind. And the reference cannot be changed later: the binding has to be made anew.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewers, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: view }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: retention-analysts }]
`,
    valid: replaced("kind: Role, name: view", "kind: ClusterRole, name: view"),
    fix: "Name a Role of the same namespace, or a ClusterRole, by its kind.",
  },
  *check(binding, manifestSet) {
    const kind = textAt(binding.object, "roleRef", "kind");
    const name = textAt(binding.object, "roleRef", "name") ?? "";
    if (name === "" || subjectsOf(binding).length === 0) return;
    if (kind === "Role" && binding.namespace !== undefined)
      yield* roleIn(binding, binding.namespace, name, manifestSet);
    if (kind === "ClusterRole") yield* clusterRole(binding, name, manifestSet);
  },
});

function* roleIn(binding: Manifest, namespace: string, name: string, manifestSet: ManifestSet): Iterable<RuleFinding> {
  if (manifestSet.known(roleKind, namespace, name) !== undefined || seldonMakes(name, namespace, manifestSet)) return;
  if (builtInRoles.has(name) || manifestSet.known(clusterRoleKind, undefined, name) !== undefined) {
    yield otherKind(binding, `${name} is a ClusterRole`, "ClusterRole");
    return;
  }
  // Of a namespace that nobody here knows all of, the Role may come from elsewhere.
  if (manifestSet.context.tenant?.name !== namespace) return;
  const meant = nearest(name, rolesOf(manifestSet, namespace));
  yield misspelt(binding, `there is no Role ${name} in ${namespace}`, meant);
}

function* clusterRole(binding: Manifest, name: string, manifestSet: ManifestSet): Iterable<RuleFinding> {
  if (builtInRoles.has(name) || manifestSet.known(clusterRoleKind, undefined, name) !== undefined) return;
  if (binding.namespace !== undefined && manifestSet.named(roleKind, binding.namespace, name) !== undefined) {
    yield otherKind(binding, `${name} is a Role of ${binding.namespace}`, "Role");
    return;
  }
  // Whatever software is on the cluster may have brought it; but nobody calls a role of his own as Kubernetes calls one.
  const meant = [...builtInRoles.keys()].find((candidate) => candidate === name.toLowerCase());
  if (meant !== undefined) yield misspelt(binding, `nothing here brings a ClusterRole ${name}`, meant);
}

function otherKind(binding: Manifest, message: string, kind: string): RuleFinding {
  return { at: binding.at(["roleRef", "kind"], "value"), message, hint: `Write kind: ${kind}.`, fix: kind };
}

function misspelt(binding: Manifest, message: string, meant: string | undefined): RuleFinding {
  return {
    at: binding.at(["roleRef", "name"], "value"),
    message,
    hint: meant === undefined ? "Nobody gets anything by this binding." : `Did you mean ${meant}?`,
  };
}

/** Not more than people would look through: every binding may ask about all of them. */
const most = 100;

function rolesOf(manifestSet: ManifestSet, namespace: string): readonly string[] {
  const names: string[] = [];
  for (const manifest of manifestSet.of(roleKind)) {
    if (manifest.namespace === namespace) names.push(manifest.name);
    if (names.length === most) break;
  }
  return names;
}

/** Beside a SeldonRuntime its own Roles, and beside an operator those of its chart. */
function seldonMakes(name: string, namespace: string, manifestSet: ManifestSet): boolean {
  if (manifestSet.seldon.access.runtime.some((candidate) => name === `${candidate.name}-role`))
    return manifestSet.of(runtimeKind).some((manifest) => manifest.namespace === namespace);
  return name.startsWith("seldon-v2-");
}
