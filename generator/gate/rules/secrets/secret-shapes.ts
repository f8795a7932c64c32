import type { Location } from "../../../diagnostics/diagnostic.ts";

/** The place without its line: it holds what must not be shown. */
export function unseen(at: Location): Location {
  return { ...at, excerpt: [], withheld: true };
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
