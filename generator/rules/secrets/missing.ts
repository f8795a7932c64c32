import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { didYouMean, nearest } from "../../text/nearest.ts";
import type { RuleFinding } from "../rule.ts";
import { deliveredObjects } from "./delivered.ts";
import { type RequiredReference, secretReferencesOf } from "./references.ts";

/** Findings for objects that are referenced in some namespaces and that nothing delivers, one for each object. */
export function* missingObjectFindings(
  manifestSet: ManifestSet,
  where: (namespace: string) => boolean,
  hint: string,
): Iterable<RuleFinding> {
  const delivered = deliveredObjects(manifestSet);
  const absent = secretReferencesOf(manifestSet).filter(
    ({ kind, namespace, name }) => where(namespace) && !delivered.has(kind, namespace, name),
  );
  const distinct = Map.groupBy(absent, ({ kind, namespace, name }) => `${kind}/${namespace}/${name}`);
  for (const [first, ...others] of distinct.values()) {
    if (first === undefined) continue;
    const { kind, namespace, name, otherwise } = first;
    yield {
      at: first.in.at(first.path, "value"),
      message: `missing ${kind} ${name} in ${describeNamespace(namespace)}: ${otherwise}`,
      hint: `${nearestNameHint(first, delivered.names(kind, namespace))}${hint}`,
      related: others.slice(0, 5).map((field) => ({
        at: field.in.at(field.path, "value"),
        message: `${field.in.object.kind} ${field.in.name} also needs this object`,
      })),
    };
  }
}

/** The most names to compare: every reference may be compared with all of them. */
const most = 100;

function nearestNameHint({ name }: RequiredReference, names: readonly string[]): string {
  const near = nearest(name, names.slice(0, most));
  return near === undefined ? "" : `${didYouMean(near)} `;
}
