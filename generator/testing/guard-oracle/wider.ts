import { newAccess } from "./access.ts";
import { higherBounds, moreStorage } from "./amounts.ts";
import { newConnections } from "./connections.ts";
import { otherNamespaces } from "./namespaces.ts";
import type { World } from "./rendered.ts";
import { otherExposure, otherInputs, otherNodes, otherSecrets } from "./tenants.ts";

/** What the platform's file and the clusters' say, as far as it decides what is wider. */
export interface Allowed {
  readonly defaultClass: string;
  readonly tenantLabels: readonly string[];
}

/**
 * What is wider after a change than before it: by brute force, over what is rendered, without anything that `guard` looks with.
 * @param fresh The state after it without network and without components, of which what nobody asked for is read.
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
