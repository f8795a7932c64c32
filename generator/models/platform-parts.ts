/**
 * The platform's own parts: the names of its Applications and folders on every cluster, in addition to its components.
 * Seldon's charts contain Seldon's CustomResourceDefinitions and its operator.
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
