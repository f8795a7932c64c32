import { z } from "zod";
import { UsageError } from "../diagnostics/usage-error.ts";
import { isMarked } from "../layout/marks.ts";
import { isOwnPath } from "./own-path.ts";
import type { Publication } from "./publication.ts";

/** What a build would change in a commit, as one run hands it to another that trusts nothing of the first. */
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

/** Bytes of a bundle: a fleet of a thousand tenants, all of it new, has about 90 MB. */
export const maxBundleBytes = 512 * 1024 * 1024;

const notOurs = "no generated file";
const Path = z.string().refine(isOwnPath, notOurs);
const Shape = z.strictObject({
  version: z.literal(1),
  head: z.string().regex(/^[0-9a-f]{40,64}$/),
  writes: z.record(Path, z.string().refine(isMarked, "does not say that it is generated")),
  removes: z.array(Path),
});

/**
 * A bundle out of text that anybody may have made: what it asks for is in the generated trees, or it asks for nothing.
 * @throws UsageError naming the first thing that is not.
 */
export function readBundle(text: string): Bundle {
  const hint = "Whoever made it did not run tenantry bundle, or changed what it gave; nothing was pushed.";
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new UsageError("this is no bundle: it is no JSON", hint);
  }
  const read = Shape.safeParse(data);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = JSON.stringify(issue?.path.at(-1) ?? "");
  const what = issue?.code === "invalid_key" ? notOurs : issue?.message;
  throw new UsageError(`this is no bundle: ${where}: ${what ?? ""}`, hint);
}
