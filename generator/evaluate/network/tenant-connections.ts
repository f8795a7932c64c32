import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";
import { labelsFor } from "./labels-for.ts";
import { appendTo, type NamespaceBoundary } from "./namespace-boundaries.ts";
import { type PortSet, portIntersection } from "./port-set.ts";
import { type LabelMap, selects } from "./selector.ts";

/** A way from some pod of one tenant to some pod of another. */
export interface TenantConnection {
  readonly from: NamespaceBoundary;
  readonly to: NamespaceBoundary;
  readonly ports: PortSet;
}

/** Namespaces of tenants as selectors see them, by name. */
export type TenantNamespaces = ReadonlyMap<string, LabelMap>;

/**
 * Ways between tenants, where both sides open one. Almost no gate leads to another tenant, and most of those that do name
 * it: so each gate is followed to those whom it names, and never every tenant held against every other. Gates that lead
 * to many (labels that many have, everybody) meet each other only, and of what one of them finds `enough` is said.
 */
export function* connectionsBetween(
  gates: readonly NamespaceBoundary[],
  namespaces: TenantNamespaces,
  wanted: (way: TenantConnection) => boolean,
): Iterable<TenantConnection> {
  const index = labelIndex(namespaces);
  const out = doors(gates, "egress", namespaces, index);
  const into = doors(gates, "ingress", namespaces, index);
  for (const [tenant, { named }] of out.byTenant)
    for (const [other, exits] of named)
      yield* meet(
        exits,
        [...(into.byTenant.get(other)?.named.get(tenant) ?? []), ...into.broadOf(other)],
        namespaces,
        wanted,
      );
  for (const { named } of into.byTenant.values())
    for (const [other, entries] of named) yield* meet(out.broadOf(other), entries, namespaces, wanted);
  for (const exit of out.broad) {
    const found = new Set<string>();
    for (const entry of into.broad) {
      if (found.size >= enough) break;
      if (found.has(entry.tenant)) continue;
      for (const way of meet([exit], [entry], namespaces, wanted)) {
        found.add(entry.tenant);
        yield way;
      }
    }
  }
}

const enough = 3;

interface Doors {
  readonly byTenant: ReadonlyMap<string, { readonly named: ReadonlyMap<string, readonly NamespaceBoundary[]> }>;
  readonly broad: readonly NamespaceBoundary[];
  readonly broadOf: (tenant: string) => readonly NamespaceBoundary[];
}

function doors(
  gates: readonly NamespaceBoundary[],
  direction: NamespaceBoundary["direction"],
  namespaces: TenantNamespaces,
  index: LabelIndex,
): Doors {
  const byTenant = new Map<string, { readonly named: Map<string, NamespaceBoundary[]> }>();
  const broad: NamespaceBoundary[] = [];
  const broadByTenant = new Map<string, NamespaceBoundary[]>();
  for (const gate of gates) {
    if (gate.direction !== direction) continue;
    const few = fewOf(gate.namespaces, namespaces, index);
    if (few === undefined) {
      broad.push(gate);
      appendTo(broadByTenant, gate.tenant, gate);
      continue;
    }
    for (const other of few) {
      if (other === gate.tenant) continue;
      const own = byTenant.get(gate.tenant) ?? { named: new Map<string, NamespaceBoundary[]>() };
      byTenant.set(gate.tenant, own);
      appendTo(own.named, other, gate);
    }
  }
  return { byTenant, broad, broadOf: (tenant) => broadByTenant.get(tenant) ?? [] };
}

function* meet(
  exits: readonly NamespaceBoundary[],
  entries: readonly NamespaceBoundary[],
  namespaces: TenantNamespaces,
  wanted: (way: TenantConnection) => boolean,
): Iterable<TenantConnection> {
  for (const from of exits) {
    for (const to of entries) {
      if (from.tenant === to.tenant) continue;
      if (!leads(from, to.tenant, namespaces) || !leads(to, from.tenant, namespaces)) continue;
      const ports = portIntersection(from.ports, to.ports);
      if (ports.size === 0) continue;
      const way = { from, to, ports };
      if (senders(way) !== undefined && reachedTenants(way) !== undefined && wanted(way)) yield way;
    }
  }
}

/** Labels of a pod that the way begins at. */
function senders({ from, to }: TenantConnection): LabelMap | undefined {
  return labelsFor(from.pods, to.others ?? {});
}

/** Labels of a pod that the way ends at, and that this selector takes too; nothing where there can be none. */
export function reachedTenants({ from, to }: TenantConnection, also: unknown = {}): LabelMap | undefined {
  return labelsFor(to.pods, from.others ?? {}, also);
}

function leads({ namespaces: selector }: NamespaceBoundary, tenant: string, namespaces: TenantNamespaces): boolean {
  return selector === undefined || selects(selector, namespaces.get(tenant) ?? {});
}

type LabelIndex = ReadonlyMap<string, readonly string[]>;

function labelIndex(namespaces: TenantNamespaces): LabelIndex {
  const index = new Map<string, string[]>();
  for (const [name, labels] of namespaces)
    for (const [key, value] of Object.entries(labels)) appendTo(index, `${key}\0${value}`, name);
  return index;
}

/** Tenants that a selector for namespaces takes, where it asks for a label that only few have. */
function fewOf(selector: unknown, namespaces: TenantNamespaces, index: LabelIndex): readonly string[] | undefined {
  if (selector === undefined) return undefined;
  const asked = [
    ...Object.entries(mapAt(selector, "matchLabels")).map(([key, value]) => [`${key}\0${scalarText(value)}`]),
    ...listAt(selector, "matchExpressions").flatMap((expression) =>
      textAt(expression, "operator") === "In"
        ? [textsAt(expression, "values").map((value) => `${textAt(expression, "key") ?? ""}\0${value}`)]
        : [],
    ),
  ];
  let few: readonly string[] | undefined;
  for (const pairs of asked) {
    // Each that it lists may be taken by a few: a long list that somebody wrote out is as long to read.
    const lists = pairs.map((pair) => index.get(pair) ?? []);
    if (lists.some(({ length }) => length > many)) continue;
    const found = lists.flat();
    if (few === undefined || found.length < few.length) few = found;
  }
  return few?.filter((name) => selects(selector, namespaces.get(name) ?? {}));
}

/** Tenants with a label from which on it names nobody. */
const many = 32;
