import type { TenantScope } from "../generate/scope.ts";
import { partsOnCluster } from "../patterns/pattern.ts";
import type { Block } from "../text/document.ts";
import type { PlatformSpec } from "../validate/platform.ts";
import { type KubernetesRight, type Right, rightsOf } from "./command-rights.ts";
import { tenantApplication } from "./names.ts";

/** Lines of a runbook that the same people may run. */
export interface CommandShare {
  /** The roles of the tenant's groups that may run the lines, `platform` if no role may, `everybody` if every role may. */
  readonly by: readonly string[] | "platform" | "everybody";
  readonly lines: readonly string[];
}

/**
 * Groups the lines of a runbook by who may run them. The order of the lines stays.
 * @param needs Commands that the lines depend on: a port is forwarded only on the machine of the user who forwards it.
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
  // The lines for the platform team come last.
  return [...shares.values()].sort((left, right) => Number(left.by === "platform") - Number(right.by === "platform"));
}

/** One block for each group of lines that the same roles may run. */
export function commandBlocks(
  scope: TenantScope,
  lines: readonly string[],
  needs: readonly string[] = [],
): readonly Block[] {
  return shareBlocks(commandShares(scope, lines, needs));
}

/** The explanation of the lines before the blocks, for the top of a runbook. */
export const shareLegend =
  "The line above a block of commands names the roles or the team that may run the commands. If a block has no such line, every group of this tenant may run its commands. Service accounts can have roles that may not run them.";

/** Names the roles before a block, not in a comment inside it: the interactive shell of macOS reads a comment as arguments. */
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

/** The roles of the tenant's groups. The roles of its service accounts do not help a user at a terminal. */
function rolesOf({ tenant }: TenantScope): readonly string[] {
  return [...new Set(Object.values(tenant.spec.access.groups))].sort();
}

/**
 * Whether a role has all the rights that each line needs. The rights of a line with an unknown command are undefined,
 * so no role may run it.
 */
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

/** The Applications in the tenant's own AppProjects. A separate Application for the Namespace is in the platform's project. */
function ownApplications({ cluster, pattern, tenant }: TenantScope): readonly string[] {
  return partsOnCluster(pattern, cluster)
    .filter((part) => part !== "namespace")
    .map((part) => tenantApplication(cluster.name, tenant.name, part));
}

type RoleRule = PlatformSpec["roles"][string]["rules"][number];

function allows({ apiGroups, resources, verbs }: RoleRule, { group, resource, verb }: KubernetesRight): boolean {
  return apiGroups.includes(group) && resources.includes(resource) && verbs.some((candidate) => candidate === verb);
}
