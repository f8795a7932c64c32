/** A version of Tenantry: major, minor and patch. */
export type Version = readonly [major: number, minor: number, patch: number];

/** Undefined for a text that is not a version. A pre-release counts as the version that it precedes. */
export function parseVersion(text: string): Version | undefined {
  const [, major, minor, patch] = /^v?(\d+)[.](\d+)[.](\d+)(?:-[0-9A-Za-z.-]+)?$/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Below zero if the first version is the older one, zero if both are equal. */
export function compareVersions(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
