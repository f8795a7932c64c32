import type { ClusterEntry } from "../inventory.ts";
import type { ContractName } from "./contracts.ts";
import { providerOf } from "./retire.ts";

/** Whether an add-on or a file provides a contract on a cluster. */
export function isProvided(cluster: ClusterEntry, contract: ContractName): boolean {
  return providerOf(cluster.addons, contract) !== undefined || (byHand[contract]?.(cluster) ?? false);
}

/** The contracts that files can provide without an add-on. */
const byHand: Readonly<Partial<Record<ContractName, (cluster: ClusterEntry) => boolean>>> = {
  monitoring: () => true,
  streaming: ({ platform }) => platform.spec.seldon.kafka !== undefined,
  objectStore: ({ platform }) =>
    Object.values(platform.spec.artifactStores).some(
      ({ service, external }) => service !== undefined || external !== undefined,
    ),
  database: ({ platform }) => platform.spec.database !== undefined,
};
