import { parse } from "yaml";
import type { Files, ProposalRevision } from "../proposals.ts";

/** A YAML map of any shape. */
export type YamlMap = Readonly<Record<string, unknown>>;
export type OracleLabels = Readonly<Record<string, string>>;

/** A rendered object, and the place of its file. */
export interface Rendered {
  readonly cluster: string;
  /** The tenant whose folder contains it. Undefined for an object of the platform. */
  readonly tenant: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly data: YamlMap;
}

/** The objects before or after a change, and the hand-written files. */
export interface World {
  readonly inputs: Files;
  readonly objects: readonly Rendered[];
}

/** Parses each text once: most texts are the same before and after a change, and from one change to the next. */
const cache = new Map<string, YamlMap>();

export function worldOf(side: ProposalRevision, inputs: Files): World {
  const objects = [...side.files].flatMap(([file, text]): readonly Rendered[] => {
    const place =
      /^clusters\/([^/]+)\/(?:rendered|applications)\/(?:platform\/tenant-namespaces|tenants|platform)\/([^/]+)/;
    const [, cluster, folder] = place.exec(file) ?? [];
    if (cluster === undefined) return [];
    const data = cache.get(text) ?? read(text);
    cache.set(text, data);
    return [
      {
        cluster,
        tenant: file.includes("/tenants/") || file.includes("/tenant-namespaces/") ? folder : undefined,
        kind: String(data["kind"]),
        name: String(at(data, "metadata", "name")),
        namespace: textIn(data, "metadata", "namespace") ?? "",
        data,
      },
    ];
  });
  return { inputs, objects };
}

function read(text: string): YamlMap {
  const data: unknown = parse(text);
  if (!isData(data)) throw new Error(`invalid object: ${text.slice(0, 100)}`);
  return data;
}

export function clustersOf(...worlds: readonly World[]): readonly string[] {
  return [...new Set(worlds.flatMap(({ objects }) => objects.map(({ cluster }) => cluster)))].sort();
}

export function isData(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isData(found) ? found[key] : undefined), value);
}

export function listIn(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function textIn(value: unknown, ...path: readonly string[]): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
}

export function entriesAt(value: unknown, ...path: readonly string[]): readonly (readonly [string, unknown])[] {
  const found = at(value, ...path);
  return isData(found) ? Object.entries(found) : [];
}

export function labelsIn(value: unknown, ...path: readonly string[]): OracleLabels {
  return Object.fromEntries(entriesAt(value, ...path).map(([key, item]) => [key, String(item)]));
}
