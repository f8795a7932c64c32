import type { TenantScope } from "../generate/scope.ts";
import type { PlatformSpec } from "../validate/platform.ts";
import { type Right, rightsOf } from "./command-rights.ts";
import type { Block } from "./document.ts";

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
  const able = lines.map((line) => ({
    line,
    by: roles.filter((role) => [line, ...needs].every((one) => mayRun(scope, role, one))),
  }));
  return {
    tenant: able
      .filter(({ by }) => by.length > 0)
      .map(({ line, by }) =>
        by.length === roles.length || !line.startsWith("kubectl ") ? line : `${line} # as ${by.join(" or ")}`,
      ),
    platform: able.filter(({ by }) => by.length === 0).map(({ line }) => line),
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

function mayRun({ platform, tenant }: TenantScope, role: string, line: string): boolean {
  const rules = platform.spec.roles[role]?.rules ?? [];
  const rights = rightsOf(line);
  return (
    rights?.every((right) => right.namespace === tenant.name && rules.some((rule) => allows(rule, right))) === true
  );
}

type RoleRule = PlatformSpec["roles"][string]["rules"][number];

function allows({ apiGroups, resources, verbs }: RoleRule, { group, resource, verb }: Right): boolean {
  return apiGroups.includes(group) && resources.includes(resource) && verbs.some((one) => one === verb);
}
