import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { textAt } from "../evaluate/manifests/reading.ts";
import { addonApplications, isShareOf, renderedShares, retirablePart } from "../layout/addon-files.ts";
import { fileNameOf } from "../layout/paths.ts";
import { type MergedBase, openBase } from "../load/base.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { dataAnnotation } from "../models/marks.ts";
import { readObject } from "../models/read-object.ts";
import { joinNames } from "../text/listed.ts";
import type { AddonEntry } from "../validate/addons/on-cluster.ts";
import { isRetiring, tenantsStage } from "../validate/addons/retire.ts";
import { type ClusterEntry, findingAt, type Origin } from "../validate/inventory.ts";
import { isMap, mapAtPath, valueAt } from "../validate/merge.ts";
import { Branch } from "../validate/platform-repository.ts";
import { sampleState } from "./sample-state.ts";

const { messages } = codes["lifecycle/out-of-order"];

/** A cluster as far as these checks read it, so that they also run if the files of the clusters are invalid. */
interface AddonsOfCluster {
  readonly name: string;
  readonly addons: readonly string[];
  readonly at: Origin;
}

/**
 * Add-ons whose entry is gone although the merged revision contains their Applications. Without them, other files can be
 * invalid too, for example because the pipelines have no Kafka. This finding names the cause of all of these.
 */
export async function removedAddonsIn(
  root: string,
  { platform, clusters }: RepositoryDocuments,
): Promise<readonly Diagnostic[]> {
  const revision = Branch.safeParse(valueAt(platform?.value, ["spec", "repository", "revision"]));
  if (!revision.success) return [];
  const base = await openBase(root, revision.data);
  if ((await sampleState(base)) === "merged") return [];
  const read = clusters.flatMap(({ source, value }): AddonsOfCluster[] => {
    const name = source.file.split("/")[1];
    const spec = mapAtPath(value, ["spec"]);
    if (name === undefined || (spec["addons"] !== undefined && !isMap(spec["addons"]))) return [];
    const path = spec["addons"] === undefined ? ["spec"] : ["spec", "addons"];
    return [{ name, addons: Object.keys(mapAtPath(spec, ["addons"])), at: { source, path } }];
  });
  return removedAddons(base, read);
}

export async function removedAddons(
  base: MergedBase,
  clusters: readonly AddonsOfCluster[],
): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(
    clusters.map(async ({ name: cluster, addons, at }) => {
      const before = await namesIn(base, addonApplications(cluster));
      const gone = before.filter((name) => !name.includes(".") && !addons.includes(name));
      return Promise.all(
        gone.map(async (addon): Promise<readonly Diagnostic[]> => {
          const parts = await mergedParts(base, cluster, addon);
          return parts.length === 0 ? [] : [notRetired(addon, cluster, parts, at, base.name)];
        }),
      );
    }),
  );
  return found.flat(2);
}

/** Parts of add-ons that would leave a cluster in the same commit as an earlier part. */
export async function partsTogether(
  base: MergedBase,
  clusters: readonly ClusterEntry[],
): Promise<readonly Diagnostic[]> {
  const retiring = clusters.flatMap((cluster) =>
    cluster.addons.filter(isRetiring).map((addon) => ({ cluster: cluster.name, addon })),
  );
  const found = await Promise.all(
    retiring.map(async ({ cluster, addon }) => {
      const merged = new Set(await mergedParts(base, cluster, addon.name));
      if (await sharesIn(base, cluster, addon)) merged.add(tenantsStage);
      const [first, second] = addon.retired.filter((part) => merged.has(part));
      if (first === undefined || second === undefined) return [];
      const message = messages.partsTogether(addon.name, first, second, cluster);
      const hint = `Remove ${second} from retired, and add it in a later commit. Tenantry compared the files with ${base.name}.`;
      const at = addon.onCluster("retired", addon.retired.indexOf(second));
      return [findingAt(at, "lifecycle/out-of-order", message, hint)];
    }),
  );
  return found.flat();
}

/**
 * Applications with data that an add-on no longer has, for example after a change of its file or of its variant. The merged
 * revision shows the data, because the new file may not mention it.
 */
export async function lostData(base: MergedBase, clusters: readonly ClusterEntry[]): Promise<readonly Diagnostic[]> {
  const found = await Promise.all(
    clusters.flatMap((cluster) =>
      cluster.addons.map(async (addon) => {
        const { name, spec, onCluster } = addon;
        const merged = await mergedParts(base, cluster.name, name);
        const gone = merged.filter((part) => !Object.hasOwn(spec.applications, part));
        return Promise.all(
          gone.map(async (part): Promise<readonly Diagnostic[]> => {
            const file = addonApplications(cluster.name, name, fileNameOf("Application", part));
            const data = await dataIn(base, file);
            if (data === undefined) return [];
            const message = codes["addons/in-use"].messages.data(name, part, data, cluster.name);
            const hint = `Restore the Application in the add-on, and retire it first: npx --no-install tenantry plan --cluster ${cluster.name} --addon ${name} --lifecycle removed. Tenantry compared the files with ${base.name}.`;
            return [findingAt(onCluster(), "addons/in-use", message, hint, "key")];
          }),
        );
      }),
    ),
  );
  return found.flat(2);
}

async function dataIn(base: MergedBase, file: string): Promise<string | undefined> {
  const text = await base.read(file);
  const application = typeof text === "string" ? readObject(text) : undefined;
  return textAt(application, "metadata", "annotations", dataAnnotation);
}

/** The parts of an add-on in the merged revision that have Applications, without its network policies. */
async function mergedParts(base: MergedBase, cluster: string, addon: string): Promise<readonly string[]> {
  const names = await namesIn(base, addonApplications(cluster, addon));
  return names.flatMap((name) => retirablePart(name) ?? []);
}

/** Whether the merged revision contains an object that the add-on gives to a tenant. */
async function sharesIn(base: MergedBase, cluster: string, { spec }: AddonEntry): Promise<boolean> {
  const tenants = await namesIn(base, renderedShares(cluster));
  const files = await Promise.all(tenants.map((tenant) => namesIn(base, renderedShares(cluster, tenant))));
  return files.flat().some((file) => isShareOf(spec, file));
}

async function namesIn(base: MergedBase, folder: string): Promise<readonly string[]> {
  const found = await base.read(folder);
  return found === undefined || typeof found === "string" ? [] : found;
}

function notRetired(addon: string, cluster: string, parts: readonly string[], at: Origin, base: string): Diagnostic {
  return findingAt(
    at,
    "lifecycle/out-of-order",
    messages.addonNotRetired(addon, cluster, joinNames(parts)),
    `Restore the add-on. To see the commits of a removal, run npx --no-install tenantry plan --cluster ${cluster} --addon ${addon} --lifecycle removed. Tenantry compared the files with ${base}.`,
    "key",
  );
}
