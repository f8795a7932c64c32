import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { generateTenant } from "../generate/generate-tenant.ts";
import { type TenantObjects, type TenantScope, tenantScope } from "../generate/scope.ts";
import { withSyncAnnotations } from "../layout/sync.ts";
import { loadRepository, type RepositoryDocuments } from "../load/load-repository.ts";
import { type KnownSeldon, knownSeldon } from "../models/seldon/known.ts";
import type { ClusterEntry, Inventory } from "../validate/inventory.ts";
import { validateInventory } from "../validate/validate-inventory.ts";
import { sampleByHand } from "./sample-by-hand.ts";

/** The inventory of a folder. Without a folder, the sample's inventory without add-ons. */
export function inventoryOf(root: string = sampleByHand()): Inventory {
  return inventoryWithSeldon(root, knownSeldon);
}

/** The inventory of a folder with other Seldon versions. */
export function inventoryWithSeldon(root: string, known: KnownSeldon): Inventory {
  const inventory = validateInventory(documentsOf(root), known);
  if (!inventory.ok) throw new Error(messagesOf(inventory.diagnostics));
  return inventory.value;
}

export function documentsOf(root: string): RepositoryDocuments {
  const documents = loadRepository(root);
  if (!documents.ok) throw new Error(messagesOf(documents.diagnostics));
  return documents.value;
}

/** The errors of the input in a folder. */
export function errorsIn(root: string): readonly Diagnostic[] {
  return validateInventory(documentsOf(root)).diagnostics.filter(({ severity }) => severity === "error");
}

export function clusterOf({ clusters }: Inventory, clusterName: string): ClusterEntry {
  const cluster = clusters.find(({ name }) => name === clusterName);
  if (cluster === undefined) throw new Error(`unknown cluster ${clusterName}`);
  return cluster;
}

export function scopeOf(inventory: Inventory, clusterName: string, tenantName: string): TenantScope {
  const cluster = clusterOf(inventory, clusterName);
  const tenant = cluster.tenants.find(({ name }) => name === tenantName);
  if (tenant === undefined) throw new Error(`unknown tenant ${tenantName} on ${clusterName}`);
  return tenantScope(cluster, tenant);
}

/** Objects as plain data, so that tests compare the written fields and not classes. */
export function plainObjects(objects: TenantObjects): readonly PlainObject[] {
  return [...objects.values()]
    .flat()
    .map(withSyncAnnotations)
    .map(({ object }) => JSON.parse(JSON.stringify(object)));
}

export interface PlainObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly spec: unknown;
}

export function generatedObjects(root: string | undefined, cluster: string, tenant: string): readonly PlainObject[] {
  return plainObjects(generateTenant(scopeOf(inventoryOf(root), cluster, tenant)));
}

function messagesOf(diagnostics: readonly Diagnostic[]): string {
  const lines = diagnostics.map(({ at, code, message }) => `${at.file}:${at.line}:${at.column} ${code} ${message}`);
  return lines.slice(0, 5).join("\n");
}
