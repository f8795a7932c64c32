import type { RawMap } from "../../validate/merge.ts";
import { listAt, textsAt } from "../manifests/reading.ts";

/** One entry of a Role's rules: each list is a set of alternatives. */
export interface RoleRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  /** In plural, with a subresource after a slash: `pods`, `pods/log`. */
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** A request to the API server: for a resource, or for a non-resource path. */
export type AccessRequest = ResourceRequest | { readonly verb: string; readonly path: string };

interface ResourceRequest {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string | undefined;
  /** Undefined for requests without an object name: list and create. */
  readonly name?: string | undefined;
  /** Undefined for cluster-scoped resources, and for requests over all namespaces. */
  readonly namespace?: string | undefined;
}

export function roleRulesOf(role: RawMap): readonly RoleRule[] {
  return listAt(role, "rules").map((rule) => ({
    verbs: textsAt(rule, "verbs"),
    apiGroups: textsAt(rule, "apiGroups"),
    resources: textsAt(rule, "resources"),
    resourceNames: textsAt(rule, "resourceNames"),
    nonResourceURLs: textsAt(rule, "nonResourceURLs"),
  }));
}

/** Decides as Kubernetes' RBAC authorizer does (1.34). */
export function ruleAllows(rule: RoleRule, request: AccessRequest): boolean {
  if (!includesOrAll(rule.verbs, request.verb)) return false;
  if ("path" in request) return rule.nonResourceURLs.some((pattern) => pathMatches(pattern, request.path));
  return (
    includesOrAll(rule.apiGroups, request.group) &&
    rule.resources.some((pattern) => resourceMatches(pattern, request.resource, request.subresource ?? "")) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(request.name ?? ""))
  );
}

function includesOrAll(alternatives: readonly string[], requested: string): boolean {
  return alternatives.includes("*") || alternatives.includes(requested);
}

/** A resource alone does not match its subresources. Only a bare asterisk does. */
export function resourceMatches(pattern: string, resource: string, subresource: string): boolean {
  if (pattern === "*") return true;
  if (subresource === "") return pattern === resource;
  return pattern === `${resource}/${subresource}` || pattern === `*/${subresource}`;
}

function pathMatches(pattern: string, path: string): boolean {
  return pattern === "*" || pattern === path || (pattern.endsWith("*") && path.startsWith(withoutStars(pattern)));
}

function withoutStars(pattern: string): string {
  let end = pattern.length;
  while (pattern[end - 1] === "*") end -= 1;
  return pattern.slice(0, end);
}
