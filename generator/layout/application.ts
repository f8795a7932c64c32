import type { HelmValues } from "../generate/operator-values.ts";
import { Application } from "../models/kubernetes-classes.ts";
import { managedBy } from "../models/marks.ts";
import type { ClusterEntry, PlatformEntry } from "../validate/inventory.ts";
import type { RawMap } from "../validate/merge.ts";
import { finalizer } from "./argo-cd.ts";
import type { GroupKind } from "./kinds.ts";
import { pathFromRoot } from "./paths.ts";
import { waveAnnotation } from "./sync.ts";

export interface ApplicationShape {
  readonly name: string;
  readonly project: string;
  readonly source: FolderSource | ChartSource | AddonChartSource | GitSource;
  readonly destination: ClusterEntry["spec"]["argoCD"]["destination"];
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Sync wave among the Applications of its root. Tenants have none. */
  readonly wave?: number;
  /** Whether deleting the Application deletes its objects. Only for objects that do not have to be drained first. */
  readonly cascades?: boolean;
  /**
   * Whether Argo CD deletes objects that the source no longer contains. Not for CustomResourceDefinitions: deleting one
   * deletes all objects of its kind.
   */
  readonly prunes?: boolean;
  /** Whether Argo CD syncs without a person. Not while a cluster adopts the objects of another installer. */
  readonly syncs?: boolean;
  /** Objects whose `spec.replicas` the autoscaler sets, by name. Git sets the replicas of all others. */
  readonly autoscaled?: readonly (GroupKind & { readonly name: string })[];
  /** Fields that other software sets. */
  readonly ignored?: readonly IgnoredDifference[];
}

/** The folder that is applied, with all folders below it. */
interface FolderSource {
  /** From the folder with `clusters/`. */
  readonly path: string;
  /** The main branch if omitted. */
  readonly revision?: string;
}

/** One version of a Seldon chart, rendered by Argo CD. */
interface ChartSource {
  readonly chart: string;
  readonly version: string;
  readonly values: HelmValues;
}

/** One version of a chart of another Helm repository, rendered by Argo CD. */
interface AddonChartSource {
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly release: string;
  readonly values: RawMap;
}

/** A folder of another git repository. */
interface GitSource {
  readonly repository: string;
  readonly folder: string;
  readonly revision: string;
}

/** A difference that Argo CD ignores, also in a sync. */
interface IgnoredDifference extends GroupKind {
  readonly name?: string;
  readonly jqPathExpressions: readonly string[];
}

/** The options of every sync. */
export const syncOptions: readonly string[] = [
  // Client-side apply writes the whole object into an annotation, and some objects are too long for it.
  "ServerSideApply=true",
  // If two Applications contain the same object, fail. Otherwise each would revert the other indefinitely.
  "FailOnSharedResource=true",
  // Custom resources can be synced before their CustomResourceDefinitions exist. The retry creates them.
  "SkipDryRunOnMissingResource=true",
];

/**
 * An Application that syncs automatically. Argo CD retries a failed revision only through `retry`, not through self-heal,
 * and syncs the commit with the fix only with `refresh` (3.2 to 3.5). So it retries without a limit.
 */
export function applicationObject(
  platform: PlatformEntry,
  cluster: ClusterEntry,
  shape: ApplicationShape,
): Application {
  const { source } = shape;
  const replicas = (shape.autoscaled ?? []).map((item) => ({ ...item, jsonPointers: ["/spec/replicas"] }));
  const ignored = [
    ...replicas,
    ...(shape.ignored ?? []).map((item) => ({ ...item, jqPathExpressions: [...item.jqPathExpressions] })),
  ];
  return new Application({
    metadata: {
      name: shape.name,
      namespace: cluster.spec.argoCD.namespace,
      labels: { ...managedBy, ...shape.labels },
      annotations: {
        ...shape.annotations,
        ...("path" in source || "folder" in source
          ? // A commit in another folder of the repository does not affect this Application.
            { "argocd.argoproj.io/manifest-generate-paths": "." }
          : // The chart omits defaults that the API server stores, so only a server-side diff is correct.
            { "argocd.argoproj.io/compare-options": "ServerSideDiff=true" }),
        ...(shape.wave === undefined ? {} : { [waveAnnotation]: String(shape.wave) }),
      },
      ...(shape.cascades === true ? { finalizers: [finalizer] } : {}),
    },
    spec: {
      project: shape.project,
      source: sourceOf(platform, source),
      destination: { ...shape.destination, namespace: shape.namespace },
      ...(ignored.length > 0 ? { ignoreDifferences: ignored } : {}),
      syncPolicy: {
        ...(shape.syncs === false ? {} : { automated: { prune: shape.prunes ?? true, selfHeal: true } }),
        syncOptions: [
          ...syncOptions,
          // Without this option Argo CD hides the difference, but a sync for another reason still resets the number.
          ...(ignored.length > 0 ? ["RespectIgnoreDifferences=true"] : []),
        ],
        retry: { limit: -1, refresh: true, backoff: { duration: "5s", factor: 2, maxDuration: "3m" } },
      },
    },
  });
}

function sourceOf(
  platform: PlatformEntry,
  source: ApplicationShape["source"],
): NonNullable<Application["spec"]["source"]> {
  const { repository, seldon } = platform.spec;
  if ("folder" in source) return { repoURL: source.repository, targetRevision: source.revision, path: source.folder };
  if ("path" in source) {
    return {
      repoURL: repository.url,
      targetRevision: source.revision ?? repository.revision,
      path: pathFromRoot(repository.path, source.path),
      directory: { recurse: true },
    };
  }
  return {
    repoURL: "repository" in source ? source.repository : seldon.charts,
    chart: source.chart,
    targetRevision: source.version,
    // The default release name is the name of the Application, and Helm rejects names over 53 characters.
    helm: {
      releaseName: "release" in source ? source.release : source.chart,
      ...(Object.keys(source.values).length > 0 ? { valuesObject: { ...source.values } } : {}),
    },
  };
}
