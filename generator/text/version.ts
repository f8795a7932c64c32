/** The numbers of a version, with or without a leading v: `v1.34.4`, `1.34.4`, `1.34`. */
function numbersOf(version: string): readonly number[] {
  return version.replace(/^v/, "").split(".").map(Number);
}

/** `1.34` of `1.34.4` and of `1.34`. */
export function minorOf(version: string): string {
  return numbersOf(version).slice(0, 2).join(".");
}

/** Whether two versions have the same minor. */
export function isVersionOf(left: string, right: string): boolean {
  return minorOf(left) === minorOf(right);
}

/** Whether a version is of a minor or a later one. */
export function isAtLeast(version: string, minor: string): boolean {
  return newestFirst(minorOf(version), minorOf(minor)) <= 0;
}

/** Compares by number, so that 1.34.10 comes before 1.34.9. */
export function newestFirst(left: string, right: string): number {
  const [from, to] = [numbersOf(left), numbersOf(right)];
  const index = [0, 1, 2].find((part) => (from[part] ?? 0) !== (to[part] ?? 0)) ?? 0;
  return (to[index] ?? 0) - (from[index] ?? 0);
}

/** Whether a version names a patch: `1.34.4`, but not `1.34`. */
export function namesPatch(version: string): boolean {
  return numbersOf(version).length > 2;
}

/** Whether a text is a full version: `0.2.0`, `v0.2.0`. */
export function isFullVersion(text: string): boolean {
  return /^v?[0-9]+[.][0-9]+[.][0-9]+$/.test(text);
}
