/**
 * The platform's own parts: what its Applications and its folders are called on every cluster, beside those of its components.
 * Seldon's definitions and its operator come from Seldon's charts.
 */
export const platformParts = {
  namespaces: "namespaces",
  policies: "policies",
  seldon: "seldon",
  crds: "seldon-crds",
  operator: "seldon-operator",
  runtime: "seldon-runtime",
} as const;

export type PlatformPart = (typeof platformParts)[keyof typeof platformParts];

export function isPlatformPart(name: string): name is PlatformPart {
  return Object.values(platformParts).some((part) => part === name);
}
