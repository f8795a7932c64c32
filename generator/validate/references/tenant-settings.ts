import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Inventory, Origin } from "../inventory.ts";
import { groupScope } from "../placement-findings.ts";
import { unknownReference } from "./unknown.ts";

/** Names in the defaults and components for tenants, so that an unknown name is found before the first tenant. */
export function* tenantSettingsReferences({ platform, clusters, components }: Inventory): Iterable<Diagnostic> {
  const listed = function* (names: readonly string[], at: (index: number) => Origin): Iterable<Diagnostic> {
    for (const [index, name] of names.entries())
      yield* unknownReference(at(index), name, [...components.keys()], "component", {
        scope: "in platform/components/",
        siblings: names,
      });
  };
  const { tenants } = platform.spec;
  yield* listed(tenants.components, (index) => platform.at("tenants", "components", index));
  const known = [...new Set(clusters.flatMap(({ spec }) => spec.groups))];
  const groups = Object.entries(tenants.groups);
  for (const [group, settings] of groups) {
    yield* unknownReference(platform.at("tenants", "groups", group), group, known, "cluster group", {
      scope: groupScope,
      part: "key",
      siblings: groups.map(([name]) => name),
    });
    yield* listed(settings.components, (index) => platform.at("tenants", "groups", group, "components", index));
  }
  for (const cluster of clusters)
    yield* listed(cluster.spec.tenants.components, (index) => cluster.at("tenants", "components", index));
}
