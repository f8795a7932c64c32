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
    return "Report this error: Tenantry generates the object. If you changed the generator, see generator/layout/kinds.ts.";
  const allowed = namespaces.join(", ");
  if (metadata?.namespace === undefined)
    return `Set its metadata.namespace in ${componentFolders(causes)} to one of: ${allowed}.`;
  return !namespaces.includes(metadata.namespace)
    ? `Check ${componentFolders(causes)}. The allowed namespaces are ${allowed}.`
    : `Check ${componentFolders(causes)}. Its annotation tenantry.dev/part sets the Application that it belongs to.`;
}

function forbidden(object: KubernetesObject, permission: ProjectPermission): string | undefined {
  const { group } = groupVersion(object.apiVersion);
  const { namespace, name } = object.metadata ?? {};
  const same = (allowed: GroupKind): boolean => allowed.group === group && allowed.kind === object.kind;
  if (namespace === undefined) {
    const allowed = permission.clusterKinds.filter(same);
    if (allowed.length === 0) return "it has no namespace, and its kind is not an allowed cluster-scoped kind";
    return allowed.some((candidate) => candidate.name === undefined || candidate.name === name)
      ? undefined
      : "its kind is allowed only with another name";
  }
  if (!permission.namespaces.includes(namespace)) return `namespace ${namespace} is not allowed`;
  return permission.kinds.some(same) ? undefined : "its kind is not allowed in that namespace";
}
