import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { GroupKind } from "../layout/kinds.ts";
import type { ComponentUse } from "../layout/overlay.ts";
import type { ProjectPermission } from "../layout/unit-layout.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { componentFolders } from "../render/causes.ts";
import type { RenderedOverlay } from "../render/rendered.ts";
import { findingAt } from "../validate/inventory.ts";

/**
 * Checks every rendered object against the project of its Application. Objects that Argo CD would reject, or that only
 * controllers create, are reported before the merge.
 */
export function permissionFindings(
  rendered: RenderedOverlay,
  permissions: ReadonlyMap<string, ProjectPermission>,
): readonly Diagnostic[] {
  const permission = permissions.get(rendered.overlay.application);
  if (permission === undefined) throw new Error(`${rendered.overlay.application} has no project`);
  return rendered.objects.flatMap(({ object, origin, file, causes }) => {
    const why = forbidden(object, permission);
    if (why === undefined) return [];
    return [
      findingAt(
        causes[0]?.origin ?? origin,
        "gate/project",
        codes["gate/project"].messages.refusedObject(
          permission.project,
          `${object.kind} ${object.metadata?.name ?? ""} (${file})`,
          why,
        ),
        hintFor(object, causes, permission),
      ),
    ];
  });
}

function hintFor(
  { metadata }: KubernetesObject,
  causes: readonly ComponentUse[],
  { namespaces }: ProjectPermission,
): string {
  if (causes.length === 0)
    return "Report this as a bug in Tenantry: Tenantry generates this object. If you changed the generator, add the kind to generator/layout/kinds.ts.";
  const allowed = namespaces.join(", ");
  if (metadata?.namespace === undefined)
    return `Set metadata.namespace of the object in ${componentFolders(causes)} to one of: ${allowed}.`;
  return !namespaces.includes(metadata.namespace)
    ? `Check the namespace of the object in ${componentFolders(causes)}. The allowed namespaces are ${allowed}.`
    : `Check the object in ${componentFolders(causes)}. The annotation tenantry.dev/part of an object sets the Application of the object.`;
}

function forbidden(object: KubernetesObject, permission: ProjectPermission): string | undefined {
  const { group } = groupVersion(object.apiVersion);
  const { namespace, name } = object.metadata ?? {};
  const same = (allowed: GroupKind): boolean => allowed.group === group && allowed.kind === object.kind;
  if (namespace === undefined) {
    const allowed = permission.clusterKinds.filter(same);
    if (allowed.length === 0) return "the object has no namespace, and its kind is not an allowed cluster-scoped kind";
    return allowed.some((candidate) => candidate.name === undefined || candidate.name === name)
      ? undefined
      : "this kind is allowed only with another name";
  }
  if (!permission.namespaces.includes(namespace)) return `namespace ${namespace} is not allowed`;
  return permission.kinds.some(same) ? undefined : "the kind is not an allowed namespaced kind";
}
