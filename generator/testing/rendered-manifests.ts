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
  /** Undefined for the platform's manifests. */
  readonly tenant: TenantEntry | undefined;
  readonly manifestSet: ManifestSet;
}

/** Builds the sample in a new folder, which is deleted after the test. */
export async function builtSample(): Promise<string> {
  const root = sandbox("all");
  const { code, out } = await tenantry(root, ["build"]);
  if (code !== 0) throw new Error(out);
  return root;
}

/** The manifests on disk, as Argo CD would sync them: one manifest set per tenant and cluster, and one per cluster's platform. */
export function renderedManifests(root: string): readonly RenderedManifests[] {
  const { clusters } = inventoryOf(root);
  return clusters.flatMap((cluster) =>
    [undefined, ...cluster.tenants].map((tenant) => {
      const below = tenant === undefined ? "platform" : `tenants/${tenant.name}`;
      const manifests = ["rendered", "applications"].flatMap((area) => {
        const folder = join(root, "clusters", cluster.name, area, below);
        if (!existsSync(folder)) return [];
        return [...treeOf(folder)].flatMap(([file, text]) =>
          readManifests({ file: `${below}/${file}`, text }).manifests.map((manifest) => ({
            ...manifest,
            tenant: tenant?.name,
            application: `${cluster.name}.${below.split("/").pop()}.${file.split("/")[0]}`,
          })),
        );
      });
      const { platform } = cluster;
      const context: ManifestContext = { platform, cluster, tenant, namespaces: namespaceLabelsOn(cluster) };
      return { platform, cluster, tenant, manifestSet: new ManifestSet(manifests, context) };
    }),
  );
}

/** The findings of a rule in the objects of one tenant's folder: "line:column message". */
export function findingsInUnit(rule: CheckRule, yaml: string, context: ManifestContext): readonly string[] {
  const manifestSet = manifestSetOf(yaml, context);
  const owned = manifestSet.manifests.map((manifest) => ({ ...manifest, tenant: context.tenant?.name }));
  return manifestSetFindings(new ManifestSet(owned, manifestSet.context), [rule]).map(
    ({ diagnostic: { at, message } }) => `${at.line}:${at.column} ${message}`,
  );
}
