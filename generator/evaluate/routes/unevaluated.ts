import type { Path } from "../../load/source.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { labelsAt, scalarText } from "../manifests/reading.ts";
import type { ObjectReference, ProxyEdge } from "./edge.ts";
import { evaluatedFields, type Fields } from "./evaluated-fields.ts";
import { qualifiedKind, referenceTo } from "./objects.ts";
import { boundParts, isUnevaluated, type Part, podSets } from "./unevaluated-objects.ts";

/** A part of an object that can change which requests reach a backend, but that `routes/` does not evaluate. */
export interface UnevaluatedPart {
  readonly object: ObjectReference;
  readonly path: Path;
  readonly what: string;
  /** The content of the part. Another content can have another effect. */
  readonly value: unknown;
}

const nginxPrefix = "nginx.ingress.kubernetes.io/";
/** Annotations that are evaluated, or that do not change which requests reach a backend. */
const evaluatedAnnotations =
  /^(backend-protocol|proxy-(body-size|buffer.*|connect-timeout|read-timeout|send-timeout|request-buffering|next-upstream.*)|limit-.*|auth-tls-(secret|verify-client|verify-depth)|upstream-vhost|(force-)?ssl-redirect|hsts.*)$/;

/**
 * The parts of all objects that an edge reads but that are not evaluated. An answer and an exposure count such a part as open: a
 * route as if it had no further condition, a denial as absent.
 */
export function unevaluatedParts(objects: readonly KubernetesObject[], edge: ProxyEdge): readonly UnevaluatedPart[] {
  const pods = podSets(objects, edge);
  return objects.flatMap((object) => {
    const kind = qualifiedKind(object);
    const reference = referenceTo(object);
    if (isUnevaluated(object, edge))
      return [{ object: reference, path: ["kind"], what: object.kind, value: contentOf(object) }];
    const fields = evaluatedFields[edge.kind].get(kind);
    if (fields === undefined) return [];
    const bound = boundParts.get(kind)?.({ objects, object, edge, pods }) ?? [];
    const found = [...unknownParts(object, fields, []), ...unknownAnnotations(object), ...bound];
    return found.map(([path, what]) => ({ object: reference, path, what, value: valueAt(object, path) }));
  });
}

/** An object without its labels, which change with each version of a chart. */
function contentOf({ metadata, ...content }: KubernetesObject): unknown {
  return { ...content, annotations: metadata?.annotations };
}

/** A part as text: `EnvoyFilter x in istio-ingress (spec)`. */
export function unevaluatedText({ object: { kind, namespace, name }, what }: UnevaluatedPart): string {
  return `${kind} ${name} in ${namespace}${what === kind ? "" : ` (${what})`}`;
}

function unknownParts(value: unknown, fields: Fields, path: Path): readonly Part[] {
  if (fields === "any" || value === undefined) return [];
  if (fields.kind === "values") return fields.values.includes(value) ? [] : [[path, scalarText(value).slice(0, 40)]];
  if (fields.kind === "texts")
    return typeof value === "string" && fields.pattern.test(value) ? [] : [[path, scalarText(value).slice(0, 40)]];
  if (fields.kind === "list") {
    if (!Array.isArray(value)) return [[path, "a value that is not a list"]];
    const more: readonly Part[] = fields.most < value.length ? [[[...path, fields.most], "a further item"]] : [];
    return [...value.flatMap((item, index) => unknownParts(item, fields.items, [...path, index])), ...more];
  }
  if (!isMap(value)) return [[path, "a value that is not a map"]];
  return Object.entries(value).flatMap(([name, child]): readonly Part[] => {
    const known = fields.fields.get(name);
    return known === undefined ? [[[...path, name], name]] : unknownParts(child, known, [...path, name]);
  });
}

function unknownAnnotations(object: KubernetesObject): readonly Part[] {
  return Object.keys(labelsAt(object, "metadata", "annotations"))
    .filter((name) => name.startsWith(nginxPrefix) && !evaluatedAnnotations.test(name.slice(nginxPrefix.length)))
    .map((name): Part => [["metadata", "annotations", name], name]);
}
