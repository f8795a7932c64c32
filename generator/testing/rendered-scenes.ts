import { existsSync } from "node:fs";
import { join } from "node:path";
import { readManifests } from "../evaluate/manifests/read-manifests.ts";
import { Scene, type Surroundings } from "../evaluate/manifests/scene.ts";
import { namespacesOf } from "../evaluate/manifests/unit-scene.ts";
import type { Rule } from "../rules/rule.ts";
import { sceneFindings } from "../rules/run-rules.ts";
import type { ClusterEntry, PlatformEntry, TenantEntry } from "../validate/inventory.ts";
import { tenantry } from "./command-line.ts";
import { inventoryOf } from "./inventory.ts";
import { sceneOf } from "./rules.ts";
import { sandbox, tree } from "./sandbox.ts";

export interface RenderedScene {
  readonly platform: PlatformEntry;
  readonly cluster: ClusterEntry;
  /** Nothing for what is the platform's. */
  readonly tenant: TenantEntry | undefined;
  readonly scene: Scene;
}

/** A folder of its own with the sample, built; gone after the test. */
export async function builtSample(): Promise<string> {
  const root = sandbox("all");
  const { code, out } = await tenantry(root, ["build"]);
  if (code !== 0) throw new Error(out);
  return root;
}

/** What a repository has on disk, as Argo CD would sync it: one scene for each tenant on each cluster, one for its platform. */
export function renderedScenes(root: string): readonly RenderedScene[] {
  const { platform, clusters } = inventoryOf(root);
  return clusters.flatMap((cluster) =>
    [undefined, ...cluster.tenants].map((tenant) => {
      const below = tenant === undefined ? "platform" : `tenants/${tenant.name}`;
      const manifests = ["rendered", "applications"].flatMap((what) => {
        const folder = join(root, "clusters", cluster.name, what, below);
        if (!existsSync(folder)) return [];
        return [...tree(folder)].flatMap(([file, text]) =>
          readManifests({ file: `${below}/${file}`, text }).manifests.map((one) => ({
            ...one,
            tenant: tenant?.name,
            application: `${cluster.name}.${below.split("/").pop()}.${file.split("/")[0]}`,
          })),
        );
      });
      const around: Surroundings = { platform, cluster, tenant, namespaces: namespacesOf(platform, cluster) };
      return { platform, cluster, tenant, scene: new Scene(manifests, around) };
    }),
  );
}

/** What a rule finds in objects that are all of a tenant's, as its own folder would hold them: "line:column message". */
export function foundInUnit(rule: Rule, yaml: string, around: Surroundings): readonly string[] {
  const scene = sceneOf(yaml, around);
  const owned = scene.manifests.map((one) => ({ ...one, tenant: around.tenant?.name }));
  return sceneFindings(new Scene(owned, scene.around), [rule]).map(
    ({ diagnostic: { at, message } }) => `${at.line}:${at.column} ${message}`,
  );
}
