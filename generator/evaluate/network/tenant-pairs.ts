import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";
import { labelsFor } from "./labels-for.ts";
import { intersection, type PortSet } from "./port-set.ts";
import { type LabelMap, selects } from "./selector.ts";
import { type Gate, push } from "./tenant-gates.ts";

/** A way from some pod of one tenant to some pod of another. */
export interface Way {
  readonly from: Gate;
  readonly to: Gate;
  readonly ports: PortSet;
}

/** Namespaces of tenants as selectors see them, by name. */
export type TenantNamespaces = ReadonlyMap<string, LabelMap>;

/**
 * Ways between tenants, where both sides open one. Almost no gate leads to another tenant, and most of those that do name
 * it: so each gate is followed to those whom it names, and never every tenant held against every other. Gates that lead
 * to many (labels that many have, everybody) meet each other only, and of what one of them finds `enough` is said.
 */
export function* waysBetween(
  gates: readonly Gate[],
  namespaces: TenantNamespaces,
  wanted: (way: Way) => boolean,
): Iterable<Way> {
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
  readonly byTenant: ReadonlyMap<string, { readonly named: ReadonlyMap<string, readonly Gate[]> }>;
  readonly broad: readonly Gate[];
  readonly broadOf: (tenant: string) => readonly Gate[];
}

function doors(
  gates: readonly Gate[],
  direction: Gate["direction"],
  namespaces: TenantNamespaces,
  index: LabelIndex,
): Doors {
  const byTenant = new Map<string, { readonly named: Map<string, Gate[]> }>();
  const broad: Gate[] = [];
  const broadByTenant = new Map<string, Gate[]>();
  for (const gate of gates) {
    if (gate.direction !== direction) continue;
    const few = fewOf(gate.namespaces, namespaces, index);
    if (few === undefined) {
      broad.push(gate);
      push(broadByTenant, gate.tenant, gate);
      continue;
    }
    for (const other of few) {
      if (other === gate.tenant) continue;
      const own = byTenant.get(gate.tenant) ?? { named: new Map<string, Gate[]>() };
      byTenant.set(gate.tenant, own);
      push(own.named, other, gate);
    }
  }
  return { byTenant, broad, broadOf: (tenant) => broadByTenant.get(tenant) ?? [] };
}

function* meet(
  exits: readonly Gate[],
  entries: readonly Gate[],
  namespaces: TenantNamespaces,
  wanted: (way: Way) => boolean,
): Iterable<Way> {
  for (const from of exits) {
    for (const to of entries) {
      if (from.tenant === to.tenant) continue;
      if (!leads(from, to.tenant, namespaces) || !leads(to, from.tenant, namespaces)) continue;
      const ports = intersection(from.ports, to.ports);
      if (ports.size === 0) continue;
      const way = { from, to, ports };
      if (senders(way) !== undefined && receivers(way) !== undefined && wanted(way)) yield way;
    }
  }
}

/** Labels of a pod that the way begins at. */
function senders({ from, to }: Way): LabelMap | undefined {
  return labelsFor(from.pods, to.others ?? {});
}

/** Labels of a pod that the way ends at, and that this selector takes too; nothing where there can be none. */
export function receivers({ from, to }: Way, also: unknown = {}): LabelMap | undefined {
  return labelsFor(to.pods, from.others ?? {}, also);
}

function leads({ namespaces: selector }: Gate, tenant: string, namespaces: TenantNamespaces): boolean {
  return selector === undefined || selects(selector, namespaces.get(tenant) ?? {});
}

type LabelIndex = ReadonlyMap<string, readonly string[]>;

function labelIndex(namespaces: TenantNamespaces): LabelIndex {
  const index = new Map<string, string[]>();
  for (const [name, labels] of namespaces)
    for (const [key, value] of Object.entries(labels)) push(index, `${key}\0${value}`, name);
  return index;
}

/** Tenants that a selector for namespaces takes, where it asks for a label that only few have. */
function fewOf(selector: unknown, namespaces: TenantNamespaces, index: LabelIndex): readonly string[] | undefined {
  if (selector === undefined) return undefined;
  const asked = [
    ...Object.entries(mapAt(selector, "matchLabels")).map(([key, value]) => [`${key}\0${scalarText(value)}`]),
    ...listAt(selector, "matchExpressions").flatMap((one) =>
      textAt(one, "operator") === "In"
        ? [textsAt(one, "values").map((value) => `${textAt(one, "key") ?? ""}\0${value}`)]
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
