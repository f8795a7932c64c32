import { newAccess } from "./access.ts";
import { higherBounds, moreStorage } from "./amounts.ts";
import { newConnections } from "./connections.ts";
import { otherNamespaces } from "./namespaces.ts";
import type { World } from "./rendered.ts";
import { otherExposure, otherInputs, otherNodes, otherSecrets } from "./tenants.ts";

/** The settings of the platform file and the cluster files that decide what is wider. */
export interface Allowed {
  readonly defaultClass: string;
  readonly tenantLabels: readonly string[];
}

/**
 * Everything that is wider after a change than before. Uses brute force over the rendered objects, and no code of `guard`.
 * @param fresh The state after the change without network and components. It shows what is open without a request.
 */
export function wider(before: World, after: World, fresh: World, allowed: Allowed): readonly string[] {
  return [
    ...newConnections(before, after, fresh),
    ...newAccess(before, after),
    ...higherBounds(before, after),
    ...moreStorage(before, after, allowed.defaultClass),
    ...otherNamespaces(before, after, allowed.tenantLabels),
    ...otherSecrets(before, after),
    ...otherNodes(before, after),
    ...otherExposure(before, after),
    ...otherInputs(before, after),
  ];
}
