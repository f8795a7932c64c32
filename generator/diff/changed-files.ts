import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { Publication } from "../publish/publication.ts";
import type { Tree } from "../publish/tree.ts";

/** The changes from one tree to another, limited to these files. */
export function changedFiles(before: Tree, after: Tree, candidates: Iterable<string>): Publication {
  const writes = new Map<string, string>();
  const prunes: string[] = [];
  let unchanged = 0;
  for (const file of [...candidates].sort(compareStrings)) {
    const [old, fresh] = [before.read(file), after.read(file)];
    if (old === fresh) unchanged += 1;
    else if (fresh === undefined) prunes.push(file);
    else writes.set(file, fresh);
  }
  return { writes, prunes, unchanged, diagnostics: [] };
}
