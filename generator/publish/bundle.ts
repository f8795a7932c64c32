import { z } from "zod";
import { UsageError } from "../diagnostics/usage-error.ts";
import { isMarked } from "../layout/marks.ts";
import { isGeneratedPath } from "./generated-path.ts";
import type { Publication } from "./publication.ts";

/** The changes of a build to a commit, passed from an untrusted run to one that may push. */
export interface Bundle {
  readonly version: 1;
  /** The commit that was rendered. */
  readonly head: string;
  readonly writes: Readonly<Record<string, string>>;
  readonly removes: readonly string[];
}

export function bundleOf(head: string, { writes, prunes }: Publication): Bundle {
  return { version: 1, head, writes: Object.fromEntries(writes), removes: prunes };
}

/** The maximum size in bytes. A completely new fleet of a thousand tenants has about 90 MB. */
export const maxBundleBytes = 512 * 1024 * 1024;

const notOurs = "not a generated file";
const Path = z.string().refine(isGeneratedPath, notOurs);
const Shape = z.strictObject({
  version: z.literal(1),
  head: z.string().regex(/^[0-9a-f]{40,64}$/),
  writes: z.record(Path, z.string().refine(isMarked, "missing mark of generated files")),
  removes: z.array(Path),
});

/**
 * Parses a bundle from untrusted text. All of its paths must be in the generated trees.
 * @throws UsageError that names the first invalid part.
 */
export function readBundle(text: string): Bundle {
  const hint = "The command bundle did not write this file, or the file was changed afterwards. Nothing was pushed.";
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new UsageError("invalid bundle: not JSON", hint);
  }
  const read = Shape.safeParse(data);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = JSON.stringify(issue?.path.at(-1) ?? "");
  const what = issue?.code === "invalid_key" ? notOurs : issue?.message;
  throw new UsageError(`invalid bundle: ${where}: ${what ?? ""}`, hint);
}
