import type { Code } from "../diagnostics/diagnostic.ts";
import type { ApiGroupResources } from "./platform-resources.ts";

type Operation = "CREATE" | "UPDATE" | "DELETE";

interface Matched extends ApiGroupResources {
  readonly operations: readonly Operation[];
}

/**
 * What the API server asks about some requests in tenants' namespaces: a ValidatingAdmissionPolicy without the validations,
 * which rules bring. Everything but resources and operations is CEL; `object` and `oldObject` are held dynamic, so that
 * one policy can look at objects of many kinds.
 */
export interface AdmissionPolicy {
  /** It is called `tenantry-<name>`. */
  readonly name: string;
  readonly matches: readonly Matched[];
  /** Namespaced objects by the tenant's label of their namespace, others by their own. */
  readonly scope: "Namespaced" | "Cluster";
  /** Tenants' namespaces where left out; or Seldon's. */
  readonly within?: "seldon";
  /** By name: a request that one of them is false for is let through. */
  readonly conditions: Readonly<Record<string, string>>;
  /** By name; each may use those before it. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The part of a rule that the API server can tell. */
export interface AdmissionCheck {
  readonly policy: AdmissionPolicy;
  /** CEL: whether the rule holds for the object. */
  readonly holds: string;
  /** CEL: what is wrong, as a text. */
  readonly found: string;
}

/** What of a rule matters to the policies that are made of it. */
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

/** On the main resource; subresources are resources of their own. */
export const writeOperations = ["CREATE", "UPDATE"] as const;
export const everyOperation = ["CREATE", "UPDATE", "DELETE"] as const;

/** What was there before is not asked about again: a finalizer can go from what was made before its policy. */
export const changeOperations = {
  "the-spec-changes":
    'request.operation != "UPDATE" || dyn(object).?spec != dyn(oldObject).?spec || dyn(object).metadata.?annotations != dyn(oldObject).metadata.?annotations',
} as const;
