import { ConfigMap, Namespace, Secret } from "../models/kubernetes-classes.ts";
import { managedBy } from "../models/marks.ts";
import { addonHealthChecks } from "../validate/addons/health.ts";
import type { ArgoCDInstance } from "../validate/argo-cd.ts";
import type { ClusterEntry, Inventory, Origin } from "../validate/inventory.ts";
import { yamlMark } from "./marks.ts";
import { fileNameOf } from "./paths.ts";
import { toYaml } from "./to-yaml.ts";
import type { UnitLayout } from "./unit-layout.ts";

/**
 * In seconds. While a sync waits for an object that never becomes healthy, Argo CD syncs no newer commit, not even the
 * one with the fix (3.2 to 3.5). Argo CD ends the sync after this time, which is long enough for nodes to start.
 */
const syncTimeout = 1800;

/**
 * Objects that an Argo CD instance needs before its first sync: its namespace, its settings and this repository. For an
 * adopted instance only the settings, in a folder that the bootstrap does not apply: its owner sets the keys.
 * @param clusters The clusters that the instance syncs.
 * @param origin The declaration of the instance.
 */
export function instanceObjects(
  inventory: Inventory,
  clusters: readonly ClusterEntry[],
  { namespace, settings }: Pick<ArgoCDInstance, "namespace" | "settings">,
  folder: string,
  origin: Origin,
): UnitLayout["objects"] {
  const { platform } = inventory;
  const adopted = settings === "adopted";
  const configMap = (name: string, data: Readonly<Record<string, string>>): UnitLayout["objects"][0] => ({
    object: new ConfigMap({
      metadata: {
        name,
        namespace,
        // A merge into the owner's ConfigMap must add only the keys.
        ...(adopted ? {} : { labels: { ...managedBy, "app.kubernetes.io/part-of": "argocd" } }),
      },
      data,
    }),
    origin,
    file: `${adopted ? `${folder}/settings` : folder}/${fileNameOf("ConfigMap", name)}`,
  });
  const configMaps = [
    configMap("argocd-cm", argoSettings(inventory, clusters)),
    configMap("argocd-cmd-params-cm", { "controller.sync.timeout.seconds": String(syncTimeout) }),
  ];
  if (adopted) return configMaps;
  return [
    {
      object: new Namespace({ metadata: { name: namespace, labels: managedBy } }),
      origin,
      file: `${folder}/${fileNameOf("Namespace", namespace)}`,
    },
    ...configMaps,
    {
      // Without credentials: the platform team creates these by hand, as a secret of type repo-creds.
      object: new Secret({
        metadata: {
          name: "repository-tenantry",
          namespace,
          labels: { ...managedBy, "argocd.argoproj.io/secret-type": "repository" },
        },
        type: "Opaque",
        data: { type: base64("git"), url: base64(platform.spec.repository.url) },
      }),
      origin: platform.at("repository"),
      file: `${folder}/${fileNameOf("Secret", "repository-tenantry")}`,
    },
  ];
}

/**
 * Keys of argocd-cm: how Argo CD tracks its objects, and the health checks that it does not include: those of the platform,
 * and those of the add-ons of the clusters that the instance syncs.
 */
export function argoSettings(
  { healthChecks }: Inventory,
  clusters: readonly ClusterEntry[],
): Readonly<Record<string, string>> {
  const all = new Map([
    ...addonHealthChecks(clusters),
    ...[...healthChecks].map(([kind, { text }]) => [kind, text] as const),
  ]);
  const checks = [...all].map(([kind, text]) => [`resource.customizations.health.${kind}`, text] as const);
  return { "application.resourceTrackingMethod": "annotation", ...Object.fromEntries(checks) };
}

/** The kustomization with which a person applies the objects directly in a folder. */
export function bootstrapKustomization(folder: string, objects: UnitLayout["objects"]): readonly [string, string] {
  const resources = objects
    .map(({ file }) => file.slice(folder.length + 1))
    .filter((file) => !file.includes("/"))
    .sort();
  return [
    `${folder}/kustomization.yaml`,
    yamlMark() + toYaml({ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources }),
  ];
}

/**
 * The command that applies a bootstrap. In an adopted instance, every object of the bootstrap is new, so a conflict means
 * that another person or tool owns an object of the same name.
 */
export function applyCommand(
  folder: string,
  { settings }: Pick<ArgoCDInstance, "settings">,
  kubectl = "kubectl",
): string {
  const force = settings === "adopted" ? "" : " --force-conflicts";
  return `${kubectl} apply --server-side${force} --field-manager=tenantry --kustomize ${folder}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
