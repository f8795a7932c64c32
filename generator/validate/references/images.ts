import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt, type Origin } from "../inventory.ts";

/** An image must be pinned and come from an allowed registry. All its problems are reported at once. */
export function* imageFindings(at: Origin, image: string, registries: readonly string[]): Iterable<Diagnostic> {
  if (!registries.some((registry) => image.startsWith(registry)))
    yield findingAt(
      at,
      "platform/registry",
      codes["platform/registry"].messages.refusedRegistry(image),
      `Allowed: ${registries.join(", ")}`,
    );
  yield* unpinnedImages(at, image);
}

/** An image without a tag is latest, and tomorrow latest is a different image. */
export function* unpinnedImages(at: Origin, image: string): Iterable<Diagnostic> {
  if (image.includes("@") || /:(?!latest$)[^/:]+$/.test(image)) return;
  yield findingAt(
    at,
    "input/invalid-value",
    codes["input/invalid-value"].messages.unpinnedImage(),
    `For example: ${image.replace(/:latest$/, "")}:1.7.1`,
  );
}
