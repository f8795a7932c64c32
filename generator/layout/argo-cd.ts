import { Application } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application";
import { AppProject } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject";
import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { HelmValues } from "../generate/operator-values.ts";
import { managedBy } from "../models/marks.ts";
import { restrictsNames } from "../validate/effective.ts";
import type { ClusterEntry, PlatformEntry } from "../validate/inventory.ts";
import type { GroupKind } from "./kinds.ts";
import { waveAnnotation } from "./sync.ts";

const finalizer = "resources-finalizer.argocd.argoproj.io";

/** Argo CD itself, in its own cluster: where Applications and projects are applied to. */
export const inClusterServer = { server: "https://kubernetes.default.svc" } as const;

/** Whether a cluster's Argo CD runs somewhere else. */
export function isRemote({ spec }: ClusterEntry): boolean {
  const { destination } = spec.argoCD;
  return !("server" in destination && destination.server === inClusterServer.server);
}

/** Who Argo CD is on a cluster: what its install calls its account, or what `argocd cluster add` makes elsewhere. */
export function argoCDUser(cluster: ClusterEntry): string {
  const { user, namespace } = cluster.spec.argoCD;
  const account = isRemote(cluster) ? "kube-system:argocd-manager" : `${namespace}:argocd-application-controller`;
  return user ?? `system:serviceaccount:${account}`;
}

export interface ApplicationShape {
  readonly name: string;
  readonly project: string;
  readonly source: FolderSource | ChartSource;
  readonly destination: ClusterEntry["spec"]["argoCD"]["destination"];
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Place among the other Applications of its root; none for tenants. */
  readonly wave?: number;
  /** Whether deleting it deletes what it holds. Only for what a person need not empty first. */
  readonly cascades?: boolean;
  /** Whether what its source no longer has is deleted: not for definitions, which would take all their objects along. */
  readonly prunes?: boolean;
  /** Objects whose `spec.replicas` autoscaling writes, by name: what is fixed beside them stays git's. */
  readonly autoscaled?: readonly (GroupKind & { readonly name: string })[];
}

/** Folder in the repository that is applied, with all folders below it. */
interface FolderSource {
  readonly path: string;
  /** The main branch where left out. */
  readonly revision?: string;
}

/** A chart of Seldon's, at one version, rendered by Argo CD. */
interface ChartSource {
  readonly chart: string;
  readonly version: string;
  readonly values: HelmValues;
}

/**
 * An Application that follows git by itself. Argo CD tries a failed revision again only through `retry`, not through
 * self-heal, and takes the commit that fixes it only with `refresh` (3.2 to 3.5); so it retries for ever.
 */
export function applicationObject(
  platform: PlatformEntry,
  cluster: ClusterEntry,
  shape: ApplicationShape,
): Application {
  const { source } = shape;
  const autoscaled = shape.autoscaled ?? [];
  return new Application({
    metadata: {
      name: shape.name,
      namespace: cluster.spec.argoCD.namespace,
      labels: { ...managedBy, ...shape.labels },
      annotations: {
        ...("path" in source
          ? // A commit elsewhere in the repository is none of this Application's business.
            { "argocd.argoproj.io/manifest-generate-paths": "." }
          : // The chart leaves out defaults that the API server stores: only the server itself can tell what differs.
            { "argocd.argoproj.io/compare-options": "ServerSideDiff=true" }),
        ...(shape.wave === undefined ? {} : { [waveAnnotation]: String(shape.wave) }),
      },
      ...(shape.cascades === true ? { finalizers: [finalizer] } : {}),
    },
    spec: {
      project: shape.project,
      source: sourceOf(platform, source),
      destination: { ...shape.destination, namespace: shape.namespace },
      ...(autoscaled.length > 0
        ? {
            ignoreDifferences: autoscaled.map((item) => ({ ...item, jsonPointers: ["/spec/replicas"] })),
          }
        : {}),
      syncPolicy: {
        automated: { prune: shape.prunes ?? true, selfHeal: true },
        syncOptions: [
          // Client-side apply would write the whole object into an annotation, which is too long for some.
          "ServerSideApply=true",
          // Two Applications that claim one object: fail, instead of each undoing the other for ever.
          "FailOnSharedResource=true",
          // Custom resources may come before their definitions; the retry brings them in.
          "SkipDryRunOnMissingResource=true",
          // Without it a difference is not shown, and a sync for another reason puts the number back all the same.
          ...(autoscaled.length > 0 ? ["RespectIgnoreDifferences=true"] : []),
        ],
        retry: { limit: -1, refresh: true, backoff: { duration: "5s", factor: 2, maxDuration: "3m" } },
      },
    },
  });
}

function sourceOf(
  platform: PlatformEntry,
  source: FolderSource | ChartSource,
): NonNullable<Application["spec"]["source"]> {
  const { repository, seldon } = platform.spec;
  if ("path" in source) {
    return {
      repoURL: repository.url,
      targetRevision: source.revision ?? repository.revision,
      path: source.path,
      directory: { recurse: true },
    };
  }
  return {
    repoURL: seldon.charts,
    chart: source.chart,
    targetRevision: source.version,
    // Left to itself the release would be called as the Application is, and Helm refuses names over 53 characters.
    helm: {
      releaseName: source.chart,
      ...(Object.keys(source.values).length > 0 ? { valuesObject: { ...source.values } } : {}),
    },
  };
}

export interface ProjectShape {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly description: string;
  readonly destination: ClusterEntry["spec"]["argoCD"]["destination"];
  /** Repositories that it may read: this one where none is named. */
  readonly repositories?: readonly string[];
  /** Exact names: a glob such as fraud* would reach another team's fraud-detection. */
  readonly namespaces: readonly string[];
  readonly kinds: readonly GroupKind[];
  /** Cluster-scoped kinds, each by the names that are allowed, where Argo CD can tell. */
  readonly clusterKinds?: readonly (GroupKind & { readonly name?: string })[];
  readonly roles?: readonly ProjectRole[];
}

export interface ProjectRole {
  readonly name: string;
  readonly description: string;
  readonly groups: readonly string[];
  readonly actions: readonly ("get" | "sync" | "logs")[];
}

/** A project that allows exactly this. It goes only after its Applications: deleting one of them without its project stalls. */
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
      // Left out it allows none; an empty list would be dropped by the API server.
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
