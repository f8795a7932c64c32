export const modes = ["enforce", "audit", "warn"] as const;
export const enforceLabel = "pod-security.kubernetes.io/enforce";

/** The minor version that a label pins; the newest standards where it says latest, or nothing. */
export function minorOf(version: string | undefined): number {
  const [, minor] = /^v1\.(\d{1,3})$/.exec(version ?? "") ?? [];
  return minor === undefined ? Number.MAX_SAFE_INTEGER : Number(minor);
}
