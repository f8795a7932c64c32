import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { isBelowMirror } from "../addons/chart-images.ts";
import { hasLeft } from "../addons/retire.ts";
import { isPulledAsDeclared } from "../image-mirror.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";

const { messages } = codes["platform/mirror"];

/** A mirror has a project for each registry that the platform allows and that add-ons use, and each chart names its registries. */
export function* imageMirrorReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    yield* registriesWithoutProject(cluster);
    yield* chartsWithoutImages(cluster);
  }
}

function* registriesWithoutProject(cluster: ClusterEntry): Iterable<Diagnostic> {
  const { imageMirror } = cluster.spec;
  if (imageMirror === undefined) return;
  const users = new Map([...registriesOfAddons(cluster), ...registriesOfPlatform(cluster)]);
  for (const [host, user] of users) {
    if (isPulledAsDeclared(imageMirror, host) || Object.hasOwn(imageMirror.projects, host)) continue;
    const hint = `Add ${host} to projects, or to direct if nodes may pull from it.`;
    const at = cluster.at("imageMirror", "projects");
    yield findingAt(at, "platform/mirror", messages.noProject(host, user), hint, "key");
  }
}

function registriesOfPlatform({ platform }: ClusterEntry): readonly (readonly [host: string, user: string])[] {
  return platform.spec.registries.map((registry) => [hostOf(registry), `registries of the platform lists ${registry}`]);
}

function registriesOfAddons(cluster: ClusterEntry): readonly (readonly [host: string, user: string])[] {
  return mirroredCharts(cluster).flatMap(({ addon, chart }) =>
    Object.values(chart.images ?? {}).map((image) => [hostOf(image), `add-on ${addon.name} uses ${image}`] as const),
  );
}

/** Without the names of the values, Tenantry cannot replace the registries of a chart. */
function* chartsWithoutImages(cluster: ClusterEntry): Iterable<Diagnostic> {
  if (cluster.spec.imageMirror === undefined) return;
  for (const { addon, application, chart } of mirroredCharts(cluster)) {
    if (chart.images !== undefined || addon.spec.applications[application]?.kinds.length === 0) continue;
    const at = addon.at("applications", application, "chart");
    const hint = "Set images to the values of the chart that contain a registry.";
    yield { ...findingAt(at, "platform/mirror", messages.noImages(chart.name), hint, "key"), severity: "warning" };
  }
}

function mirroredCharts(cluster: ClusterEntry) {
  return cluster.addons
    .filter((addon) => !isBelowMirror(cluster, addon))
    .flatMap((addon) =>
      Object.entries(addon.spec.applications).flatMap(([application, { chart }]) =>
        chart === undefined || hasLeft(addon, application) ? [] : [{ addon, application, chart }],
      ),
    );
}

function hostOf(image: string): string {
  return image.split("/")[0] ?? "";
}
