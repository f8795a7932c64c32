import { type Subject, subjectOf } from "../../evaluate/access/subject.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { memoize } from "../../load/memoize.ts";
import type { Path } from "../../load/source.ts";
import { clusterRoleBindingKind, clusterRoleKind, roleBindingKind, roleKind } from "../../models/kinds.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";

export const roleKinds = [roleKind, clusterRoleKind];
export const bindingKinds = [roleBindingKind, clusterRoleBindingKind];

export interface WrittenSubject {
  readonly path: Path;
  readonly written: RawMap;
  /** Undefined where no request can come from this subject. */
  readonly subject: Subject | undefined;
}

/** The subjects of a binding, each with its place. */
export function subjectsOf(binding: Manifest): readonly WrittenSubject[] {
  const bindingNamespace = binding.kind === clusterRoleBindingKind ? undefined : (binding.namespace ?? "");
  return listAt(binding.object, "subjects").flatMap((written, index) =>
    isMap(written) ? [{ path: ["subjects", index], written, subject: subjectOf(written, bindingNamespace) }] : [],
  );
}

/** The bindings of a manifest set that refer to a Role or ClusterRole. */
export function bindingsOf(role: Manifest, manifestSet: ManifestSet): readonly Manifest[] {
  const bindings = bindingsByRole(manifestSet).get(`${role.object.kind}/${role.name}`) ?? [];
  return role.kind === clusterRoleKind ? bindings : bindings.filter(({ namespace }) => namespace === role.namespace);
}

const bindingsByRole = memoize((manifestSet: ManifestSet) => Map.groupBy(manifestSet.of(...bindingKinds), roleKey));

function roleKey({ object }: Manifest): string {
  return `${textAt(object, "roleRef", "kind")}/${textAt(object, "roleRef", "name")}`;
}
