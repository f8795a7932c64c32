import type { Statement } from "../diff/statement.ts";
import type { ClusterEntry, Inventory, TenantEntry } from "../validate/inventory.ts";

/** The change that a pull request proposes. */
export interface Proposal {
  /** The base. Undefined if its input files are invalid for today's generator: it is then unknown what a tenant was granted. */
  readonly before: Inventory | undefined;
  readonly after: Inventory;
  /** The platform's GitHub team, from the base and never from the proposal. Undefined if the base does not name it. */
  readonly platformTeam: string | undefined;
  /** The tenants that this changes and whose generated files in the base are out of date. */
  readonly outdated: readonly string[];
  /** Every file that differs from the base, in the folder with the input files. */
  readonly files: readonly string[];
  /** Every other file of the repository that differs. These files belong to other projects. */
  readonly filesOutside: readonly string[];
  readonly statements: readonly Statement[];
  /** Whether an object is deleted. */
  readonly deletes: boolean;
}

/** One tenant on one cluster, before a change or after it. */
export interface TenantOnCluster {
  readonly components: Inventory["components"];
  readonly cluster: ClusterEntry;
  readonly tenant: TenantEntry;
}

/** A tenant on each of its clusters, by cluster: the comparison is made for each cluster. */
export function placedIn({ clusters, components }: Inventory, name: string): ReadonlyMap<string, TenantOnCluster> {
  return new Map(
    clusters.flatMap((cluster) =>
      cluster.tenants
        .filter((tenant) => tenant.name === name)
        .map((tenant): [string, TenantOnCluster] => [cluster.name, { cluster, tenant, components }]),
    ),
  );
}
