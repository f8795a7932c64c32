import { existsSync } from "node:fs";
import { join } from "node:path";
import { type ManifestContext, ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { readManifests } from "../evaluate/manifests/read-manifests.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import type { CheckRule } from "../rules/rule.ts";
import { manifestSetFindings } from "../rules/run-rules.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import { tenantry } from "./command-line.ts";
import { inventoryOf } from "./inventory.ts";
import { manifestSetOf } from "./rules.ts";
import { sandbox, treeOf } from "./sandbox.ts";

export interface RenderedManifests {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  /** Nothing for what is the platform's. */
  readonly tenant: TenantEntry | undefined;
  readonly manifestSet: ManifestSet;
}

/** A folder of its own with the sample, built; gone after the test. */
export async function builtSample(): Promise<string> {
  const root = sandbox("all");
  const { code, out } = await tenantry(root, ["build"]);
  if (code !== 0) throw new Error(out);
  return root;
}

/** What a repository has on disk, as Argo CD would sync it: one scene for each tenant on each cluster, one for its platform. */
export function renderedManifests(root: string): readonly RenderedManifests[] {
  const { platform, clusters } = inventoryOf(root);
  return clusters.flatMap((cluster) =>
    [undefined, ...cluster.tenants].map((tenant) => {
      const below = tenant === undefined ? "platform" : `tenants/${tenant.name}`;
      const manifests = ["rendered", "applications"].flatMap((what) => {
        const folder = join(root, "clusters", cluster.name, what, below);
        if (!existsSync(folder)) return [];
        return [...treeOf(folder)].flatMap(([file, text]) =>
          readManifests({ file: `${below}/${file}`, text }).manifests.map((manifest) => ({
            ...manifest,
            tenant: tenant?.name,
            application: `${cluster.name}.${below.split("/").pop()}.${file.split("/")[0]}`,
          })),
        );
      });
      const context: ManifestContext = { platform, cluster, tenant, namespaces: namespaceLabelsOn(platform, cluster) };
      return { platform, cluster, tenant, manifestSet: new ManifestSet(manifests, context) };
    }),
  );
}

/** What a rule finds in objects that are all of a tenant's, as its own folder would hold them: "line:column message". */
export function foundInUnit(rule: CheckRule, yaml: string, context: ManifestContext): readonly string[] {
  const manifestSet = manifestSetOf(yaml, context);
  const owned = manifestSet.manifests.map((manifest) => ({ ...manifest, tenant: context.tenant?.name }));
  return manifestSetFindings(new ManifestSet(owned, manifestSet.context), [rule]).map(
    ({ diagnostic: { at, message } }) => `${at.line}:${at.column} ${message}`,
  );
}
