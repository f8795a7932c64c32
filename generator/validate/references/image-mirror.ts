import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { joinNames } from "../../text/listed.ts";
import { isBelowMirror } from "../addons/chart-images.ts";
import { filledAddon } from "../addons/filled.ts";
import { hasLeft } from "../addons/retire.ts";
import { isPulledAsDeclared } from "../image-mirror.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { valueAt } from "../merge.ts";

const { messages } = codes["platform/mirror"];

/**
 * A mirror has its own project for each registry that the platform allows and that add-ons use, and each chart names its
 * registries.
 */
export function* imageMirrorReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    yield* projectsOf(cluster);
    yield* registriesWithoutProject(cluster);
    yield* allowedProjects(cluster);
    yield* chartsWithoutImages(cluster);
  }
}

/** Each project contains the copies of one registry, which nodes do not use directly. */
function* projectsOf(cluster: ClusterEntry): Iterable<Diagnostic> {
  const { imageMirror } = cluster.spec;
  if (imageMirror === undefined) return;
  const projects = Object.entries(imageMirror.projects);
  for (const [index, [host, project]] of projects.entries()) {
    const at = cluster.at("imageMirror", "projects", host);
    // Otherwise an allowed prefix of one registry would allow images of the other.
    const other = projects.slice(0, index).find(([, earlier]) => containsEither(earlier, project));
    const message = isPulledAsDeclared(imageMirror, host)
      ? messages.notMirrored(host, host === imageMirror.host)
      : other === undefined
        ? undefined
        : messages.sharedProject(project, host, other[0]);
    if (message !== undefined) yield findingAt(at, "platform/mirror", message, undefined, "key");
  }
}

function containsEither(left: string, right: string): boolean {
  return `${left}/`.startsWith(`${right}/`) || `${right}/`.startsWith(`${left}/`);
}

/** A registry of the platform that contains whole projects of the mirror allows every image of their registries. */
function* allowedProjects(cluster: ClusterEntry): Iterable<Diagnostic> {
  const { imageMirror } = cluster.spec;
  if (imageMirror === undefined) return;
  const { registries } = cluster.platform.spec;
  for (const [index, registry] of registries.entries()) {
    if (hostOf(registry) !== imageMirror.host) continue;
    const hosts = Object.entries(imageMirror.projects).flatMap(([host, project]) =>
      `${imageMirror.host}/${project}/`.startsWith(registry) && !registries.includes(`${host}/`) ? [host] : [],
    );
    if (hosts.length === 0) continue;
    const at = cluster.platform.at("registries", index);
    const message = messages.wholeProject(registry, joinNames(hosts), cluster.name);
    const hint = `List the projects with your own images, for example ${imageMirror.host}/acme/.`;
    yield { ...findingAt(at, "platform/mirror", message, hint), severity: "warning" };
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
  return mirroredCharts(cluster).flatMap(({ addon, application, chart }) => {
    const { values } = filledAddon(cluster, addon);
    return Object.entries(chart.images ?? {}).map(([at, original]) => {
      const written = valueAt(values.get(application), at.split("."));
      const image = typeof written === "string" && written !== "" ? written : original;
      return [hostOf(image), `add-on ${addon.name} uses ${image}`] as const;
    });
  });
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
