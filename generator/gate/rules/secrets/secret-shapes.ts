import type { Location } from "../../../diagnostics/diagnostic.ts";
import { looksSecret } from "../../../load/secret-values.ts";

/** The place without its line: it holds what must not be shown. */
export function unseen(at: Location): Location {
  return { ...at, excerpt: [] };
}

const piece = 1_000;
const overlap = 200;
const longest = 300_000;

/** Piece by piece: what somebody put there to slow the search down costs no more than its length. */
export function holdsSecret(text: string): boolean {
  for (let start = 0; start < Math.min(text.length, longest); start += piece - overlap)
    if (looksSecret(text.slice(start, start + piece))) return true;
  return false;
}

const passwordName =
  /(^|[^a-z])(password|passwd|secret[-_.]?access[-_.]?key|secret[-_.]?key|api[-_.]?key|access[-_.]?token|auth[-_.]?token|client[-_.]?secret|private[-_.]?key)$/i;

/** Whether a value stands under a name that only passwords have, and is not a reference, a path or a switch. */
export function isPassword(name: string, value: string): boolean {
  return (
    name.length < 200 &&
    passwordName.test(name) &&
    value.length < 1_000 &&
    !/^\s*$|^(true|false|yes|no|none|null|\d+)$|^[/.]|^\$|\$\(|\$\{|^<.*>$|^[a-z]+:\/\//i.test(value)
  );
}
