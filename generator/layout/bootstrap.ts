import type { Application } from "@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Namespace } from "kubernetes-models/v1/Namespace";
import { Secret } from "kubernetes-models/v1/Secret";
import type { ClusterScope } from "../generate/scope.ts";
import { managedBy, rootLabel } from "../models/marks.ts";
import type { Inventory } from "../validate/inventory.ts";
import { applicationObject, appProject, inClusterServer } from "./argo-cd.ts";
import { bootstrapReadme } from "./bootstrap-readme.ts";
import { applicationKinds } from "./kinds.ts";
import { yamlMark } from "./marks.ts";
import { rootApplication, rootProject } from "./names.ts";
import { fileNameOf, generatedPath } from "./paths.ts";
import { toYaml } from "./to-yaml.ts";
import type { UnitLayout } from "./unit-layout.ts";

/**
 * In seconds. While a sync waits for an object that never becomes healthy, Argo CD syncs no newer commit, not even the
 * one with the fix (3.2 to 3.5). Argo CD ends the sync after this time, which is long enough for nodes to start.
 */
const syncTimeout = 1800;

/**
 * The files that the platform team applies once, and again after a disaster: Argo CD's settings, this repository, and
 * the two roots.
 */
export function bootstrap(inventory: Inventory, scope: ClusterScope): Pick<UnitLayout, "objects" | "texts"> {
  const { platform, cluster } = scope;
  const folder = generatedPath(cluster.name, "bootstrap");
  const { namespace } = cluster.spec.argoCD;
  const root = (name: "platform" | "tenants"): Application =>
    applicationObject(platform, cluster, {
      name: rootApplication(cluster.name, name),
      project: rootProject(cluster.name),
      source: { path: generatedPath(cluster.name, "applications", name) },
      destination: inClusterServer,
      namespace,
      labels: { [rootLabel]: name },
    });
  const project = appProject(platform, cluster, {
    name: rootProject(cluster.name),
    description: `The root Applications of ${cluster.name}, which contain only Applications and AppProjects`,
    destination: inClusterServer,
    namespaces: [namespace],
    kinds: applicationKinds,
  });
  const objects: UnitLayout["objects"] = [
    {
      object: new Namespace({ metadata: { name: namespace, labels: managedBy } }),
      origin: cluster.at("argoCD"),
      file: `${folder}/${fileNameOf("Namespace", namespace)}`,
    },
    {
      object: new ConfigMap({
        metadata: { name: "argocd-cm", namespace, labels: { ...managedBy, "app.kubernetes.io/part-of": "argocd" } },
        data: argoSettings(inventory),
      }),
      origin: cluster.at("argoCD"),
      file: `${folder}/${fileNameOf("ConfigMap", "argocd-cm")}`,
    },
    {
      object: new ConfigMap({
        metadata: {
          name: "argocd-cmd-params-cm",
          namespace,
          labels: { ...managedBy, "app.kubernetes.io/part-of": "argocd" },
        },
        data: { "controller.sync.timeout.seconds": String(syncTimeout) },
      }),
      origin: cluster.at("argoCD"),
      file: `${folder}/${fileNameOf("ConfigMap", "argocd-cmd-params-cm")}`,
    },
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
    { object: project, origin: cluster.at(), file: `${folder}/${fileNameOf("AppProject", "roots")}` },
    ...(["platform", "tenants"] as const).map((name) => ({
      object: root(name),
      origin: cluster.at(),
      file: `${folder}/${fileNameOf("Application", `roots.${name}`)}`,
    })),
  ];
  const resources = objects.map(({ file }) => file.slice(folder.length + 1)).sort();
  return {
    objects,
    texts: new Map([
      [
        `${folder}/kustomization.yaml`,
        yamlMark() + toYaml({ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", resources }),
      ],
      [`${folder}/README.md`, bootstrapReadme(scope, Object.keys(argoSettings(inventory)).sort())],
    ]),
  };
}

/** Keys of argocd-cm: how Argo CD tracks its objects, and the health checks that it does not include. */
function argoSettings({ healthChecks }: Inventory): Record<string, string> {
  const checks = [...healthChecks].map(
    ([kind, source]) => [`resource.customizations.health.${kind}`, source.text] as const,
  );
  return { "application.resourceTrackingMethod": "annotation", ...Object.fromEntries(checks) };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
