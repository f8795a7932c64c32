import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { objectIdentity } from "../models/kubernetes-object.ts";
import type { RenderedOverlay } from "../render/rendered.ts";
import { findingAt, type Origin } from "../validate/inventory.ts";

/** Finds objects in two Applications of one cluster: each would revert the other's indefinitely. Use one finder per cluster. */
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
          codes["render/duplicate"].messages.duplicateObject(subject, owner, overlay.application),
          isShare(origin) ? "Write {tenant} in the name of the object." : "Rename one of the two objects.",
        ),
      ];
    });
}

/** Whether the object is one that each tenant gets from an add-on. All of them have one template. */
function isShare({ path }: Origin): boolean {
  return path[0] === "spec" && path[1] === "perTenant";
}
