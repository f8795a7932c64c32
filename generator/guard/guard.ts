import { isDeepStrictEqual } from "node:util";
import type { InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, wholeFile } from "../diagnostics/diagnostic.ts";
import type { Statement } from "../diff/statement.ts";
import { codeOwnersFile } from "../layout/code-owners.ts";
import type { Inventory, TenantEntry } from "../validate/inventory.ts";

/** GitHub teams, `organisation/team`: the author's, and those of whoever approved what is proposed as it is now. */
export interface Who {
  readonly teams: readonly string[];
  readonly approvedBy: readonly string[];
}

/** What a pull request proposes. */
export interface Proposal {
  readonly before: Inventory;
  readonly after: Inventory;
  /** Whether the base's files could be read: where not, nobody knows what anybody was given. */
  readonly understood: boolean;
  /** Every file that differs from the base, whatever it is. */
  readonly files: readonly string[];
  readonly statements: readonly Statement[];
  /** Whether an object of some tenant goes. */
  readonly deletes: boolean;
}

/** Teams whose membership decides about a proposal. */
export function teamsConcerned({ before, after, files }: Proposal): readonly string[] {
  const owners = tenantsIn(files).flatMap((name) => ownerOf(before, name) ?? ownerOf(after, name) ?? []);
  return [...new Set([platformTeam(before), ...owners])];
}

/** What the author may not do by themselves; nothing where the platform team proposes or has approved it. */
export function guardFindings(proposal: Proposal, who: Who): readonly Diagnostic[] {
  const { before, after, files, statements } = proposal;
  const platform = platformTeam(before);
  if (isOneOf(platform, who.teams) || isOneOf(platform, who.approvedBy)) return [];
  const touched = tenantsIn(files);
  const ask = `Somebody of ${platform} has to approve it.`;
  return [
    ...(proposal.understood
      ? []
      : [finding("guard/platform", "platform/platform.yaml", "the base's own files cannot be understood", ask)]),
    ...files
      .filter((file) => !isTenantFile(file) && !isGenerated(file))
      .map((file) => finding("guard/platform", file, `${file} is the platform team's`, ask)),
    ...(touched.length > 1
      ? touched.map((name) =>
          finding(
            "guard/platform",
            fileOf(name),
            `this changes ${touched.length} tenants at once, ${name} among them`,
            `One pull request a tenant. ${ask}`,
          ),
        )
      : []),
    ...touched.flatMap((name): readonly Diagnostic[] => {
      const owner = ownerOf(before, name);
      if (owner === undefined) return [finding("guard/platform", fileOf(name), `${name} is a new tenant`, ask)];
      if (!isOneOf(owner, who.teams)) {
        const message = `${name} belongs to ${owner}, and whoever proposes this is not in it`;
        return [finding("guard/not-yours", fileOf(name), message, `Let ${owner} propose it.`)];
      }
      return [
        ...(isDeepStrictEqual(ofTenant(before, name, ownersOf), ofTenant(after, name, ownersOf))
          ? []
          : [finding("guard/platform", fileOf(name), `${name} would be handed to another owner`, ask)]),
        ...(isDeepStrictEqual(ofTenant(before, name, waiversOf), ofTenant(after, name, waiversOf))
          ? []
          : [finding("guard/platform", fileOf(name), `the waivers of ${name} change`, ask)]),
        ...(isDeepStrictEqual(ofTenant(before, name, poolOf), ofTenant(after, name, poolOf))
          ? []
          : [finding("guard/platform", fileOf(name), `${name} would run on other nodes`, ask)]),
      ];
    }),
    ...statements
      .filter(({ widens }) => widens)
      .map(({ topic, tenant, cluster, about, says }) =>
        finding(
          "guard/widens",
          tenant === undefined ? "platform/platform.yaml" : fileOf(tenant),
          `${topic} on ${cluster}: ${about} ${says}`,
          ask,
        ),
      ),
  ];
}

/**
 * Whether a change that nobody objects to may be merged without anybody looking: it stays within what its one tenant was
 * given, takes nothing away, and comes to no cluster before the one where it is to prove itself.
 */
export function isSafe({ files, statements, deletes }: Proposal): boolean {
  return (
    !deletes &&
    tenantsIn(files).length === 1 &&
    files.every((file) => isTenantFile(file) || isGenerated(file)) &&
    statements.every(
      ({ topic, risk, widens }) =>
        widens !== true && risk !== "refused" && !(risk === "high" && (topic === "data" || topic === "promotion")),
    )
  );
}

function platformTeam({ platform }: Inventory): string {
  return platform.spec.owner.github;
}

/** GitHub's names know no case. */
function isOneOf(team: string, teams: readonly string[]): boolean {
  return teams.some((one) => one.toLowerCase() === team.toLowerCase());
}

const tenantPattern = /^tenants\/([^/]+)[.]yaml$/;

function isTenantFile(file: string): boolean {
  return tenantPattern.test(file);
}

function tenantsIn(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => tenantPattern.exec(file)?.[1] ?? []).sort();
}

/** Held to what the generator writes, byte for byte, by the check for drift. */
export function isGenerated(file: string): boolean {
  return (
    /^(clusters\/[^/]+\/(applications|bootstrap|overlays|rendered)|platform\/policies)\//.test(file) ||
    file === codeOwnersFile
  );
}

function fileOf(tenant: string): string {
  return `tenants/${tenant}.yaml`;
}

function ownerOf(inventory: Inventory, name: string): string | undefined {
  return entriesOf(inventory, name)[0]?.spec.owner.github;
}

function entriesOf({ clusters }: Inventory, name: string): readonly TenantEntry[] {
  return clusters.flatMap(({ tenants }) => tenants.filter((one) => one.name === name));
}

function ofTenant<T>(inventory: Inventory, name: string, part: (entry: TenantEntry) => T): readonly T[] {
  return distinct(entriesOf(inventory, name).map(part));
}

function distinct<T>(items: readonly T[]): readonly T[] {
  return items.filter((item, index) => items.findIndex((one) => isDeepStrictEqual(one, item)) === index);
}

const ownersOf = ({ spec }: TenantEntry): unknown => spec.owner.github;
const poolOf = ({ spec }: TenantEntry): unknown => spec.nodePool;
const waiversOf = ({ spec }: TenantEntry): unknown => spec.waivers;

function finding(code: InputCode, file: string, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, at: wholeFile(file) };
}
