import type { PatternName } from "../../validate/terms.ts";

/** A user or account that writes into tenants' namespaces. */
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

/** An account of the platform without further limits: requests of Argo CD also depend on the Application. */
export const defaultPlatform = "operator" satisfies keyof typeof identities;

/** Identities of tenants. Their requests bypass git. */
export const caseTenants: ReadonlySet<keyof typeof identities> = new Set([
  "engineer",
  "pipeline",
  "neighbour",
  "ownOperator",
]);

/**
 * A request, and whether the cluster admits it. The rules must decide the same, unless a file lacks the facts. Objects are YAML,
 * in the namespace of the tenant churn unless they set another one.
 */
export interface AdmissionCase {
  readonly name: string;
  readonly object: string;
  readonly admitted: boolean;
  /** By default, `defaultPlatform`. */
  readonly as?: keyof typeof identities;
  /** The object before the request, which then changes or deletes it. */
  readonly before?: string;
  readonly deleted?: true;
  readonly subresource?: "ephemeralcontainers" | "scale";
  readonly pattern?: PatternName;
  /** Why the decision cannot be made from a file. */
  readonly inClusterOnly?: string;
}
