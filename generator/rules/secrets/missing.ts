import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { nearest } from "../../text/nearest.ts";
import type { RuleFinding } from "../rule.ts";
import { deliveredSecrets } from "./delivered.ts";
import { type ReferenceField, secretReferencesOf } from "./references.ts";

/** What is needed in some namespaces and nothing delivers, each said once. */
export function* missing(
  manifestSet: ManifestSet,
  where: (namespace: string) => boolean,
  hint: string,
): Iterable<RuleFinding> {
  const delivered = deliveredSecrets(manifestSet);
  const absent = secretReferencesOf(manifestSet).filter(
    ({ kind, namespace, name }) => where(namespace) && !delivered.has(kind, namespace, name),
  );
  const distinct = Map.groupBy(absent, ({ kind, namespace, name }) => `${kind}/${namespace}/${name}`);
  for (const [first, ...others] of distinct.values()) {
    if (first === undefined) continue;
    const { kind, namespace, name, otherwise } = first;
    yield {
      at: first.in.at(first.path, "value"),
      message: `nothing delivers the ${kind} ${name} to ${describeNamespace(namespace)}: ${otherwise}`,
      hint: `${meant(first, delivered.names(kind, namespace))}${hint}`,
      related: others.slice(0, 5).map((field) => ({
        at: field.in.at(field.path, "value"),
        message: `${field.in.object.kind} ${field.in.name} needs it too`,
      })),
    };
  }
}

/** Not more than people would look through: every reference may ask about all of them. */
const most = 100;

function meant({ name }: ReferenceField, names: readonly string[]): string {
  const near = nearest(name, names.slice(0, most));
  return near === undefined ? "" : `Did you mean ${near}? `;
}
