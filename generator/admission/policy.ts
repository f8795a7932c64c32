import type { Code } from "../diagnostics/diagnostic.ts";
import type { ApiGroupResources } from "./platform-resources.ts";

type Operation = "CREATE" | "UPDATE" | "DELETE";

interface Matched extends ApiGroupResources {
  readonly operations: readonly Operation[];
}

/**
 * A ValidatingAdmissionPolicy for some requests in tenants' namespaces, without the validations, which the rules define. All
 * fields except resources and operations are CEL. `object` and `oldObject` are dynamic, so that one policy can check objects
 * of many kinds.
 */
export interface AdmissionPolicy {
  /** The object's name is `tenantry-<name>`. */
  readonly name: string;
  readonly matches: readonly Matched[];
  /** Namespaced objects match by the tenant label of their namespace, cluster-scoped objects by their own label. */
  readonly scope: "Namespaced" | "Cluster";
  /** Seldon's namespace, or the namespaces of add-ons. By default, tenants' namespaces. */
  readonly within?: "seldon" | "addons";
  /** False for a policy that uses no parameters, and therefore is in force while they are missing. By default true. */
  readonly parameters?: false;
  /** By name. A request for which one of them is false is admitted. */
  readonly conditions: Readonly<Record<string, string>>;
  /** By name. Each variable may use the variables before it. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The part of a rule that the API server can check. */
export interface AdmissionCheck {
  readonly policy: AdmissionPolicy;
  /** CEL: whether the object complies with the rule. */
  readonly compliesWhen: string;
  /** CEL: the message, for the user whose request is rejected: "<what> is not allowed: <reason>. <what to do>." */
  readonly message: string;
}

/** The part of a rule from which policies are generated. */
export interface AdmissionRule {
  readonly code: Code;
  readonly summary: string;
  readonly inCluster?: readonly AdmissionCheck[];
  readonly neverWaived?: string;
}

export function policyName({ name }: AdmissionPolicy): string {
  return `tenantry-${name}`;
}

/** The lines of a parameter, as CEL. */
export function celList(parameter: string): string {
  return `params.data.${parameter}.split("\\n").filter(one, one != "")`;
}

/** Texts as a list in CEL. */
export function celTexts(texts: readonly string[]): string {
  return `[${texts.map((text) => `"${text}"`).join(", ")}]`;
}

/** For the main resource. Subresources are separate resources. */
export const writeOperations = ["CREATE", "UPDATE"] as const;
export const everyOperation = ["CREATE", "UPDATE", "DELETE"] as const;

/** Unchanged fields are not checked again: a finalizer can be removed from an object that is older than its policy. */
export const changeOperations = {
  "the-spec-changes":
    'request.operation != "UPDATE" || dyn(object).?spec != dyn(oldObject).?spec || dyn(object).metadata.?annotations != dyn(oldObject).metadata.?annotations',
} as const;
