import type { InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, type Location, wholeFile } from "../diagnostics/diagnostic.ts";
import type { Statement } from "../diff/statement.ts";
import { isSameTeam } from "../layout/code-owners.ts";
import { isGeneratedFile, parsePath } from "../layout/paths.ts";
import { platformFile, tenantFile } from "../load/input-files.ts";
import type { Inventory } from "../validate/inventory.ts";
import { fieldsWithAspect, type TenantOnCluster, widenedByInputs } from "./fields.ts";
import { changedLocation } from "./locations.ts";

/** GitHub teams, `organisation/team`: the author's, and those of whoever approved what is proposed as it is now. */
export interface ProposalTeams {
  readonly teams: readonly string[];
  readonly approvedBy: readonly string[];
}

/** What a pull request proposes. */
export interface Proposal {
  /** What is merged; nothing where today's generator cannot understand it: then nobody knows what anybody was given. */
  readonly before: Inventory | undefined;
  readonly after: Inventory;
  /** The platform's GitHub team, by what is merged and never by what is proposed; nothing where that says none. */
  readonly platformTeam: string | undefined;
  /** Of the tenants that this changes, those whose generated files in the base are not what its inputs give. */
  readonly stale: readonly string[];
  /** Every file that differs from the base, whatever it is. */
  readonly files: readonly string[];
  readonly statements: readonly Statement[];
  /** Whether an object of some tenant goes. */
  readonly deletes: boolean;
}

/** Owners of the tenants that a proposal changes, as they are merged: beside the platform team they have a say. */
export function affectedOwners({ before, files }: Proposal): readonly string[] {
  return before === undefined ? [] : [...new Set(tenantsIn(files).flatMap((name) => ownersOf(before, name)))];
}

/** What the author may not do by themselves; nothing where the platform team proposes or has approved it. */
export function guardFindings(proposal: Proposal, who: ProposalTeams): readonly Diagnostic[] {
  const { before, files, stale, statements, platformTeam } = proposal;
  if (platformTeam === undefined) return [nobodyKnows];
  if (isOneOf(platformTeam, who.teams) || isOneOf(platformTeam, who.approvedBy)) return [];
  const ask = `Somebody of ${platformTeam} has to approve it.`;
  const touched = tenantsIn(files);
  return [
    ...(before === undefined
      ? [finding("guard/platform", platformFile, "the base's own files cannot be understood", ask)]
      : touched.flatMap((name) => ofTenant(proposal, before, name, who, ask))),
    ...stale.map((name) =>
      finding(
        "guard/platform",
        tenantFile(name),
        `the main branch's generated files of ${name} are not what its inputs give, so nobody knows what ${name} has`,
        "Repair the main branch first: npx --no-install tenantry build there.",
      ),
    ),
    ...files
      .filter((file) => !isTenantFile(file) && !isGeneratedFile(file))
      .map((file) => finding("guard/platform", file, `${file} is the platform team's`, ask)),
    ...(touched.length > 1
      ? touched.map((name) =>
          finding(
            "guard/platform",
            tenantFile(name),
            `this changes ${touched.length} tenants at once, ${name} among them`,
            `One pull request a tenant. ${ask}`,
          ),
        )
      : []),
    ...statements
      .filter(({ widens }) => widens)
      .map(({ topic, tenant, cluster, about, message }) =>
        finding(
          "guard/widens",
          tenant === undefined ? platformFile : tenantFile(tenant),
          `${topic} on ${cluster}: ${about} ${message}`,
          ask,
          tenant === undefined ? undefined : placeOf(proposal, tenant, cluster, fieldsWithAspect(topic)),
        ),
      ),
  ];
}

/** Where a tenant's file says something else in one of these fields; nothing where nobody can tell. */
function placeOf(
  { before, after }: Proposal,
  name: string,
  cluster: string,
  fields: readonly string[],
): Location | undefined {
  const here = placedIn(after, name).get(cluster);
  const there = before === undefined ? undefined : placedIn(before, name).get(cluster);
  return here === undefined ? undefined : changedLocation(there?.tenant, here.tenant, fields);
}

const nobodyKnows = finding(
  "guard/platform",
  platformFile,
  "the base does not say who the platform team is, so nobody can approve this",
  "Repair the main branch first: npx --no-install tenantry check there.",
);

/** What the author may not do with one tenant. */
function ofTenant(
  { after }: Proposal,
  before: Inventory,
  name: string,
  who: ProposalTeams,
  ask: string,
): readonly Diagnostic[] {
  const owners = ownersOf(before, name);
  if (owners.length === 0) return [finding("guard/platform", tenantFile(name), `${name} is a new tenant`, ask)];
  const unrelated = owners.find((owner) => !isOneOf(owner, who.teams) && !isOneOf(owner, who.approvedBy));
  if (unrelated !== undefined) {
    const message = `${name} belongs to ${unrelated}, and whoever proposes this is not in it`;
    return [finding("guard/not-yours", tenantFile(name), message, `Let ${unrelated} propose or approve it.`)];
  }
  const old = placedIn(before, name);
  return [...placedIn(after, name)].flatMap(([cluster, placed]) =>
    widenedByInputs(old.get(cluster), placed).map(({ message, fields }) =>
      finding(
        "guard/platform",
        tenantFile(name),
        message,
        ask,
        changedLocation(old.get(cluster)?.tenant, placed.tenant, fields),
      ),
    ),
  );
}

/** A tenant on each cluster that it is on: what is compared is compared cluster by cluster. */
function placedIn({ platform, clusters, components }: Inventory, name: string): ReadonlyMap<string, TenantOnCluster> {
  return new Map(
    clusters.flatMap((cluster) =>
      cluster.tenants
        .filter((tenant) => tenant.name === name)
        .map((tenant): [string, TenantOnCluster] => [cluster.name, { platform, cluster, tenant, components }]),
    ),
  );
}

/**
 * Whether a change that nobody objects to may be merged without anybody looking: it stays within what its one tenant was
 * given, takes nothing away, and comes to no cluster before the one where it is to prove itself.
 */
export function isSafe({ before, stale, files, statements, deletes }: Proposal): boolean {
  return (
    before !== undefined &&
    stale.length === 0 &&
    !deletes &&
    tenantsIn(files).length === 1 &&
    files.every((file) => isTenantFile(file) || isGeneratedFile(file)) &&
    statements.every(
      ({ topic, risk, widens }) =>
        widens !== true && risk !== "refused" && !(risk === "high" && (topic === "data" || topic === "promotion")),
    )
  );
}

function isOneOf(team: string, teams: readonly string[]): boolean {
  return teams.some((candidate) => isSameTeam(candidate, team));
}

function isTenantFile(file: string): boolean {
  return parsePath(file)?.is === "tenant";
}

export function tenantsIn(files: readonly string[]): readonly string[] {
  return files
    .flatMap((file) => {
      const path = parsePath(file);
      return path?.is === "tenant" ? [path.tenant] : [];
    })
    .sort();
}

/** A file names one owner; of inputs that were read for each cluster every one that is named counts. */
function ownersOf({ clusters }: Inventory, name: string): readonly string[] {
  const entries = clusters.flatMap(({ tenants }) => tenants.filter((tenant) => tenant.name === name));
  return [...new Set(entries.map(({ spec }) => spec.owner.github))];
}

function finding(code: InputCode, file: string, message: string, hint: string, at?: Location): Diagnostic {
  return { code, severity: "error", message, hint, at: at ?? wholeFile(file) };
}
