import type { z } from "zod";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Path, Source } from "../load/source.ts";
import { findingAt, type Origin } from "./inventory.ts";
import { selects } from "./label-selector.ts";
import { unknownReference } from "./references/unknown.ts";
import type { TenantEnvelope } from "./tenant.ts";
import type { SelectableCluster } from "./tenant-clusters.ts";

/** Mistakes in the fields that select the clusters of a tenant. `count` is the number of clusters that they select. */
export function* placementFindings(
  source: Source,
  { clusters, clusterGroups, clusterSelector, excludeClusters }: z.infer<typeof TenantEnvelope>["spec"],
  all: readonly SelectableCluster[],
  count: number,
): Iterable<Diagnostic> {
  const at = (...path: Path): Origin => ({ source, path: ["spec", ...path] });
  const known = all.map(({ name }) => name);
  const named = Object.keys(clusters ?? {});
  const groups = Object.keys(clusterGroups ?? {});
  const knownGroups = [...new Set(all.flatMap((cluster) => cluster.groups))];
  for (const name of named)
    yield* unknownReference(at("clusters", name), name, known, "cluster", { part: "key", siblings: named });
  for (const group of groups)
    yield* unknownReference(at("clusterGroups", group), group, knownGroups, "cluster group", {
      scope: groupScope,
      part: "key",
      siblings: groups,
      otherwise:
        "If a cluster.yaml contained this group before, restore the group there, and drain the tenant before you remove the group.",
    });
  for (const [index, name] of (excludeClusters ?? []).entries()) {
    yield* unknownReference(at("excludeClusters", index), name, known, "cluster", {
      siblings: [...(excludeClusters ?? []), ...named],
    });
    if (named.includes(name))
      yield findingAt(
        at("excludeClusters", index),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.excludedCluster(name),
        "Remove the cluster from one of the two fields.",
      );
  }
  const { messages } = codes["reference/no-cluster"];
  const selected = all.filter(({ labels }) => selects(clusterSelector, labels));
  if (clusterSelector !== undefined && selected.length === 0) {
    const labels = new Set(
      all.flatMap((cluster) => Object.entries(cluster.labels).map(([key, value]) => `${key}=${value}`)),
    );
    yield findingAt(
      at("clusterSelector"),
      "reference/no-cluster",
      messages.emptySelector(),
      `Labels of clusters: ${[...labels].sort().join(", ")}.`,
      "key",
    );
  } else if (count === 0 && groups.every((group) => knownGroups.includes(group)))
    yield findingAt(
      at("excludeClusters"),
      "reference/no-cluster",
      messages.allExcluded(),
      "Remove a cluster from excludeClusters. To remove the tenant, drain it and delete its file.",
      "key",
    );
}

/** Where a group must be declared, for the end of a message. */
export const groupScope = "in spec.groups of any cluster";
