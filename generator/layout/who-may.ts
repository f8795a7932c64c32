import type { TenantScope } from "../generate/scope.ts";
import { partsOf } from "../patterns/pattern.ts";
import type { PlatformSpec } from "../validate/platform.ts";
import { type KubernetesRight, rightsOf } from "./command-rights.ts";
import type { Block } from "./document.ts";
import { tenantApplication } from "./names.ts";

/** Lines of a runbook by who may run them. */
export interface Shared {
  /** What people of the tenant may run; where not all of them may, with the roles that may behind it. */
  readonly tenant: readonly string[];
  /** What takes the platform team. */
  readonly platform: readonly string[];
}

/**
 * Each line by who may run it.
 * @param needs What the lines are worth nothing without: a port that somebody else forwards is forwarded elsewhere.
 */
export function shared(scope: TenantScope, lines: readonly string[], needs: readonly string[] = []): Shared {
  const roles = rolesOf(scope);
  const able = lines.map((line) => ({ line, by: roles.filter((role) => mayRun(scope, role, [line, ...needs])) }));
  const free = (line: string): boolean => asksNobody([line, ...needs]);
  return {
    tenant: able
      .filter(({ line, by }) => by.length > 0 || free(line))
      .map(({ line, by }) =>
        by.length === roles.length || asksNobody([line]) ? line : `${line} # as ${by.join(" or ")}`,
      ),
    platform: able.filter(({ line, by }) => by.length === 0 && !free(line)).map(({ line }) => line),
  };
}

/** A block for the tenant's own people, and one for the platform's. */
export function commandBlocks(
  scope: TenantScope,
  lines: readonly string[],
  needs: readonly string[] = [],
): readonly Block[] {
  return blocksOf(shared(scope, lines, needs));
}

export function blocksOf({ tenant, platform }: Shared): readonly Block[] {
  return [
    ...(tenant.length > 0 ? [{ code: tenant }] : []),
    ...(platform.length > 0 ? [{ text: "The platform team:" }, { code: platform }] : []),
  ];
}

/** Roles that people of the tenant have; what its accounts may do helps nobody who looks at a terminal. */
function rolesOf({ tenant }: TenantScope): readonly string[] {
  return [...new Set(Object.values(tenant.spec.access.groups))].sort();
}

function asksNobody(lines: readonly string[]): boolean {
  return lines.every((line) => rightsOf(line)?.length === 0);
}

function mayRun(scope: TenantScope, role: string, lines: readonly string[]): boolean {
  const { platform, tenant } = scope;
  const { rules = [], argoCD = [] } = platform.spec.roles[role] ?? {};
  const applications = ownApplications(scope);
  return lines.every(
    (line) =>
      rightsOf(line)?.every((right) =>
        "application" in right
          ? argoCD.includes(right.action) && applications.includes(right.application)
          : right.namespace === tenant.name && rules.some((rule) => allows(rule, right)),
      ) === true,
  );
}

/** Those in a project of the tenant's: a Namespace that has an Application to itself is in the platform's. */
function ownApplications({ cluster, pattern, tenant }: TenantScope): readonly string[] {
  return partsOf(pattern, cluster)
    .filter((part) => part !== "namespace")
    .map((part) => tenantApplication(cluster.name, tenant.name, part));
}

type RoleRule = PlatformSpec["roles"][string]["rules"][number];

function allows({ apiGroups, resources, verbs }: RoleRule, { group, resource, verb }: KubernetesRight): boolean {
  return apiGroups.includes(group) && resources.includes(resource) && verbs.some((one) => one === verb);
}
