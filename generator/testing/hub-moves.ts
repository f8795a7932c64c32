import type { Inventory } from "../validate/inventory.ts";
import { hubSandbox } from "./hub.ts";
import { inventoryOf } from "./inventory.ts";
import { replaceInFile, sandbox } from "./sandbox.ts";

const inCluster = 'destination: { server: "https://kubernetes.default.svc" }';
const own = `{ version: 3.5.1, ${inCluster} }`;

/** Both clusters with their own Argo CD. */
export const withoutHub = (): Inventory => inventoryOf(sandbox());

/** Both clusters in hub main. The hub runs on staging, or on a cluster that the platform does not contain. */
export const inMain = (): Inventory => inventoryOf(hubSandbox());
export const inMainOnStaging = (): Inventory => inventoryOf(hubSandbox({ staging: `{ hub: main, ${inCluster} }` }));

/** Both clusters with their own Argo CD, and a hub that no cluster names. */
export const withUnusedHub = (): Inventory => inventoryOf(hubSandbox({ staging: own, production: own }));

/** One cluster in hub main, and the other one with its own Argo CD. */
export const onlyStagingInMain = (): Inventory => inventoryOf(hubSandbox({ production: own }));
export const onlyProductionInMain = (): Inventory => inventoryOf(hubSandbox({ staging: own }));
export const onlyProductionInMainInGitops = (): Inventory =>
  inventoryOf(hubSandbox({ hub: "{ version: 3.5.1, namespace: gitops }", staging: own }));
export const onlyStagingInMainOnStaging = (): Inventory =>
  inventoryOf(hubSandbox({ staging: `{ hub: main, ${inCluster} }`, production: own }));

/** staging with its own Argo CD, and production in hub central. */
export function onlyProductionInCentral(): Inventory {
  const root = hubSandbox({ staging: own });
  replaceInFile(root, "platform/platform.yaml", "hubs: { main:", "hubs: { central:");
  replaceInFile(root, "clusters/production/cluster.yaml", "hub: main", "hub: central");
  return inventoryOf(root);
}

/** Both clusters in hub central, which runs where hub main runs. */
export function inCentral(of: "on staging" | "elsewhere" = "elsewhere"): Inventory {
  const root = hubSandbox(of === "on staging" ? { staging: `{ hub: main, ${inCluster} }` } : {});
  replaceInFile(root, "platform/platform.yaml", "hubs: { main:", "hubs: { central:");
  for (const cluster of ["staging", "production"])
    replaceInFile(root, `clusters/${cluster}/cluster.yaml`, "hub: main", "hub: central");
  return inventoryOf(root);
}
