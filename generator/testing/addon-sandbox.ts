import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { layoutOf } from "../gate/layout-of.ts";
import { overlayFiles } from "../layout/overlay.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { shippedAddons } from "../load/shipped-addons.ts";
import type { Inventory } from "../validate/inventory.ts";
import { isMap, merge, type RawMap } from "../validate/merge.ts";
import { sandbox, write } from "./sandbox.ts";

/** A server of PostgreSQL outside the cluster, for the add-ons that need one. */
const database: RawMap = { host: "postgres.acme.test", cidrs: ["192.168.5.0/28"] };

/** The settings with which a cluster uses every shipped add-on that needs settings. */
const settings: Readonly<Record<string, RawMap>> = {
  mlflow: { objectStore: "http://minio.minio:9000" },
  harbor: { host: "harbor.acme.test" },
  metallb: {
    pools: {
      edge: { for: "platform", addresses: ["192.168.2.200-192.168.2.204"], reserved: { ingress: "192.168.2.200" } },
      tenants: { for: "tenants", addresses: ["192.168.2.208/28"] },
    },
  },
};

/** Removes facts of the sample that one of the shipped add-ons provides. */
const provided: RawMap = { namespaces: { mlflow: null }, services: { mlflow: null } };

/** The Kafka of production, because no add-on provides it there. */
const kafkaByHand: RawMap = {
  services: { kafka: { namespace: "kafka", pods: { app: "kafka" }, ports: [{ port: 9092 }] } },
  seldon: { kafka: { service: "kafka", bootstrap: "kafka-bootstrap.kafka:9092" } },
};

/** The names of the shipped add-ons. */
export const shippedNames: readonly string[] = shippedAddons().map(({ value }) => String(nameOf(value)));

/** Every shipped add-on with its settings, as a cluster's file uses it. */
export const allAddons: RawMap = Object.fromEntries(
  shippedNames.map((name) => [name, settings[name] === undefined ? {} : { settings: settings[name] }]),
);

/**
 * A sandbox in which staging uses exactly these add-ons, and production none. Nothing is written by hand that an add-on
 * provides.
 */
export function addonSandbox(addons: RawMap, tenants: "all" | "none" = "none"): string {
  const root = sandbox(tenants);
  const edit = (file: string, spec: RawMap, unmatched?: "keep"): void =>
    write(root, file, stringify(merge(documentIn(root, file), { spec }, unmatched)));
  edit("platform/platform.yaml", {
    namespaces: { kafka: null },
    services: { kafka: null },
    database,
    seldon: { kafka: null },
  });
  edit("clusters/production/cluster.yaml", { addons: null, platform: kafkaByHand });
  edit("clusters/staging/cluster.yaml", { addons: null, network: { loadBalancerPools: null } });
  const prometheus = { account: "prometheus" };
  if (Object.keys(addons).length >= shippedNames.length)
    edit("clusters/staging/cluster.yaml", { platform: provided }, "keep");
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
