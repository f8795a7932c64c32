import { layoutOf } from "../gate/layout-of.ts";
import { overlayFiles } from "../layout/overlay.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { shippedAddons } from "../load/shipped-addons.ts";
import type { Inventory } from "../validate/inventory.ts";
import { mapAtPath, type RawMap, valueAt } from "../validate/merge.ts";
import { mergeSpec, removeKafka, sandbox } from "./sandbox.ts";

/** A server of PostgreSQL outside the cluster, for the add-ons that need one. */
const database: RawMap = { host: "postgres.acme.test", cidrs: ["192.168.5.0/28"] };

const pools = {
  edge: { for: "platform", addresses: ["192.168.2.200-192.168.2.204"], reserved: { ingress: "192.168.2.200" } },
  tenants: { for: "tenants", addresses: ["192.168.2.208/28"] },
};

/** How a cluster uses the shipped add-ons that need settings, or a variant in addition to the others. */
const uses: Readonly<Record<string, RawMap>> = {
  harbor: { settings: { host: "harbor.acme.test" } },
  metallb: { settings: { pools } },
};

/** The sample without its server of experiments, which a shipped add-on provides. */
const withoutMlflow: RawMap = { namespaces: { mlflow: null }, services: { mlflow: null } };

/** The Kafka of production, because no add-on provides it there. */
const kafkaByHand: RawMap = {
  services: { kafka: { namespace: "kafka", pods: { app: "kafka" }, ports: [{ port: 9092 }] } },
  seldon: { kafka: { service: "kafka", bootstrap: "kafka-bootstrap.kafka:9092" } },
};

/** The gateway of a cluster on which no add-on provides it. */
const ingress: RawMap = { namespace: "ingress-nginx", pods: { app: "ingress" } };

/** The names of the shipped add-ons. */
export const shippedNames = shippedAddons().map(({ value }) => String(valueAt(value, ["metadata", "name"])));

/** Every shipped add-on with its settings, as a cluster's file uses it. Of two for one contract, the last by name. */
export const allAddons: RawMap = used(withoutRivals(shippedAddons().toReversed()));

/** The same with the first by name. */
export const otherAddons: RawMap = used(withoutRivals(shippedAddons()));

/** Fields of staging with which tenants have an artifact store of the add-on `minio`, in addition to a store outside the cluster. */
const storeOfAddon: RawMap = {
  platform: {
    namespaces: { minio: null },
    services: { minio: null },
    artifactStores: {
      minio: { service: null, external: { cidrs: ["192.168.6.0/28"], port: 443 } },
      tenants: {
        locations: ["s3://tenant-{tenant}/"],
        service: "minio",
        credentials: { secret: "object-store", from: "add-on" },
      },
    },
  },
};

function used(names: readonly string[]): RawMap {
  return Object.fromEntries([...names].sort().map((name) => [name, uses[name] ?? {}]));
}

/** The names of add-ons of which no two provide the same contract: of two, the first in the list. */
function withoutRivals(shipped: ReturnType<typeof shippedAddons>): readonly string[] {
  const taken = new Set<string>();
  return shipped.flatMap(({ value }) => {
    const provided = Object.keys(mapAtPath(value, ["spec", "provides"]));
    if (provided.some((contract) => taken.has(contract))) return [];
    for (const contract of provided) taken.add(contract);
    return [String(valueAt(value, ["metadata", "name"]))];
  });
}

/** Whether a shipped add-on among these provides a contract. */
function isProvided(contract: string, addons: RawMap): boolean {
  return shippedAddons().some(
    ({ value }) =>
      Object.hasOwn(addons, String(valueAt(value, ["metadata", "name"]))) &&
      valueAt(value, ["spec", "provides", contract]) !== undefined,
  );
}

/**
 * A sandbox in which staging uses exactly these add-ons, and production none. Nothing is written by hand that an add-on
 * provides.
 * @param shipped The add-ons under the names with which they are shipped.
 */
export function addonSandbox(addons: RawMap, tenants: "all" | "none" = "none", shipped: RawMap = addons): string {
  const root = sandbox(tenants);
  removeKafka(root);
  mergeSpec(root, "clusters/production/cluster.yaml", { addons: null, platform: kafkaByHand }, "drop");
  const staging = "clusters/staging/cluster.yaml";
  const monitored = isProvided("monitoring", shipped);
  const prometheus = monitored ? null : { account: "prometheus" };
  mergeSpec(root, staging, { addons: null, network: { loadBalancerPools: null }, prometheus }, "drop");
  mergeSpec(root, "platform/platform.yaml", { database });
  if (Object.hasOwn(shipped, "minio")) mergeSpec(root, staging, storeOfAddon);
  if (isProvided("experimentTracking", shipped)) mergeSpec(root, staging, { platform: withoutMlflow });
  mergeSpec(root, staging, { addons, kubernetes: { version: "1.35.4" } });
  if (Object.hasOwn(shipped, "ingress-nginx")) {
    mergeSpec(root, "platform/platform.yaml", { services: { ingress: null } }, "drop");
    mergeSpec(root, "clusters/production/cluster.yaml", { platform: { services: { ingress } } });
  }
  return root;
}

/** Every generated file of an inventory by path, before rendering. */
export function generatedFiles(inventory: Inventory): ReadonlyMap<string, string> {
  return new Map(
    inventory.clusters.flatMap((cluster) =>
      [undefined, ...cluster.tenants].flatMap((tenant) => {
        const { overlays, objects, texts } = layoutOf(inventory, { cluster, tenant });
        return [
          ...texts,
          ...overlays.flatMap((overlay) => [...overlayFiles(overlay)]),
          ...objects.map(({ object, file }) => [file, objectFile(object)] as const),
        ];
      }),
    ),
  );
}
