import { platformApplication } from "../../layout/names.ts";
import { oncePer } from "../../load/once-per.ts";
import { isClusterScoped } from "../../models/cluster-scoped.ts";
import { applicationKind, projectKind } from "../../models/kinds.ts";
import { lifecycleOf } from "../../validate/effective.ts";
import { isMap } from "../../validate/merge.ts";
import type { Manifest } from "./manifest.ts";
import type { ManifestSet } from "./manifest-set.ts";
import type { PodSource } from "./pods.ts";
import { listAt, mapAt, textAt } from "./reading.ts";

/**
 * Whether a scene is a unit of our own, with all that its namespaces will hold. A folder holds what it holds, whatever
 * cluster it is meant for: the policies that are generated there are not in it.
 */
export function isUnit({ manifests, context: { cluster, tenant } }: ManifestSet): boolean {
  if (cluster === undefined) return false;
  const own = platformApplication(cluster.name, "");
  return manifests.some((manifest) =>
    tenant === undefined ? manifest.application?.startsWith(own) === true : manifest.tenant === tenant.name,
  );
}

/** The pods that a scene will make in a namespace. */
export function podsIn(manifestSet: ManifestSet, namespace: string): readonly PodSource[] {
  return podsByNamespace(manifestSet).get(namespace) ?? [];
}

const podsByNamespace = oncePer((manifestSet: ManifestSet) => Map.groupBy(manifestSet.pods(), (pod) => pod.namespace));

/** The same of everything that may come to that namespace: of a folder what stands elsewhere in it too. */
export function podsInContext(manifestSet: ManifestSet, namespace: string): readonly PodSource[] {
  const everywhere = manifestSet.everywhere();
  if (manifestSet.context.folder === undefined) return podsIn(manifestSet, namespace);
  if (namespace === "") return everywhere.pods();
  return [...podsIn(everywhere, namespace), ...podsIn(everywhere, "")];
}

/** Kinds whose controllers make no pods that a rule here does not know. */
const quietGroups: ReadonlySet<string> = new Set([
  ..."apps autoscaling batch cilium.io external-secrets.io gateway.networking.k8s.io mlops.seldon.io".split(" "),
  ..."networking.istio.io networking.k8s.io policy rbac.authorization.k8s.io security.istio.io".split(" "),
]);
const quietMonitoring =
  /^monitoring[.]coreos[.]com[/](PodMonitor|ServiceMonitor|Probe|PrometheusRule|AlertmanagerConfig)$/;

/** Whether the scene says every pod of a namespace: none comes out of a chart, out of other operators, or back from a pause. */
export function allPodsKnown(manifestSet: ManifestSet, namespace: string): boolean {
  const { cluster, tenant } = manifestSet.context;
  const unit = cluster !== undefined && isUnit(manifestSet);
  if (unit && (tenant?.name !== namespace || lifecycleOf(cluster, tenant) !== "active")) return false;
  if (!unit && podsInContext(manifestSet, namespace).length === 0) return false;
  // A folder that is meant for a cluster may be a part only: into a tenant's namespace its platform brings pods too.
  const brought = cluster?.tenants.some(({ name }) => name === namespace) === true;
  if (!unit && brought && manifestSet.context.folder !== undefined) return false;
  return !isMadeElsewhere(manifestSet, namespace);
}

/** Whether a controller that no rule knows, or a chart, makes more in a namespace than is written. */
export function isMadeElsewhere(manifestSet: ManifestSet, namespace: string): boolean {
  return manifestSet
    .everywhere()
    .manifests.some(
      (manifest) =>
        (manifestSet.mayShare(manifest.namespace, namespace) && makesOthers(manifest)) ||
        fillsWithChart(manifest, namespace),
    );
}

function makesOthers({ kind }: Manifest): boolean {
  if (isClusterScoped(kind)) return false;
  const slash = kind.indexOf("/");
  return slash >= 0 && !quietGroups.has(kind.slice(0, slash)) && !quietMonitoring.test(kind) && !fromArgoCD(kind);
}

function fillsWithChart({ kind, object }: Manifest, namespace: string): boolean {
  if (!fromArgoCD(kind) || textAt(object, "spec", "destination", "namespace") !== namespace) return false;
  const sources = [mapAt(object, "spec", "source"), ...listAt(object, "spec", "sources")];
  return sources.some((source) => textAt(source, "chart") !== undefined || isMap(mapAt(source)["helm"]));
}

function fromArgoCD(kind: string): boolean {
  return kind === applicationKind || kind === projectKind;
}
