import { posix } from "node:path";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, type Location, wholeFile } from "../diagnostics/diagnostic.ts";
import type { Statement } from "../diff/statement.ts";
import { isSameTeam } from "../layout/code-owners.ts";
import { isGeneratedFile, isSharedWorkflow, parsePath } from "../layout/paths.ts";
import { platformFile, tenantFile } from "../load/input-files.ts";
import type { Inventory } from "../validate/inventory.ts";
import { fieldsWithAspect, widenedByInputs } from "./fields.ts";
import { locationOfGain, locationOfLoss, locationOfPlatformGain } from "./locations.ts";
import { type Proposal, placedIn } from "./proposal.ts";
import { sharedFieldsWithAspect } from "./shared-fields.ts";

const { messages } = codes["guard/platform"];

/** GitHub teams (`organisation/team`) of the author, and of the reviewers who approved the current version. */
export interface ProposalTeams {
  readonly teams: readonly string[];
  readonly approvedBy: readonly string[];
}

/** The owners, in the base, of the tenants that a proposal changes. They can approve it, as the platform team can. */
export function affectedOwners({ before, files }: Proposal): readonly string[] {
  return before === undefined ? [] : [...new Set(tenantsIn(files).flatMap((name) => ownersOf(before, name)))];
}

/** The parts of a change that need an approval. Empty if the platform team proposes the change or has approved it. */
export function guardFindings(proposal: Proposal, who: ProposalTeams): readonly Diagnostic[] {
  const { before, files, outdated: stale, statements, platformTeam } = proposal;
  if (platformTeam === undefined) return [unknownPlatformTeam];
  if (isOneOf(platformTeam, who.teams) || isOneOf(platformTeam, who.approvedBy)) return [];
  const approvalHint = `A member of ${platformTeam} must approve the pull request.`;
  const touched = tenantsIn(files);
  const effects = statements.filter((statement) => !movesItself(statement, touched));
  return [
    ...(before === undefined
      ? [finding("guard/platform", platformFile, messages.invalidBase(), approvalHint)]
      : touched.flatMap((name) => ofTenant(proposal, before, name, who, approvalHint))),
    ...stale.map((name) =>
      finding(
        "guard/platform",
        tenantFile(name),
        messages.staleTenant(name),
        "Fix the main branch first: check out the main branch, run npx --no-install tenantry build, and merge the result.",
      ),
    ),
    ...files
      .filter((file) => !isTenantFile(file) && !isGeneratedFile(file))
      .map((file) => finding("guard/platform", file, messages.platformFile(file), approvalHint)),
    ...outsideFindings(proposal, platformTeam, approvalHint),
    ...(touched.length > 1
      ? touched.map((name) =>
          finding(
            "guard/platform",
            tenantFile(name),
            messages.severalTenants(touched.length, name),
            `Open one pull request for each tenant, or request an approval from a member of ${platformTeam}.`,
          ),
        )
      : []),
    ...effects
      .filter(({ topic, widens }) => topic === "clusters" && widens !== true)
      .map(({ tenant = "", cluster, message }) =>
        guardFinding(
          "guard/platform",
          locationOfLoss(proposal, tenant, cluster),
          messages.lostCluster(tenant, message),
          approvalHint,
        ),
      ),
    ...effects
      .filter(({ widens }) => widens)
      .map((statement) => {
        const { topic, cluster, about, message } = statement;
        const widened = codes["guard/widens"].messages.widened(topic, cluster, about, message);
        return guardFinding("guard/widens", placeOf(proposal, statement), widened, approvalHint);
      }),
  ];
}

/**
 * The findings about files outside of the platform's folder. The platform's workflows belong to the platform. The program that
 * checks the change can be among the other files. A change of other files alone is a matter of the other projects.
 */
