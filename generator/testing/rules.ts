import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { type ManifestContext, ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { readManifests } from "../evaluate/manifests/read-manifests.ts";
import { labelsAt } from "../evaluate/manifests/reading.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import type {
  ChangeRule,
  CheckRule,
  ClusterRule,
  InventoryRule,
  ManifestSetRule,
  ObjectRule,
  RuleFinding,
} from "../rules/rule.ts";
import { clusterFindings, inventoryFindings, manifestSetFindings } from "../rules/run-rules.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { PatternName } from "../validate/terms.ts";
import { inventoryOf } from "./inventory.ts";
import { sandbox, tenantText, write } from "./sandbox.ts";

/** A manifest set of objects in YAML. The Namespaces among them are added to the known namespaces. */
export function manifestSetOf(yaml: string, around: Partial<ManifestContext> = {}): ManifestSet {
  const { manifests, diagnostics } = readManifests({ file: "objects.yaml", text: yaml.replace(/^\n/, "") });
  const [problem] = diagnostics;
  if (problem !== undefined) throw new Error(`${problem.at.line}:${problem.at.column} ${problem.message}`);
  if (manifests.length === 0) throw new Error("missing object in this YAML");
  const written = manifests
    .filter(({ kind }) => kind === "Namespace")
    .map(({ name, object }) => [name, labelsAt(object, "metadata", "labels")] as const);
  return new ManifestSet(manifests, { ...around, namespaces: new Map([...(around.namespaces ?? []), ...written]) });
}

/** The findings of a rule in objects: "line:column message". */
export function findingsIn(
  rule: ObjectRule | ManifestSetRule | ClusterRule,
  yaml: string,
  around: Partial<ManifestContext> = {},
): readonly string[] {
  return findingsInManifests(rule, manifestSetOf(yaml, around));
}

/** The findings of a rule in a file of an external folder that contains other files too. */
export function findingsInFile(
  rule: ObjectRule | ManifestSetRule | ClusterRule,
  yaml: string,
  others: readonly Manifest[] = [],
): readonly string[] {
  const { manifests, context } = manifestSetOf(yaml);
  const folder = { everywhere: [...manifests, ...others], together: false };
  return findingsInManifests(rule, new ManifestSet(manifests, { ...context, folder }));
}

export function findingsInManifests(rule: CheckRule, manifestSet: ManifestSet): readonly string[] {
  const findings =
    rule.over === "cluster" ? clusterFindings(manifestSet, [rule]) : manifestSetFindings(manifestSet, [rule]);
  return findings.map(({ diagnostic }) => messagesOf(diagnostic));
}

const inventories = new Map<string, Inventory>();

/**
 * The sample's platform and clusters with one tenant, `churn`, on production. `spec` adds fields to its spec, as YAML.
 * `others` adds tenants by name. Each inventory is read once and reused, because nothing changes an inventory.
 */
export function inventoryWith(spec: string, others: Readonly<Record<string, string>> = {}): Inventory {
  const key = JSON.stringify([spec, others]);
  const inventory = inventories.get(key) ?? readInventoryWith({ churn: spec, ...others });
  inventories.set(key, inventory);
  return inventory;
}

function readInventoryWith(tenants: Readonly<Record<string, string>>): Inventory {
  const root = sandbox();
  for (const [name, more] of Object.entries(tenants))
    write(root, `tenants/${name}.yaml`, wholeFile(name, more.replace(/^\n/, "").replace(/^(?=.)/gm, "  ")));
  return inventoryOf(root);
}

/** A tenant file. Clusters in the spec replace the default clusters. */
function wholeFile(name: string, more: string): string {
  const file = tenantText(name, more);
  return /^ {2}clusters:/m.test(more) ? file.replace("  clusters: { production: {} }\n", "") : file;
}

/** The findings of a rule in an inventory: "file:line:column message". */
export function findingsAmong(rule: InventoryRule, inventory: Inventory): readonly string[] {
  return inventoryFindings(inventory, [rule]).map(
    ({ diagnostic }) => `${diagnostic.at.file}:${messagesOf(diagnostic)}`,
  );
}

/** The findings of a rule in a change: "file:line:column message". */
export function findingsBetween(rule: ChangeRule, before: Inventory, after: Inventory): readonly string[] {
  return [...rule.check(before, after)].map((finding) => `${finding.at.file}:${messagesOf(finding)}`);
}

/** The context of an example: the tenant churn on production, optionally with another pattern. */
export function churnOnProduction(spec = "", pattern?: PatternName): ManifestContext {
  const { clusters } = inventoryWith(spec);
  const production = clusters.find(({ name }) => name === "production");
  if (production === undefined) throw new Error("missing cluster production");
  const seldon = { ...production.spec.seldon, pattern: pattern ?? production.spec.seldon.pattern };
  const cluster = { ...production, spec: { ...production.spec, seldon } };
  return { platform: cluster.platform, cluster, tenant: cluster.tenants[0], namespaces: namespaceLabelsOn(cluster) };
}

export function messagesOf({ at, message }: Pick<RuleFinding, "at" | "message">): string {
  return `${at.line}:${at.column} ${message}`;
}
