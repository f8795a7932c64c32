import { type LabelMap, selects } from "../../validate/label-selector.ts";
import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";
import { labelsFor } from "./labels-for.ts";
import { appendTo, type NamespaceBoundary } from "./namespace-boundaries.ts";
import { type PortSet, portIntersection } from "./port-set.ts";

/** A connection from some pod of one tenant to some pod of another. */
export interface TenantConnection {
  readonly from: NamespaceBoundary;
  readonly to: NamespaceBoundary;
  readonly ports: PortSet;
}

/** Namespaces of tenants as selectors see them, by name. */
export type TenantNamespaceLabels = ReadonlyMap<string, LabelMap>;

/**
 * Connections between tenants that both namespace boundaries open. Almost no opening leads to another tenant, and most of
 * those that do name it. So this follows each opening to the tenants that it names, and never compares every pair of tenants.
 * Broad openings (labels that many tenants have, or no selector) are compared with each other only, and each of them reports
 * at most `enough` tenants.
 */
export function* connectionsBetween(
  openings: readonly NamespaceBoundary[],
  namespaces: TenantNamespaceLabels,
  accepts: (connection: TenantConnection) => boolean,
): Iterable<TenantConnection> {
  const index = labelIndex(namespaces);
  const out = openingsByTenant(openings, "egress", namespaces, index);
  const into = openingsByTenant(openings, "ingress", namespaces, index);
  for (const [tenant, { named }] of out.byTenant)
    for (const [other, exits] of named)
      yield* matchBoundaries(
        exits,
        [...(into.byTenant.get(other)?.named.get(tenant) ?? []), ...into.broadOf(other)],
        namespaces,
        accepts,
      );
  for (const { named } of into.byTenant.values())
    for (const [other, entries] of named) yield* matchBoundaries(out.broadOf(other), entries, namespaces, accepts);
  for (const exit of out.broad) {
    const reached = new Set<string>();
    for (const entry of into.broad) {
      if (reached.size >= enough) break;
      if (reached.has(entry.tenant)) continue;
      for (const connection of matchBoundaries([exit], [entry], namespaces, accepts)) {
        reached.add(entry.tenant);
        yield connection;
      }
    }
  }
}

const enough = 3;

interface OpeningsByTenant {
  readonly byTenant: ReadonlyMap<string, { readonly named: ReadonlyMap<string, readonly NamespaceBoundary[]> }>;
  readonly broad: readonly NamespaceBoundary[];
  readonly broadOf: (tenant: string) => readonly NamespaceBoundary[];
}

function openingsByTenant(
  openings: readonly NamespaceBoundary[],
  direction: NamespaceBoundary["direction"],
  namespaces: TenantNamespaceLabels,
  index: LabelIndex,
): OpeningsByTenant {
  const byTenant = new Map<string, { readonly named: Map<string, NamespaceBoundary[]> }>();
  const broad: NamespaceBoundary[] = [];
  const broadByTenant = new Map<string, NamespaceBoundary[]>();
  for (const opening of openings) {
    if (opening.direction !== direction) continue;
    const few = candidateNamespaces(opening.namespaces, namespaces, index);
    if (few === undefined) {
      broad.push(opening);
      appendTo(broadByTenant, opening.tenant, opening);
      continue;
    }
    for (const other of few) {
      if (other === opening.tenant) continue;
      const entry = byTenant.get(opening.tenant) ?? { named: new Map<string, NamespaceBoundary[]>() };
      byTenant.set(opening.tenant, entry);
      appendTo(entry.named, other, opening);
    }
  }
  return { byTenant, broad, broadOf: (tenant) => broadByTenant.get(tenant) ?? [] };
}

function* matchBoundaries(
  exits: readonly NamespaceBoundary[],
  entries: readonly NamespaceBoundary[],
  namespaces: TenantNamespaceLabels,
  accepts: (connection: TenantConnection) => boolean,
): Iterable<TenantConnection> {
  for (const from of exits) {
    for (const to of entries) {
      if (from.tenant === to.tenant) continue;
      if (!selectsTenant(from, to.tenant, namespaces) || !selectsTenant(to, from.tenant, namespaces)) continue;
      const ports = portIntersection(from.ports, to.ports);
      if (ports.size === 0) continue;
      const connection = { from, to, ports };
      if (senders(connection) !== undefined && reachedTenants(connection) !== undefined && accepts(connection))
        yield connection;
    }
  }
}

/** Labels of a pod that the connection can start from. */
function senders({ from, to }: TenantConnection): LabelMap | undefined {
  return labelsFor(from.pods, to.others ?? {});
}

/** Labels of a pod that the connection can lead to and that this selector also matches. Undefined if no such pod can exist. */
export function reachedTenants({ from, to }: TenantConnection, also: unknown = {}): LabelMap | undefined {
  return labelsFor(to.pods, from.others ?? {}, also);
}

function selectsTenant(
  { namespaces: selector }: NamespaceBoundary,
  tenant: string,
  namespaces: TenantNamespaceLabels,
): boolean {
  return selector === undefined || selects(selector, namespaces.get(tenant) ?? {});
}

type LabelIndex = ReadonlyMap<string, readonly string[]>;

function labelIndex(namespaces: TenantNamespaceLabels): LabelIndex {
  const index = new Map<string, string[]>();
  for (const [name, labels] of namespaces)
    for (const [key, value] of Object.entries(labels)) appendTo(index, `${key}\0${value}`, name);
  return index;
}

/** Tenants that a namespaceSelector matches, if it requires a label that only few tenants have. */
function candidateNamespaces(
  selector: unknown,
  namespaces: TenantNamespaceLabels,
  index: LabelIndex,
): readonly string[] | undefined {
  if (selector === undefined) return undefined;
  const required = [
    ...Object.entries(mapAt(selector, "matchLabels")).map(([key, value]) => [`${key}\0${scalarText(value)}`]),
    ...listAt(selector, "matchExpressions").flatMap((expression) =>
      textAt(expression, "operator") === "In"
        ? [textsAt(expression, "values").map((value) => `${textAt(expression, "key") ?? ""}\0${value}`)]
        : [],
    ),
  ];
  let few: readonly string[] | undefined;
  for (const pairs of required) {
    // Each listed value may match few tenants. The result is then at most a constant times as long as the hand-written list.
    const lists = pairs.map((pair) => index.get(pair) ?? []);
    if (lists.some(({ length }) => length > many)) continue;
    const tenants = lists.flat();
    if (few === undefined || tenants.length < few.length) few = tenants;
  }
  return few?.filter((name) => selects(selector, namespaces.get(name) ?? {}));
}

/** If more tenants than this have a label, it does not identify a tenant. */
const many = 32;
