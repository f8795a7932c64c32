import { layoutOf } from "../gate/layout-of.ts";
import { overlayFiles } from "../layout/overlay.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { shippedAddons } from "../load/shipped-addons.ts";
import type { Inventory } from "../validate/inventory.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import { mergeSpec, removeKafka, sandbox } from "./sandbox.ts";

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
export const shippedNames = shippedAddons().map(({ value }) => String(valueAt(value, ["metadata", "name"])));

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
  removeKafka(root);
  mergeSpec(root, "clusters/production/cluster.yaml", { addons: null, platform: kafkaByHand }, "drop");
  const staging = "clusters/staging/cluster.yaml";
  mergeSpec(root, staging, { addons: null, network: { loadBalancerPools: null } }, "drop");
  mergeSpec(root, staging, { addons, kubernetes: { version: "1.35.4" }, prometheus: { account: "prometheus" } });
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
