import type { PatternName } from "../../validate/terms.ts";

/** Somebody who writes into tenants' namespaces. */
export interface AdmissionUser {
  readonly user: string;
  readonly groups: readonly string[];
}

const account = (namespace: string, name: string): AdmissionUser => ({
  user: `system:serviceaccount:${namespace}:${name}`,
  groups: ["system:serviceaccounts", `system:serviceaccounts:${namespace}`, "system:authenticated"],
});
const person = (user: string, ...groups: readonly string[]): AdmissionUser => ({
  user,
  groups: [...groups, "system:authenticated"],
});

export const identities = {
  argoCD: account("argocd", "argocd-application-controller"),
  operator: account("seldon-system", "seldon-v2-controller-manager"),
  ownOperator: account("churn", "seldon-v2-controller-manager"),
  statefulSets: account("kube-system", "statefulset-controller"),
  secrets: account("external-secrets", "external-secrets"),
  administrator: person("eve", "platform-engineers"),
  master: person("kubernetes-admin", "system:masters"),
  engineer: person("ann", "retention-engineers"),
  pipeline: account("churn", "training"),
  neighbour: account("pricing", "training"),
} satisfies Readonly<Record<string, AdmissionUser>>;

/** Of the platform, and held to no more than everybody is: what Argo CD may write depends on its Application. */
export const defaultPlatform = "operator" satisfies keyof typeof identities;

/** Those that are a tenant's: what they write, they write past git. */
export const caseTenants: ReadonlySet<keyof typeof identities> = new Set([
  "engineer",
  "pipeline",
  "neighbour",
  "ownOperator",
]);

/**
 * A request, and whether it is admitted: by the cluster, and, as far as a file can tell, by the checks of a change too.
 * Objects are YAML in the tenant churn's namespace, where they do not name another one.
 */
export interface AdmissionCase {
  readonly message: string;
  readonly object: string;
  readonly admitted: boolean;
  /** The usual one where left out. */
  readonly as?: keyof typeof identities;
  /** What the object was before; then it is changed, or deleted. */
  readonly before?: string;
  readonly deleted?: true;
  readonly subresource?: "ephemeralcontainers" | "scale";
  readonly pattern?: PatternName;
  /** Why no file can tell. */
  readonly inClusterOnly?: string;
}
