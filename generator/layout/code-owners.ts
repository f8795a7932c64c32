import { shareNamespaces } from "../generate/share-recipient.ts";
import { platformParts } from "../models/platform-parts.ts";
import { edgeOf } from "../patterns/edge.ts";
import type { Inventory } from "../validate/inventory.ts";
import { addonApplications } from "./addon-files.ts";
import { yamlMark } from "./marks.ts";
import {
  fileNameOf,
  generatedPath,
  type HostedPart,
  hostedFolder,
  hostedParts,
  ownerFolder,
  platformFolder,
  routeHostsFile,
  sharedWorkflows,
  tenantNamespaces,
} from "./paths.ts";
import { template } from "./template.ts";

/** Files of the platform that list tenants. Adding or removing a tenant changes them. */
const sharedFiles = [
  generatedPath("*", "applications", ownerFolder(undefined), fileNameOf("Application", platformParts.operator)),
  generatedPath("*", "overlays", platformFolder(platformParts.policies), "resources.yaml"),
  generatedPath("*", "overlays", platformFolder(platformParts.seldon), "resources.yaml"),
  generatedPath("*", "overlays", platformFolder(platformParts.runtime), "resources.yaml"),
  generatedPath("*", "overlays", tenantNamespaces, ""),
  routeHostsFile("*", "*"),
  generatedPath("*", "rendered", platformFolder(platformParts.policies), fileNameOf("ConfigMap", "tenantry-policies")),
  generatedPath("*", "rendered", platformFolder(platformParts.seldon), "networkpolicy-*.yaml"),
  generatedPath("*", "rendered", platformFolder(platformParts.runtime), "networkpolicy-*.yaml"),
  generatedPath("*", "rendered", tenantNamespaces, ""),
];

/** The folders of what tenants have in the namespaces of add-ons. */
function foldersOfTenants(clusters: Inventory["clusters"]): readonly string[] {
  const isUsed: Readonly<Record<HostedPart, boolean>> = {
    shares: clusters.some(({ addons }) => shareNamespaces(addons).length > 0),
    edge: clusters.some((cluster) => edgeOf(cluster) !== undefined),
  };
  return (["overlays", "rendered"] as const).flatMap((area) =>
    hostedParts.filter((part) => isUsed[part]).map((part) => generatedPath("*", area, hostedFolder(part), "")),
  );
}

/** The Applications of add-ons whose values contain an entry for each tenant. */
function filesWithEntries(clusters: Inventory["clusters"]): readonly string[] {
  const files = clusters.flatMap(({ addons }) =>
    addons.flatMap(({ name, spec }) =>
      Object.values(spec.perTenant).flatMap(({ values }) =>
        values.map(({ application }) => addonApplications("*", name, fileNameOf("Application", application))),
      ),
    ),
  );
  return [...new Set(files)].sort();
}

/** Whether two names refer to the same team: names on GitHub are case-insensitive. */
export function isSameTeam(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

const render = template<object>("code-owners.hbs");

/**
 * GitHub's CODEOWNERS. A line without an owner requires no review: these files must equal the generator's output instead.
 * With `repository.path`, GitHub does not read this file: `publish/code-owners-section.ts` copies it to the file that GitHub reads.
 * https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
 */
export function codeOwners({ platform, clusters }: Inventory): string {
  const owners = new Map<string, string>(
    clusters.flatMap(({ tenants }) => tenants.map(({ name, spec }) => [name, spec.owner.github])),
  );
  const tenants = [...owners.keys()].sort().map((name) => ({ name, github: owners.get(name) }));
  // GitHub's patterns begin at the root of the repository.
  const shared = [...foldersOfTenants(clusters), ...filesWithEntries(clusters), ...sharedFiles].map(
    (path) => `/${path}`,
  );
  const { path: folder } = platform.spec.repository;
  const start = folder === undefined ? "" : `/${folder}`;
  const everything = folder === undefined ? "*" : `${start}/`;
  const workflows = folder === undefined ? [] : [`/${sharedWorkflows.workflow}*`, `/${sharedWorkflows.action}`];
  return yamlMark() + render({ platform: platform.spec.owner.github, start, everything, workflows, tenants, shared });
}
