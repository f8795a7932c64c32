import { posix } from "node:path";
import type { WaivedFinding } from "../diagnostics/catalogue.ts";
import type { Diagnostic, Location } from "../diagnostics/diagnostic.ts";
import type { CommandContext } from "./context.ts";

/** The findings with paths from the root of the clone, which GitHub's annotations and SARIF need. */
export function fromRoot(
  diagnostics: readonly Diagnostic[],
  { folder = "" }: Pick<CommandContext, "folder">,
): readonly Diagnostic[] {
  if (folder === "") return diagnostics;
  const moved = (at: Location): Location => ({ ...at, file: posix.join(folder, at.file) });
  return diagnostics.map(({ at, related, ...finding }) => ({
    ...finding,
    at: moved(at),
    ...(related === undefined ? {} : { related: related.map((other) => ({ ...other, at: moved(other.at) })) }),
  }));
}

/** The same for waived findings. */
export function waivedFromRoot(
  waived: readonly WaivedFinding[],
  context: Pick<CommandContext, "folder">,
): readonly WaivedFinding[] {
  return waived.map((finding) => {
    const [diagnostic = finding.diagnostic] = fromRoot([finding.diagnostic], context);
    return { ...finding, diagnostic };
  });
}
