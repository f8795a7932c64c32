import type { Path } from "../load/source.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { isKubernetesObject } from "../models/read-object.ts";
import { isMap } from "../validate/merge.ts";

/** One object with one change. `object` is undefined if the whole object is dropped. */
export interface Mutant {
  readonly what: string;
  /** The changed field, without indexes: `spec.ingress[].ports[]`. */
  readonly field: string;
  readonly object: KubernetesObject | undefined;
}

/** Every mutant of one object, each with one change. */
export function* mutantsOf(object: KubernetesObject): Iterable<Mutant> {
  const plain: unknown = JSON.parse(JSON.stringify(object));
  yield { what: "drop an object", field: "", object: undefined };
  for (const { path, value } of placesOf(plain, [])) {
    const field = fieldOf(path);
    if (isIdentity(field)) continue;
    yield* changed("drop a field or an element", plain, path, undefined);
    for (const [what, next] of changes(field, value)) yield* changed(what, plain, path, next);
  }
}

interface Place {
  readonly path: Path;
  readonly value: unknown;
}

function* placesOf(value: unknown, path: Path): Iterable<Place> {
  if (path.length > 0) yield { path, value };
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* placesOf(item, [...path, index]);
  else if (isMap(value)) for (const [key, item] of Object.entries(value)) yield* placesOf(item, [...path, key]);
}

/** Other values of a field: a value that does not exist, ten times as much, the opposite, or everything. */
function* changes(field: string, value: unknown): Iterable<readonly [string, unknown]> {
  if (typeof value === "string")
    yield ["another text", /^[\d.]+(m|Ki|Mi|Gi)?$/.test(value) ? `9${value}` : `${value}x`];
  if (typeof value === "number") yield ["ten times as much", value * 10 + 1];
  if (typeof value === "boolean") yield ["the opposite", !value];
  if (/[sS]elector$/.test(field) && isMap(value) && Object.keys(value).length > 0) yield ["select everything", {}];
  if (/\.(from|to)$/.test(field)) yield ["every peer", []];
  if (/\.(verbs|resources|apiGroups)$/.test(field)) yield ["a wildcard", ["*"]];
  if (/\.destinations\[\]\.(namespace|server|name)$|\.sourceRepos\[\]$|Whitelist\[\]\.(kind|group)$/.test(field))
    yield ["a wildcard", "*"];
  if (/\.cidr$/.test(field)) yield ["a wildcard", "0.0.0.0/0"];
  if (field === "subjects[].kind") yield ["another kind", value === "Group" ? "User" : "Group"];
  if (/\.privileged$|\.allowPrivilegeEscalation$/.test(field)) yield ["the opposite", true];
  if (/\.drop$/.test(field)) yield ["no capability dropped", []];
  if (/\.image$/.test(field) && typeof value === "string") yield ["latest", value.replace(/[:@][^/]*$/, ":latest")];
}

function* changed(what: string, plain: unknown, path: Path, value: unknown): Iterable<Mutant> {
  const object = withChange(plain, path, value);
  if (isKubernetesObject(object)) yield { what, field: fieldOf(path), object };
}

function withChange(data: unknown, [step, ...below]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(data)) {
    const index = Number(step);
    const next = withChange(data[index], below, value);
    return next === undefined ? data.toSpliced(index, 1) : data.with(index, next);
  }
  if (!isMap(data)) return data;
  const next = withChange(data[step], below, value);
  const { [step]: _, ...others } = data;
  return next === undefined ? others : { ...data, [step]: next };
}

function fieldOf(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? "[]" : `.${step}`))
    .join("")
    .slice(1);
}

/** Without these fields it is not an object, or it is a different object. */
function isIdentity(field: string): boolean {
  return ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace", "spec"].includes(field);
}
