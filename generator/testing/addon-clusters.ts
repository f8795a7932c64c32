import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { isMap, merge, type RawMap, valueAt } from "../validate/merge.ts";
import { mergeSpec, removeKafka, sandbox, write } from "./sandbox.ts";

/** Shipped add-ons that between them use every field. With others, numbers such as the sum of requests would differ. */
export const shippedAddonNames = ["cert-manager", "external-secrets", "gateway-api", "metallb", "strimzi"];

const pools = { tenants: { for: "tenants", addresses: ["192.168.2.208/28"] } };

/**
 * A sandbox whose cluster staging uses these shipped add-ons. Facts that the add-ons provide are not written by hand.
 * @param names The name of each add-on on the cluster: the shipped name, or that of a file in `platform/addons/`.
 */
export function sandboxWithAddons(
  tenants: "all" | "none" = "none",
  names: (shipped: string) => string = (shipped) => shipped,
): string {
  const root = sandbox(tenants);
  removeKafka(root);
  removeFields(root, "clusters/staging/cluster.yaml", [
    ["spec", "addons"],
    ["spec", "network", "loadBalancerPools"],
  ]);
  const addons = shippedAddonNames.map((name) => [names(name), name === "metallb" ? { settings: { pools } } : {}]);
  const prometheus = { account: "prometheus-kube-prometheus-prometheus" };
  mergeSpec(root, "clusters/staging/cluster.yaml", { addons: Object.fromEntries(addons), prometheus });
  if (tenants === "all") mergeSpec(root, "clusters/production/cluster.yaml", { addons: { strimzi: {} } });
  return root;
}

/** Changes what a cluster's file contains about an add-on. */
export function mergeAddon(root: string, cluster: string, addon: string, differences: RawMap): void {
  mergeSpec(root, `clusters/${cluster}/cluster.yaml`, { addons: { [addon]: differences } });
}

/** Removes fields of a file that the sample may contain. */
export function removeFields(root: string, file: string, paths: readonly (readonly string[])[]): void {
  const written: unknown = parse(readFileSync(join(root, file), "utf8"));
  if (!isMap(written)) throw new Error(`invalid ${file}: not a map`);
  const removal = (path: readonly string[]): RawMap =>
    path.reduceRight<RawMap | null>((below, step) => ({ [step]: below }), null) ?? {};
  const present = paths.filter((path) => valueAt(written, path) !== undefined);
  write(root, file, stringify(present.reduce<RawMap>((left, path) => merge(left, removal(path)), written)));
}

/** The file of an add-on with one Deployment in its own namespace. `more` adds fields to its spec, as YAML lines. */
export function edgeAddon(more: string): string {
  return `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: edge }
spec:
  description: A gateway
  kubernetes: { minimum: "1.30" }
  namespaces: { edge: { podSecurity: restricted } }
  applications:
    gateway: { git: { repository: "https://git.acme.invalid/edge.git", revision: v1.0.0, path: deploy }, namespace: edge, kinds: [apps/Deployment] }
${more}`;
}

/** The file of an add-on whose Applications contain only cluster-scoped objects. `more` adds fields to its spec, as YAML lines. */
export function classesAddon(more = ""): string {
  const object = (name: string): string =>
    `{ object: { apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: { name: ${name} }, value: 1000 } }`;
  return `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: classes }
spec:
  description: Priorities of the platform
  kubernetes: { minimum: "1.30" }
  applications:
    base: { objects: { low: ${object("low")} } }
    derived: { after: [base], data: the priorities of all pods, objects: { high: ${object("high")} } }
${more.replace(/^\n/, "")}`;
}
