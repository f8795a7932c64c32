import { isDeepStrictEqual } from "node:util";
import { clusterScope, tenantScope } from "../generate/scope.ts";
import { runtimeRecipient, tenantRecipient } from "../generate/share-recipient.ts";
import { secretCopies } from "../generate/tenant-shares.ts";
import { toPlain } from "../models/kubernetes-object.ts";
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
    .filter((change) => !isGivenCopy(after, change))
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
          : ref.kind === "ExternalSecret"
            ? [`store ${String(store)}`]
            : []),
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

/** Whether an object copies a Secret that an add-on gives, exactly as Tenantry generates it. `shares.ts` reports what it gives. */
function isGivenCopy({ inventory }: DesiredState, { cluster, tenant, ref, after }: Change): boolean {
  const entry = inventory.clusters.find(({ name }) => name === cluster);
  const own = entry?.tenants.find(({ name }) => name === tenant);
  if (entry === undefined || (tenant !== undefined && own === undefined)) return false;
  const recipient =
    own === undefined ? runtimeRecipient(clusterScope(entry)) : tenantRecipient(tenantScope(entry, own));
  const copies = recipient === undefined ? [] : secretCopies(recipient).map(({ object }) => toPlain(object));
  return copies.some(
    (object) =>
      object.kind === ref.kind &&
      object.metadata?.namespace === ref.namespace &&
      object.metadata?.name === ref.name &&
      isDeepStrictEqual(valueAt(object, ["spec"]), valueAt(after, ["spec"])),
  );
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
