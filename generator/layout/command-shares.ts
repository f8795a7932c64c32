import type { TenantScope } from "../generate/scope.ts";
import { partsOnCluster } from "../patterns/pattern.ts";
import type { Block } from "../text/document.ts";
import type { PlatformSpec } from "../validate/platform.ts";
import { type KubernetesRight, type Right, rightsOf } from "./command-rights.ts";
import { tenantApplication } from "./names.ts";

/** Lines of a runbook that the same people may run. */
export interface CommandShare {
  /** Roles of the tenant that may, the platform team where none of them may, or nobody named where everybody may. */
  readonly by: readonly string[] | "platform" | "everybody";
  readonly lines: readonly string[];
}

/**
 * Lines of a runbook by who may run them, in their order.
 * @param needs What the lines are worth nothing without: a port that somebody else forwards is forwarded elsewhere.
 */
export function commandShares(
  scope: TenantScope,
  lines: readonly string[],
  needs: readonly string[] = [],
): readonly CommandShare[] {
  const shares = new Map<string, { readonly by: CommandShare["by"]; readonly lines: string[] }>();
  for (const line of lines) {
    const by = whoMay(scope, [line, ...needs]);
    const key = String(by);
    const share = shares.get(key) ?? { by, lines: [] };
    share.lines.push(line);
    shares.set(key, share);
  }
  // What takes somebody else comes last.
  return [...shares.values()].sort((left, right) => Number(left.by === "platform") - Number(right.by === "platform"));
}

/** A block for each of those who may run some of the lines. */
export function commandBlocks(
  scope: TenantScope,
  lines: readonly string[],
  needs: readonly string[] = [],
): readonly Block[] {
  return shareBlocks(commandShares(scope, lines, needs));
}

/** The words stand before a block, in no line of it: interactive, macOS's shell takes a comment for arguments. */
export function shareBlocks(shares: readonly CommandShare[]): readonly Block[] {
  return shares.flatMap(({ by, lines }): readonly Block[] => [
    ...(by === "everybody" ? [] : [{ text: by === "platform" ? "The platform team:" : `As ${by.join(" or ")}:` }]),
    { code: lines },
  ]);
}

function whoMay(scope: TenantScope, lines: readonly string[]): CommandShare["by"] {
  const rights = lines.map(rightsOf);
  if (rights.every((right) => right?.length === 0)) return "everybody";
  const roles = rolesOf(scope);
  const able = roles.filter((role) => mayUse(scope, role, rights));
  if (able.length === 0) return "platform";
  return able.length === roles.length ? "everybody" : able;
}

/** Roles that people of the tenant have; what its accounts may do helps nobody who looks at a terminal. */
function rolesOf({ tenant }: TenantScope): readonly string[] {
  return [...new Set(Object.values(tenant.spec.access.groups))].sort();
}

/** Whether a role has all the rights that each line needs. The rights of a line with an unknown command are undefined: it is refused. */
function mayUse(scope: TenantScope, role: string, lines: readonly (readonly Right[] | undefined)[]): boolean {
  const { platform, tenant } = scope;
  const { rules = [], argoCD = [] } = platform.spec.roles[role] ?? {};
  const applications = ownApplications(scope);
  return lines.every(
    (rights) =>
      rights?.every((right) =>
        "application" in right
          ? argoCD.includes(right.action) && applications.includes(right.application)
          : right.namespace === tenant.name && rules.some((rule) => allows(rule, right)),
      ) === true,
  );
}

/** Those in a project of the tenant's: a Namespace that has an Application to itself is in the platform's. */
function ownApplications({ cluster, pattern, tenant }: TenantScope): readonly string[] {
  return partsOnCluster(pattern, cluster)
    .filter((part) => part !== "namespace")
    .map((part) => tenantApplication(cluster.name, tenant.name, part));
}

type RoleRule = PlatformSpec["roles"][string]["rules"][number];

function allows({ apiGroups, resources, verbs }: RoleRule, { group, resource, verb }: KubernetesRight): boolean {
  return apiGroups.includes(group) && resources.includes(resource) && verbs.some((candidate) => candidate === verb);
}
