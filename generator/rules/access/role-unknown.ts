import { replaced } from "../../diagnostics/example.ts";
import { builtInRoles } from "../../evaluate/access/built-in-roles.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { clusterRoleKind, roleKind, runtimeKind } from "../../models/kinds.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { bindingKinds, subjectsOf } from "./bindings.ts";

export const accessRoleUnknown = defineRule({
  code: "access/role-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: bindingKinds,
  summary: "A binding refers to a role that does not exist.",
  docs: {
    why: "The API server accepts a binding to a role that does not exist. A binding to a missing role grants nothing, and neither an event nor a status reports the missing role. The API server looks for a Role only in the namespace of the binding, and for a ClusterRole only if roleRef.kind is ClusterRole. The API server rejects later changes to roleRef, so you must delete the binding and create it again.",
    invalid: `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: viewers, namespace: churn }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: view }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: retention-analysts }]
`,
    valid: replaced("kind: Role, name: view", "kind: ClusterRole, name: view"),
    fix: "Set roleRef.name to an existing Role of the same namespace or to an existing ClusterRole, and set roleRef.kind to match.",
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
    yield otherKind(binding, `unknown Role ${name}: it is a ClusterRole`, "ClusterRole");
    return;
  }
  // In a namespace that is not completely known, another source may create the Role.
  if (manifestSet.context.tenant?.name !== namespace) return;
  const meant = nearest(name, rolesOf(manifestSet, namespace));
  yield misspelt(binding, `unknown Role ${name} in ${namespace}`, meant);
}

function* clusterRole(binding: Manifest, name: string, manifestSet: ManifestSet): Iterable<RuleFinding> {
  if (builtInRoles.has(name) || manifestSet.known(clusterRoleKind, undefined, name) !== undefined) return;
  if (binding.namespace !== undefined && manifestSet.named(roleKind, binding.namespace, name) !== undefined) {
    yield otherKind(binding, `unknown ClusterRole ${name}: it is a Role of ${binding.namespace}`, "Role");
    return;
  }
  // Other software on the cluster may have created it. Only a built-in name in the wrong case is certainly an error.
  const meant = [...builtInRoles.keys()].find((candidate) => candidate === name.toLowerCase());
  if (meant !== undefined) yield misspelt(binding, `unknown ClusterRole ${name}`, meant);
}

function otherKind(binding: Manifest, message: string, kind: string): RuleFinding {
  return { at: binding.at(["roleRef", "kind"], "value"), message, hint: `Set roleRef.kind to ${kind}.`, fix: kind };
}

function misspelt(binding: Manifest, message: string, meant: string | undefined): RuleFinding {
  return {
    at: binding.at(["roleRef", "name"], "value"),
    message,
    hint: meant === undefined ? "Set roleRef.name to an existing role, or create this role." : didYouMean(meant),
  };
}

/** The most names that are searched for a similar one, because every binding may search them. */
const mostNames = 100;

function rolesOf(manifestSet: ManifestSet, namespace: string): readonly string[] {
  const names: string[] = [];
  for (const manifest of manifestSet.of(roleKind)) {
    if (manifest.namespace === namespace) names.push(manifest.name);
    if (names.length === mostNames) break;
  }
  return names;
}

/** Whether Seldon creates the Role: for a SeldonRuntime in this namespace, or with the chart of its operator. */
function seldonMakes(name: string, namespace: string, manifestSet: ManifestSet): boolean {
  if (manifestSet.seldon.access.runtime.some((candidate) => name === `${candidate.name}-role`))
    return manifestSet.of(runtimeKind).some((manifest) => manifest.namespace === namespace);
  return name.startsWith("seldon-v2-");
}
