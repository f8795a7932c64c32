import { writtenByHand } from "../sample-by-hand.ts";
import type { MistakeCase } from "./mistake.ts";

/** The file of the add-on that mistakes edit. */
export const edgeFile = "platform/addons/edge.yaml";

export const staging = "clusters/staging/cluster.yaml";

/** An add-on that uses most fields. */
const edge = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: edge }
spec:
  description: A gateway to the models
  kubernetes: { minimum: "1.30", tested: { from: "1.30", to: "1.37" } }
  settings:
    class: { type: name, description: Class of the gateways, default: edge }
    hosts: { type: map, description: Hosts by name, optional: true, fields: { host: { type: host, description: Host } } }
  provides:
    gateway: { service: edge, workload: proxy, port: http, class: edge, account: edge/proxy }
  variants:
    plain: { applications: { classes: null }, retire: [tenants, proxy] }
  namespaces:
    edge: { podSecurity: restricted }
  applications:
    proxy:
      chart: { repository: "https://charts.edge.invalid", name: edge, version: 1.2.3, release: edge }
      namespace: edge
      kinds: [apps/Deployment]
    classes:
      namespace: edge
      after: [proxy]
      objects:
        class: { object: { apiVersion: v1, kind: ConfigMap, metadata: { name: class }, data: { class: "{settings.class}" } } }
        hosts: { forEach: settings.hosts, object: { apiVersion: v1, kind: ConfigMap, metadata: { name: "{item.key}" } } }
  workloads:
    proxy:
      namespace: edge
      pods: { app: edge }
      ports: { http: 8080 }
      from: { http: [monitoring] }
      to: [api-server, tenants.envoy]
  perTenant:
    entry:
      namespace: edge
      object: { apiVersion: v1, kind: ConfigMap, metadata: { name: "{tenant}" } }
      gives: An entry of the gateway
      whenRemoved: The entry
  retire: [tenants, classes, proxy]
`;

/** The file of the add-on with these texts replaced. */
export function edgeWith(...edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`text not found exactly once in the add-on: ${from}`);
    return text.replace(from, () => to);
  }, edge);
}

/** The sample's file of staging with these add-ons, as lines below `addons`. */
export function stagingWith(...addons: readonly string[]): string {
  const text = writtenByHand(staging);
  const [before, after] = text.split(/^ {2}network:\n/m);
  if (before === undefined || after === undefined) throw new Error(`invalid ${staging}: missing network`);
  const lines = ["addons:", ...addons.map((line) => `  ${line}`)].map((line) => `  ${line}\n`);
  return `${before}${lines.join("")}  network:\n${after}`.replace(
    "monitorLabels: { release: prometheus }",
    "monitorLabels: { release: prometheus }\n    account: prometheus",
  );
}

/** A mistake in the file of the add-on: texts of the valid file, and what replaces them. */
export type EdgeMistake = Omit<MistakeCase, "file" | "others">;

export function inEdge({ edits, ...mistake }: EdgeMistake): MistakeCase {
  return { ...mistake, file: edgeFile, edits: [["", edgeWith(...edits)]] };
}

const withoutChart = [
  'chart: { repository: "https://charts.edge.invalid", name: edge, version: 1.2.3, release: edge }',
  'git: { repository: "https://git.edge.invalid/edge.git", revision: v1.2.3, path: deploy }',
] as const;

/** The same if staging uses the add-on. An unknown chart would cause a further finding. */
export function inUsedEdge({ edits, ...mistake }: EdgeMistake): MistakeCase {
  return { ...inEdge({ ...mistake, edits: [...edits, withoutChart] }), others: { [staging]: stagingWith("edge: {}") } };
}

/** A mistake in the add-ons of staging, as lines below `addons`. */
export type ClusterAddonMistake = Omit<MistakeCase, "file" | "edits"> & { readonly addons: readonly string[] };

export function inStaging({ addons, ...mistake }: ClusterAddonMistake): MistakeCase {
  return { ...mistake, file: staging, edits: [["", stagingWith(...addons)]] };
}
