import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt, type Origin } from "../inventory.ts";

/** An image is one that somebody pinned, from a registry that is allowed: whatever is wrong with it is said at once. */
export function* imageFindings(at: Origin, image: string, registries: readonly string[]): Iterable<Diagnostic> {
  if (!registries.some((registry) => image.startsWith(registry)))
    yield findingAt(
      at,
      "platform/registry",
      `${image} comes from no allowed registry`,
      `Allowed: ${registries.join(", ")}`,
    );
  yield* unpinnedImages(at, image);
}

/** Without a tag an image is latest, and that one is another one tomorrow. */
export function* unpinnedImages(at: Origin, image: string): Iterable<Diagnostic> {
  if (image.includes("@") || /:(?!latest$)[^/:]+$/.test(image)) return;
  yield findingAt(
    at,
    "input/invalid-value",
    "an image needs a tag other than latest, or a digest",
    `For example: ${image.replace(/:latest$/, "")}:1.7.1`,
  );
}
