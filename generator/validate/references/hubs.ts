import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { destinationText } from "../argo-cd.ts";
import { findingAt, hubClusters, type Inventory } from "../inventory.ts";
import { versionFindings } from "./schemas.ts";

/** Checks of the hubs: pinned versions, clusters with the same destination, and hubs without clusters. */
export function* hubReferences(inventory: Inventory): Iterable<Diagnostic> {
  const { platform } = inventory;
  for (const [name, { version }] of Object.entries(platform.spec.hubs)) {
    yield* versionFindings(platform.at("hubs", name, "version"), "argoCD", version, inventory.schemas.pins);
    // The Applications of a cluster are found by the cluster's name, and the Application of a hub must not be among them.
    if (inventory.clusters.some((cluster) => String(cluster.name) === name))
      yield findingAt(
        platform.at("hubs", name),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.hubLikeCluster(name),
        "Rename the hub.",
        "key",
      );
    const clusters = hubClusters(inventory, name);
    if (clusters.length === 0) yield unusedHub(inventory, name);
    const destinations = new Map<string, string>();
    for (const cluster of clusters) {
      const destination = destinationText(cluster.spec.argoCD.destination);
      const twin = destinations.get(destination);
      if (twin !== undefined)
        yield findingAt(
          cluster.at("argoCD", "destination"),
          "reference/ambiguous",
          codes["reference/ambiguous"].messages.duplicateDestination(cluster.name, destination, twin, name),
          "Set the name or the address under which this cluster is registered in Argo CD. To list the clusters, run argocd cluster list.",
        );
      destinations.set(destination, cluster.name);
    }
  }
}

function unusedHub({ platform }: Inventory, name: string): Diagnostic {
  const finding = findingAt(
    platform.at("hubs", name),
    "reference/unused",
    codes["reference/unused"].messages.unusedHub(name),
    "Set argoCD.hub in the cluster.yaml of each cluster that the hub syncs, or remove the hub.",
    "key",
  );
  return { ...finding, severity: "warning" };
}
