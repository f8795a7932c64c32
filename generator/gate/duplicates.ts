import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { objectIdentity } from "../models/kubernetes-object.ts";
import type { RenderedOverlay } from "../render/rendered.ts";
import { findingAt } from "../validate/inventory.ts";

/** Finds objects that two Applications of one cluster claim: each would undo the other's, for ever. One finder a cluster. */
export function duplicateFinder(): (rendered: RenderedOverlay) => readonly Diagnostic[] {
  const owners = new Map<string, string>();
  return ({ overlay, objects }) =>
    objects.flatMap(({ object, origin }) => {
      const key = objectIdentity(object);
      const owner = owners.get(key);
      owners.set(key, overlay.application);
      if (owner === undefined) return [];
      const subject = `${object.kind} ${object.metadata?.name ?? ""}`;
      return [
        findingAt(
          origin,
          "render/duplicate",
          `${overlay.application} and ${owner} both hold ${subject}`,
          "Rename one of them.",
        ),
      ];
    });
}
