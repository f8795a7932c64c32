import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { textAt } from "../evaluate/manifests/reading.ts";
import { addonApplications } from "../layout/addon-files.ts";
import { addonFolder, fileNameOf, generatedPath } from "../layout/paths.ts";
import type { MergedBase } from "../load/base.ts";
import { groupVersion } from "../models/kubernetes-object.ts";
import { dataAnnotation } from "../models/marks.ts";
import { readObject, readObjects } from "../models/read-object.ts";
import { joinNames } from "../text/listed.ts";
import type { AddonApplication } from "../validate/addons/application.ts";
import { filledAddon } from "../validate/addons/filled.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { hasLeft } from "../validate/addons/retire.ts";
import { type ClusterEntry, findingAt } from "../validate/inventory.ts";

const { messages } = codes["addons/in-use"];

/**
 * Objects and releases of Applications with data that an add-on no longer has although it keeps the Application: after a new
 * name, another namespace, another chart or a condition. Argo CD prunes the old objects, and the new ones contain no data.
 */
export async function replacedData(
  base: MergedBase,
  clusters: readonly ClusterEntry[],
): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(
    clusters.flatMap((cluster) =>
      cluster.addons.flatMap((addon) =>
        Object.entries(addon.spec.applications).map(([part, application]) =>
          hasLeft(addon, part) || addon.discards.includes(part) ? [] : lostBy(base, cluster, addon, part, application),
        ),
      ),
    ),
  );
  return found.flat();
}

async function lostBy(
  base: MergedBase,
  cluster: ClusterEntry,
  addon: AddonEntry,
  part: string,
  application: AddonApplication,
): Promise<readonly Diagnostic[]> {
  const merged = await textIn(base, addonApplications(cluster.name, addon.name, fileNameOf("Application", part)));
  const before = readObject(merged);
  const data = textAt(before, "metadata", "annotations", dataAnnotation);
  if (data === undefined) return [];
  const lost = [
    ...lostRelease(before, addon.name, application),
    ...(await lostObjects(base, cluster, addon, part, application)),
  ];
  if (lost.length === 0) return [];
  const message = messages.replaced(part, addon.name, cluster.name, joinNames(lost), data);
  const hint = `Restore the names and the namespace. If the data may be lost, save it, and add discards: [${part}] to the add-on. Tenantry compared the files with ${base.name}.`;
  return [findingAt(addon.onCluster(), "addons/in-use", message, hint, "key")];
}

/** The Helm release of the merged revision, unless the Application still has it in the same namespace. */
function lostRelease(
  before: ReturnType<typeof readObject>,
  addon: string,
  { chart, namespace = addon }: AddonApplication,
): readonly string[] {
  const release = textAt(before, "spec", "source", "helm", "releaseName");
  const place = textAt(before, "spec", "destination", "namespace");
  if (release === undefined || (chart?.release === release && namespace === place)) return [];
  return [`release ${release} in ${place ?? "no namespace"}`];
}

/** The objects that Tenantry rendered for the merged revision, and that the Application no longer contains. */
async function lostObjects(
  base: MergedBase,
  cluster: ClusterEntry,
  addon: AddonEntry,
  part: string,
  { namespace }: AddonApplication,
): Promise<readonly string[]> {
  const file = generatedPath(cluster.name, "overlays", addonFolder(addon.name, part), "resources.yaml");
  const before = readObjects((await textIn(base, file)) ?? "");
  if (before.length === 0) return [];
  const after = new Set(
    (filledAddon(cluster, addon).objects.get(part) ?? []).map(({ object }) =>
      identity(textAt(object, "apiVersion"), textAt(object, "kind"), textAt(object, "metadata", "name"), namespace),
    ),
  );
  return before
    .filter(
      ({ apiVersion, kind, metadata }) => !after.has(identity(apiVersion, kind, metadata?.name, metadata?.namespace)),
    )
    .map(({ kind, metadata }) => `${kind} ${metadata?.name ?? ""}`);
}

/** A new version of the API keeps the object. */
function identity(
  apiVersion: string | undefined,
  kind: string | undefined,
  name: string | undefined,
  namespace: string | undefined,
): string {
  return [groupVersion(apiVersion ?? "").group, kind, namespace, name].join(" ");
}

async function textIn(base: MergedBase, file: string): Promise<string | undefined> {
  const found = await base.read(file);
  return typeof found === "string" ? found : undefined;
}
