import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { layoutOf } from "../gate/layout-of.ts";
import { overlayFiles } from "../layout/overlay.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { shippedAddons } from "../load/shipped-addons.ts";
import type { Inventory } from "../validate/inventory.ts";
import { isMap, mapAtPath, merge, type RawMap } from "../validate/merge.ts";
import { sandbox, write } from "./sandbox.ts";

/** The settings with which a cluster uses every shipped add-on that needs settings. */
const settings: Readonly<Record<string, RawMap>> = {
  metallb: {
    pools: {
      edge: { for: "platform", addresses: ["192.168.2.200-192.168.2.204"], reserved: { ingress: "192.168.2.200" } },
      tenants: { for: "tenants", addresses: ["192.168.2.208/28"] },
    },
  },
};

/** The Kafka of production, because no add-on provides it there. */
const kafkaByHand: RawMap = {
  services: { kafka: { namespace: "kafka", pods: { app: "kafka" }, ports: [{ port: 9092 }] } },
  seldon: { kafka: { service: "kafka", bootstrap: "kafka-bootstrap.kafka:9092" } },
};

/** The names of the shipped add-ons. */
export const shippedNames: readonly string[] = shippedAddons().map(({ value }) => String(nameOf(value)));

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
  return Object.fromEntries(
    [...names].sort().map((name) => [name, settings[name] === undefined ? {} : { settings: settings[name] }]),
  );
}

/** The names of add-ons of which no two provide the same contract: of two, the first in the list. */
function withoutRivals(shipped: ReturnType<typeof shippedAddons>): readonly string[] {
  const taken = new Set<string>();
  return shipped.flatMap(({ value }) => {
    const provided = Object.keys(mapAtPath(value, ["spec", "provides"]));
    if (provided.some((contract) => taken.has(contract))) return [];
    for (const contract of provided) taken.add(contract);
    return [String(nameOf(value))];
  });
}

/**
 * A sandbox in which staging uses exactly these add-ons, and production none. Nothing is written by hand that an add-on
 * provides.
 * @param shipped The add-ons under the names with which they are shipped.
 */
export function addonSandbox(addons: RawMap, tenants: "all" | "none" = "none", shipped: RawMap = addons): string {
  const root = sandbox(tenants);
  const edit = (file: string, spec: RawMap, unmatched?: "keep"): void =>
    write(root, file, stringify(merge(documentIn(root, file), { spec }, unmatched)));
  edit("platform/platform.yaml", {
    namespaces: { kafka: null },
    services: { kafka: null },
    seldon: { kafka: null },
  });
  edit("clusters/production/cluster.yaml", { addons: null, platform: kafkaByHand });
  edit("clusters/staging/cluster.yaml", { addons: null, network: { loadBalancerPools: null } });
  const prometheus = { account: "prometheus" };
  if (Object.hasOwn(shipped, "minio")) edit("clusters/staging/cluster.yaml", storeOfAddon, "keep");
  edit("clusters/staging/cluster.yaml", { addons, kubernetes: { version: "1.35.4" }, prometheus }, "keep");
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

function documentIn(root: string, file: string): RawMap {
  const document: unknown = parse(readFileSync(join(root, file), "utf8"));
  if (!isMap(document)) throw new Error(`invalid ${file}: not a map`);
  return document;
}

function nameOf(value: unknown): unknown {
  return isMap(value) && isMap(value["metadata"]) ? value["metadata"]["name"] : undefined;
}
