import { compareStrings } from "../diagnostics/diagnostic.ts";
import { AppProject } from "../models/kubernetes-classes.ts";
import { managedBy } from "../models/marks.ts";
import { restrictsNames } from "../validate/effective.ts";
import type { ClusterEntry, PlatformEntry } from "../validate/inventory.ts";
import { finalizer } from "./argo-cd.ts";
import type { GroupKind } from "./kinds.ts";
import { waveAnnotation } from "./sync.ts";

export interface ProjectShape {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly description: string;
  readonly destination: ClusterEntry["spec"]["argoCD"]["destination"];
  /** Repositories that the project may read. This repository if omitted. */
  readonly repositories?: readonly string[];
  /** Exact names: a glob such as fraud* would also match another team's fraud-detection. */
  readonly namespaces: readonly string[];
  readonly kinds: readonly GroupKind[];
  /** Cluster-scoped kinds, with the allowed name if this version of Argo CD can restrict names. */
  readonly clusterKinds?: readonly (GroupKind & { readonly name?: string })[];
  readonly roles?: readonly ProjectRole[];
}

export interface ProjectRole {
  readonly name: string;
  readonly description: string;
  readonly groups: readonly string[];
  readonly actions: readonly ("get" | "sync" | "logs")[];
}

/**
 * An AppProject that allows exactly this. It is deleted only after its Applications, because deleting an Application
 * without its project hangs.
 */
export function appProject(
  platform: PlatformEntry,
  cluster: ClusterEntry,
  shape: ProjectShape,
  wave?: number,
): AppProject {
  const clusterKinds = shape.clusterKinds ?? [];
  const roles = shape.roles ?? [];
  const annotations = {
    ...shape.annotations,
    ...(wave === undefined ? {} : { [waveAnnotation]: String(wave) }),
  };
  return new AppProject({
    metadata: {
      name: shape.name,
      namespace: cluster.spec.argoCD.namespace,
      labels: managedBy,
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
      finalizers: [finalizer],
    },
    spec: {
      description: shape.description,
      sourceRepos: [...(shape.repositories ?? [platform.spec.repository.url])],
      destinations: shape.namespaces.map((namespace) => ({ ...shape.destination, namespace })),
      // Without the field, no cluster-scoped kind is allowed. The API server would drop an empty list.
      ...(clusterKinds.length > 0
        ? { clusterResourceWhitelist: clusterKinds.map((kind) => restriction(cluster, kind)) }
        : {}),
      namespaceResourceWhitelist: sorted(shape.kinds),
      ...(roles.length > 0 ? { roles: roles.map((role) => projectRole(shape.name, role)) } : {}),
    },
  });
}

function restriction(
  cluster: ClusterEntry,
  { group, kind, name }: GroupKind & { readonly name?: string },
): { group: string; kind: string; name?: string } {
  return name !== undefined && restrictsNames(cluster) ? { group, kind, name } : { group, kind };
}

function projectRole(
  project: string,
  { name, description, groups, actions }: ProjectRole,
): { name: string; description: string; groups: string[]; policies: string[] } {
  const policies = actions.map((action) => {
    const [resource, verb] = action === "logs" ? ["logs", "get"] : ["applications", action];
    return `p, proj:${project}:${name}, ${resource}, ${verb}, ${project}/*, allow`;
  });
  return { name, description, groups: [...groups], policies };
}

function sorted(kinds: readonly GroupKind[]): { group: string; kind: string }[] {
  return kinds
    .map(({ group, kind }) => ({ group, kind }))
    .sort((left, right) => compareStrings(`${left.group}/${left.kind}`, `${right.group}/${right.kind}`));
}
