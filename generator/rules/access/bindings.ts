import { type Subject, subjectOf } from "../../evaluate/access/subject.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { oncePer } from "../../load/once-per.ts";
import type { Path } from "../../load/source.ts";
import { clusterRoleBindingKind, clusterRoleKind, roleBindingKind, roleKind } from "../../models/kinds.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";

export const roleKinds = [roleKind, clusterRoleKind];
export const bindingKinds = [roleBindingKind, clusterRoleBindingKind];

export interface WrittenSubject {
  readonly path: Path;
  readonly written: RawMap;
  /** Nothing where no request can ever come from it. */
  readonly subject: Subject | undefined;
}

/** Everybody that a binding names, with the place. */
export function subjectsOf(binding: Manifest): readonly WrittenSubject[] {
  const own = binding.kind === clusterRoleBindingKind ? undefined : (binding.namespace ?? "");
  return listAt(binding.object, "subjects").flatMap((written, index) =>
    isMap(written) ? [{ path: ["subjects", index], written, subject: subjectOf(written, own) }] : [],
  );
}

/** The bindings of a scene that give a Role or ClusterRole to somebody. */
export function bindingsOf(role: Manifest, manifestSet: ManifestSet): readonly Manifest[] {
  const bindings = bindingsByRole(manifestSet).get(`${role.object.kind}/${role.name}`) ?? [];
  return role.kind === clusterRoleKind ? bindings : bindings.filter(({ namespace }) => namespace === role.namespace);
}

const bindingsByRole = oncePer((manifestSet: ManifestSet) => Map.groupBy(manifestSet.of(...bindingKinds), keyOf));

function keyOf({ object }: Manifest): string {
  return `${textAt(object, "roleRef", "kind")}/${textAt(object, "roleRef", "name")}`;
}
