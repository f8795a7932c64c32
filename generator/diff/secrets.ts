import { isDeepStrictEqual } from "node:util";
import { type Change, describeRef } from "../plan/change.ts";
import { isMap, type RawMap, valueAt } from "../validate/merge.ts";
import { withNames } from "../validate/name-placeholders.ts";
import type { DesiredState } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

/** Secrets that External Secrets reads for a tenant from outside the tenant's folder in the store. */
export function secretStatements(
  _: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const stores = new Map(
    after.inventory.clusters.map(({ name, platform }) => [String(name), platform.spec.secretStores]),
  );
  return changes
    .filter(({ ref, verb }) => ref.group === "external-secrets.io" && verb !== "delete")
    .flatMap(({ cluster, tenant, ref, before, after: fresh }) => {
      const spec = valueAt(fresh, ["spec"]);
      const store = valueAt(spec, ["secretStoreRef", "name"]);
      const known = Object.entries(stores.get(cluster) ?? {}).find(([name]) => name === store)?.[1];
      const folder = known && withNames(known.prefix, { tenant: tenant ?? "platform" });
      const others = ["dataFrom", "sourceRef"].filter((field) => valueAt(spec, [field]) !== undefined);
      const outside = [
        ...(ref.kind === "ExternalSecret" ? [] : [ref.kind]),
        ...(valueAt(spec, ["secretStoreRef", "kind"]) === "ClusterSecretStore" && folder !== undefined
          ? keysOf(fresh).filter((key) => !isBelow(key, folder))
          : [`store ${String(store)}`]),
        ...others,
      ];
      if (outside.length === 0 || isDeepStrictEqual(valueAt(before, ["spec"]), spec)) return [];
      return [
        {
          topic: "secrets" as const,
          risk: "high" as const,
          cluster,
          tenant,
          about: describeRef(ref),
          message: `reads values outside the folder of ${tenant ?? "the platform"} in the secret store: ${outside.join(", ")}`,
          widens: true as const,
          headline: `gives ${tenant ?? "the platform"} access to another secret`,
        },
      ];
    });
}

/** Keys that are read from the store. A key in another notation counts as outside. */
function keysOf(object: RawMap | undefined): readonly string[] {
  const data = valueAt(object, ["spec", "data"]);
  if (data === undefined) return [];
  const items: readonly unknown[] = Array.isArray(data) ? data : [data];
  return items.map((item) => {
    const key = valueAt(item, ["remoteRef", "key"]);
    const plain = isMap(item) && Object.keys(item).every((field) => field === "secretKey" || field === "remoteRef");
    return typeof key === "string" && plain ? key : JSON.stringify(item);
  });
}

function isBelow(key: string, folder: string): boolean {
  return (
    key.startsWith(folder) &&
    !key
      .slice(folder.length)
      .split("/")
      .some((part) => part === "" || part === "." || part === "..")
  );
}
