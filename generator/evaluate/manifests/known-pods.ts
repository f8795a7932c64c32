import { platformApplication } from "../../layout/names.ts";
import { memoize } from "../../load/memoize.ts";
import { isClusterScoped } from "../../models/cluster-scoped.ts";
import { applicationKind, groupKindOf, projectKind } from "../../models/kinds.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import { isMap } from "../../validate/merge.ts";
import type { Manifest } from "./manifest.ts";
import type { ManifestSet } from "./manifest-set.ts";
import type { PodSource } from "./pods.ts";
import { listAt, mapAt, textAt } from "./reading.ts";

/**
 * Whether a manifest set is one of our units, with everything that its namespaces will contain. A folder is not, even if it
 * is meant for a cluster: it does not contain the policies that are generated there.
 */
export function isUnit({ manifests, context: { cluster, tenant } }: ManifestSet): boolean {
  if (cluster === undefined) return false;
  const prefix = platformApplication(cluster.name, "");
  return manifests.some((manifest) =>
    tenant === undefined ? manifest.application?.startsWith(prefix) === true : manifest.tenant === tenant.name,
  );
}

/** The pods that a manifest set creates in a namespace. */
export function podsIn(manifestSet: ManifestSet, namespace: string): readonly PodSource[] {
  return podsByNamespace(manifestSet).get(namespace) ?? [];
}

const podsByNamespace = memoize((manifestSet: ManifestSet) => Map.groupBy(manifestSet.pods(), (pod) => pod.namespace));

/** The pods of everything that may be deployed to that namespace. For a folder this includes its other manifest sets. */
export function podsInFolder(manifestSet: ManifestSet, namespace: string): readonly PodSource[] {
  const everywhere = manifestSet.everywhere();
  if (manifestSet.context.folder === undefined) return podsIn(manifestSet, namespace);
  if (namespace === "") return everywhere.pods();
  return [...podsIn(everywhere, namespace), ...podsIn(everywhere, "")];
}

/** API groups whose controllers create no pods, or only pods that the rules know. */
const quietGroups: ReadonlySet<string> = new Set([
  ..."apps autoscaling batch cilium.io external-secrets.io gateway.networking.k8s.io mlops.seldon.io".split(" "),
  ..."networking.istio.io networking.k8s.io policy rbac.authorization.k8s.io security.istio.io".split(" "),
]);
const quietMonitoring =
  /^monitoring[.]coreos[.]com[/](PodMonitor|ServiceMonitor|Probe|PrometheusRule|AlertmanagerConfig)$/;

/** Whether the manifest set describes every pod of a namespace: none is created by a chart, by another operator or after a pause. */
export function allPodsKnown(manifestSet: ManifestSet, namespace: string): boolean {
  const { cluster, tenant } = manifestSet.context;
  const unit = cluster !== undefined && isUnit(manifestSet);
  if (unit && (tenant?.name !== namespace || lifecycleOf(cluster, tenant) !== "active")) return false;
  if (!unit && podsInFolder(manifestSet, namespace).length === 0) return false;
  // A folder that is meant for a cluster may be incomplete: the platform also creates pods in a tenant's namespace.
  const isTenantNamespace = cluster?.tenants.some(({ name }) => name === namespace) === true;
  if (!unit && isTenantNamespace && manifestSet.context.folder !== undefined) return false;
  return !hasUnknownCreators(manifestSet, namespace);
}

/** Whether a chart, or a controller that no rule knows, creates more in a namespace than the objects describe. */
export function hasUnknownCreators(manifestSet: ManifestSet, namespace: string): boolean {
  return manifestSet
    .everywhere()
    .manifests.some(
      (manifest) =>
        (manifestSet.mayShare(manifest.namespace, namespace) && createsPods(manifest)) ||
        fillsWithChart(manifest, namespace),
    );
}

function createsPods({ kind }: Manifest): boolean {
  if (isClusterScoped(kind)) return false;
  const { group } = groupKindOf(kind);
  return group !== "" && !quietGroups.has(group) && !quietMonitoring.test(kind) && !fromArgoCD(kind);
}

function fillsWithChart({ kind, object }: Manifest, namespace: string): boolean {
  if (!fromArgoCD(kind) || textAt(object, "spec", "destination", "namespace") !== namespace) return false;
  const sources = [mapAt(object, "spec", "source"), ...listAt(object, "spec", "sources")];
  return sources.some((source) => textAt(source, "chart") !== undefined || isMap(mapAt(source)["helm"]));
}

function fromArgoCD(kind: string): boolean {
  return kind === applicationKind || kind === projectKind;
}
