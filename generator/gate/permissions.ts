import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { addedKinds, type GroupKind, tenantKinds } from "../layout/kinds.ts";
import type { ComponentUse } from "../layout/overlay.ts";
import type { ProjectPermission } from "../layout/unit-layout.ts";
import { kindName } from "../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { patterns } from "../patterns/table.ts";
import { componentFolders } from "../render/causes.ts";
import type { RenderedOverlay } from "../render/rendered.ts";
import { joinNames } from "../text/listed.ts";
import { scopeKeyword } from "../tools/kind-scope.ts";
import { FurtherKind } from "../validate/further-kinds.ts";
import { type ClusterEntry, findingAt } from "../validate/inventory.ts";
import type { ScopeOfObject } from "./object-scope.ts";

/** The context of the check of an object. */
interface Around {
  readonly cluster: ClusterEntry;
  readonly permissions: ReadonlyMap<string, ProjectPermission>;
  readonly scopeOf: ScopeOfObject;
}

/**
 * Checks every rendered object against the project of its Application. Objects that Argo CD would reject, or that only
 * controllers create, are reported before the merge.
 */
export function permissionFindings(rendered: RenderedOverlay, around: Around): readonly Diagnostic[] {
  const { application, componentNamespace } = rendered.overlay;
  const permission = around.permissions.get(application);
  if (permission === undefined) throw new Error(`${application} has no project`);
  return rendered.objects.flatMap(({ object, origin, file, causes }) => {
    const denial = forbidden(object, permission) ?? wrongScope(object, causes, around.scopeOf);
    if (denial === undefined) return [];
    const { messages } = codes["gate/project"];
    return [
      findingAt(
        causes[0]?.origin ?? origin,
        "gate/project",
        messages.refusedObject(
          permission.project,
          `${object.kind} ${object.metadata?.name ?? ""} (${file})`,
          reasons[denial](object),
        ),
        causes.length === 0
          ? "Report this as a bug in Tenantry: Tenantry generates this object. If you changed the generator, add the kind to generator/layout/kinds.ts."
          : hints[denial]({
              object,
              causes,
              cluster: around.cluster,
              namespaces: permission.namespaces.join(", "),
              ofTenant: componentNamespace !== undefined,
            }),
      ),
    ];
  });
}

type Denial = "no namespace" | "unknown scope" | "cluster-scoped" | "name" | "namespace" | "kind";

const reasons: Readonly<Record<Denial, (object: KubernetesObject) => string>> = {
  "no namespace": () => "the object has no namespace, and its kind is not an allowed cluster-scoped kind",
  "unknown scope": () => "the object has no namespace, and the scope of its kind is unknown",
  "cluster-scoped": () => "the object has a namespace, and its kind is cluster-scoped",
  name: () => "this kind is allowed only with another name",
  namespace: ({ metadata }) => `namespace ${metadata?.namespace ?? ""} is not allowed`,
  kind: () => "the kind is not an allowed namespaced kind",
};

interface Denied {
  readonly object: KubernetesObject;
  readonly causes: readonly ComponentUse[];
  readonly cluster: ClusterEntry;
  readonly namespaces: string;
  readonly ofTenant: boolean;
}

const hints: Readonly<Record<Denial, (denied: Denied) => string>> = {
  "no namespace": ({ causes, namespaces }) =>
    `Set metadata.namespace of the object in ${componentFolders(causes)} to one of: ${namespaces}.`,
  "unknown scope": ({ causes, namespaces }) =>
    `If the kind is namespaced, set metadata.namespace of the object in ${componentFolders(causes)} to one of: ${namespaces}. Otherwise declare the scope in the schema of the kind in platform/schemas/: spec.scope of a CustomResourceDefinition, or ${scopeKeyword}: Cluster in a JSON Schema.`,
  "cluster-scoped": ({ causes, ofTenant }) =>
    ofTenant
      ? `Move the object from ${componentFolders(causes)} to a component of the cluster: tenants have only their own namespace.`
      : `Remove metadata.namespace of the object in ${componentFolders(causes)}.`,
  name: ({ causes }) => `Check the name of the object in ${componentFolders(causes)}.`,
  namespace: ({ causes, namespaces }) =>
    `Check the namespace of the object in ${componentFolders(causes)}. The allowed namespaces are ${namespaces}.`,
  kind: kindHint,
};

const parts = ["guardrails", "workloads"] as const;

/** Names the other part if it allows the kind. Otherwise lists the kinds that each part allows. */
function kindHint({ object, causes, cluster, ofTenant }: Denied): string {
  if (!ofTenant) return `Check the object in ${componentFolders(causes)}.`;
  const { group } = groupVersion(object.apiVersion);
  const wanted = kindName({ group, kind: object.kind });
  const pattern = patterns[cluster.spec.seldon.pattern];
  const byPart = parts.map((part) => ({
    part,
    kinds: tenantKinds(part, pattern, addedKinds(cluster)).declared.map(kindName),
  }));
  const right = byPart.find(({ kinds }) => kinds.includes(wanted));
  if (right !== undefined)
    return `Set the annotation tenantry.dev/part: ${right.part} in ${kustomizations(causes)}. The annotation applies to all objects of the component.`;
  const folders = componentFolders(causes);
  const fix = FurtherKind.safeParse({ group, kind: object.kind }).success
    ? `Remove the object from ${folders}, or have the platform team add its kind to spec.tenantKinds in platform/platform.yaml.`
    : `Remove the object from ${folders}. A platform cannot allow the kind ${wanted} in addition.`;
  const allowed = byPart.map(
    ({ part, kinds }) => `With tenantry.dev/part: ${part}, a component may contain ${joinNames(kinds)}.`,
  );
  return `${fix} ${allowed.join(" ")}`;
}

function kustomizations(causes: readonly ComponentUse[]): string {
  return causes.map(({ component }) => `${component.folder}/kustomization.yaml`).join(" or ");
}

function forbidden(object: KubernetesObject, permission: ProjectPermission): Denial | undefined {
  const { group } = groupVersion(object.apiVersion);
  const { namespace, name } = object.metadata ?? {};
  const same = (allowed: GroupKind): boolean => allowed.group === group && allowed.kind === object.kind;
  if (namespace === undefined) {
    const allowed = permission.clusterKinds.filter(same);
    if (allowed.length === 0) return "no namespace";
    return allowed.some((candidate) => candidate.name === undefined || candidate.name === name) ? undefined : "name";
  }
  if (!permission.namespaces.includes(namespace)) return "namespace";
  return permission.kinds.some(same) ? undefined : "kind";
}

/**
 * Whether a hand-written object has a namespace although its kind is cluster-scoped, or has none although its kind is namespaced.
 * Argo CD would apply it to the namespace of its Application.
 */
function wrongScope(
  object: KubernetesObject,
  causes: readonly ComponentUse[],
  scopeOf: ScopeOfObject,
): Denial | undefined {
  if (causes.length === 0) return undefined;
  const scope = scopeOf(object);
  if (object.metadata?.namespace !== undefined) return scope === "Cluster" ? "cluster-scoped" : undefined;
  if (scope === "Namespaced") return "no namespace";
  return scope === "unknown" ? "unknown scope" : undefined;
}
