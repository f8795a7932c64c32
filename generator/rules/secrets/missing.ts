import { namespaceWords } from "../../evaluate/manifests/manifest.ts";
import type { Scene } from "../../evaluate/manifests/scene.ts";
import { nearest } from "../../text/nearest.ts";
import type { Found } from "../rule.ts";
import { deliveredIn } from "./delivered.ts";
import { type Reference, referencesOf } from "./references.ts";

/** What is needed in some namespaces and nothing delivers, each said once. */
export function* missing(scene: Scene, where: (namespace: string) => boolean, hint: string): Iterable<Found> {
  const delivered = deliveredIn(scene);
  const absent = referencesOf(scene).filter(
    ({ kind, namespace, name }) => where(namespace) && !delivered.has(kind, namespace, name),
  );
  const distinct = Map.groupBy(absent, ({ kind, namespace, name }) => `${kind}/${namespace}/${name}`);
  for (const [first, ...others] of distinct.values()) {
    if (first === undefined) continue;
    const { kind, namespace, name, otherwise } = first;
    yield {
      at: first.in.at(first.path, "value"),
      message: `nothing delivers the ${kind} ${name} to ${namespaceWords(namespace)}: ${otherwise}`,
      hint: `${meant(first, delivered.names(kind, namespace))}${hint}`,
      related: others.slice(0, 5).map((one) => ({
        at: one.in.at(one.path, "value"),
        message: `${one.in.object.kind} ${one.in.name} needs it too`,
      })),
    };
  }
}

/** Not more than people would look through: every reference may ask about all of them. */
const most = 100;

function meant({ name }: Reference, names: readonly string[]): string {
  const near = nearest(name, names.slice(0, most));
  return near === undefined ? "" : `Did you mean ${near}? `;
}