function outsideFindings(
  { files, filesOutside, after }: Proposal,
  platformTeam: string,
  approvalHint: string,
): readonly Diagnostic[] {
  const { path: folder = "" } = after.platform.spec.repository;
  const workflows = filesOutside.filter(isSharedWorkflow).map((file) => {
    const name = posix.relative(folder, file);
    return finding("guard/platform", name, messages.platformFile(name), approvalHint);
  });
  const others = filesOutside.filter((file) => !isSharedWorkflow(file));
  const [first] = others;
  if (files.length === 0 || first === undefined) return workflows;
  return [
    ...workflows,
    finding(
      "guard/platform",
      posix.relative(folder, first),
      messages.filesOutside(others.length, folder, first),
      `Open a separate pull request for files outside ${folder}, or request an approval from a member of ${platformTeam}.`,
    ),
  ];
}

/** The position for the finding about a gain. */
function placeOf(proposal: Proposal, { topic, tenant, cluster, part }: Statement): Location {
  const fields = { tenant: fieldsWithAspect(topic), shared: sharedFieldsWithAspect(topic) };
  return tenant === undefined
    ? locationOfPlatformGain(proposal, cluster, fields)
    : locationOfGain(proposal, tenant, cluster, { ...fields, part });
}

/** Whether a tenant's own file can be the cause of a change of its clusters. `widenedByInputs` reports such a change. */
function movesItself({ topic, tenant }: Statement, touched: readonly string[]): boolean {
  return topic === "clusters" && tenant !== undefined && touched.includes(tenant);
}

const unknownPlatformTeam = finding(
  "guard/platform",
  platformFile,
  messages.unknownTeam(),
  "Fix the main branch first: check out the main branch, run npx --no-install tenantry check, and fix its findings.",
);

/** The parts of a change to one tenant that need an approval. */
function ofTenant(
  proposal: Proposal,
  before: Inventory,
  name: string,
  who: ProposalTeams,
  approvalHint: string,
): readonly Diagnostic[] {
  const owners = ownersOf(before, name);
  if (owners.length === 0) return [finding("guard/platform", tenantFile(name), messages.newTenant(name), approvalHint)];
  const unrelated = owners.find((owner) => !isOneOf(owner, who.teams) && !isOneOf(owner, who.approvedBy));
  if (unrelated !== undefined) {
    const message = codes["guard/not-yours"].messages.otherTeam(name, unrelated);
    const hint = `A member of ${unrelated} must open or approve the pull request.`;
    return [finding("guard/not-yours", tenantFile(name), message, hint)];
  }
  const old = placedIn(before, name);
  const found = [...placedIn(proposal.after, name)].flatMap(([cluster, placed]) =>
    widenedByInputs(old.get(cluster), placed).map(({ message, fields }) => {
      const at = locationOfGain(proposal, name, cluster, { tenant: fields, shared: [] });
      return guardFinding("guard/platform", at, message, approvalHint);
    }),
  );
  // A wider selection of clusters is found on each cluster.
  return found.filter(({ message }, index) => found.findIndex((other) => other.message === message) === index);
}

/**
 * Whether a change without findings can be merged without a review: it changes one tenant within what it was granted, deletes
 * nothing, and does not reach a cluster before the one that should prove it.
 */
export function mergesAutomatically(proposal: Proposal): boolean {
  const { before, outdated: stale, files, filesOutside, statements, deletes } = proposal;
  return (
    before !== undefined &&
    stale.length === 0 &&
    filesOutside.length === 0 &&
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

/** A file names one owner. The inventory has the tenant once for each cluster, so every owner that it names counts. */
function ownersOf({ clusters }: Inventory, name: string): readonly string[] {
  const entries = clusters.flatMap(({ tenants }) => tenants.filter((tenant) => tenant.name === name));
  return [...new Set(entries.map(({ spec }) => spec.owner.github))];
}

function finding(code: InputCode, file: string, message: string, hint: string): Diagnostic {
  return guardFinding(code, wholeFile(file), message, hint);
}

function guardFinding(code: InputCode, at: Location, message: string, hint: string): Diagnostic {
  return { code, severity: "error", message, hint, at };
}
