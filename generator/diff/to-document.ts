import { compareStrings } from "../diagnostics/diagnostic.ts";
import { plainDiagnostics } from "../diagnostics/report.ts";
import { catalogue } from "../gate/rules/table.ts";
import { type Block, heading, markdown } from "../layout/document.ts";
import { type Change, describeRef } from "../plan/change.ts";
import { describeField, type FieldChange, fieldChanges } from "../plan/fields.ts";
import type { Difference } from "./difference.ts";
import { compareStatements, type Statement } from "./statement.ts";

/** The reach of a change in one line: `1 tenant, 1 cluster, 3 objects; opens churn -> mlflow:5000`. */
export function blastRadius({ changes, statements }: Difference): string {
  if (changes.length === 0 && statements.length === 0) return "Nothing changes on any cluster.";
  const tenants = new Set(changes.flatMap(({ tenant }) => tenant ?? []));
  const clusters = new Set(changes.map(({ cluster }) => cluster));
  const counts = [
    tenants.size === 0 ? "no tenant" : count(tenants.size, "tenant"),
    count(clusters.size, "cluster"),
    count(changes.length, "object"),
  ];
  const headlines = [...new Set(statements.flatMap(({ headline }) => headline ?? []))];
  const more = headlines.length - mostHeadlines;
  const said = [...headlines.slice(0, mostHeadlines), ...(more > 0 ? [`and ${more} more`] : [])];
  return `${counts.join(", ")}${said.length === 0 ? "" : `; ${said.join("; ")}`}`;
}

const mostHeadlines = 3;

/** A difference as a reviewer reads it: how far it reaches, what it means, and each object, the largest part last. */
export function differenceDocument(difference: Difference): readonly Block[] {
  return [...summary(difference), ...sectionsOf(difference).flat()];
}

/** Characters of one thing that is said, in a comment. */
const longest = 600;

function summary(difference: Difference, most = Number.POSITIVE_INFINITY): readonly Block[] {
  const { base, risk, statements, findings } = difference;
  const errors = findings.filter(({ severity }) => severity === "error");
  return [
    heading(1, cut(blastRadius(difference), most)),
    { text: `Risk: ${statements.length === 0 ? "none" : risk}. Compared with ${base}.` },
    ...(errors.length === 0
      ? []
      : [
          heading(2, "What stops it"),
          {
            items: errors
              .slice(0, mostErrors)
              .map(
                ({ at, code, message, hint }) =>
                  `${at.file}:${at.line}:${at.column} ${code}: ${message}. ${hint ?? ""}`,
              ),
          },
          ...(errors.length > mostErrors
            ? [{ text: `And ${errors.length - mostErrors} more: npx tenantry check.` }]
            : []),
        ]),
    ...(statements.length === 0 ? [] : [heading(2, "What it means"), meaning(statements, most)]),
  ];
}

const mostErrors = 10;
const mostStatements = 60;

/** The same thing said of several clusters or tenants is said once. */
function meaning(statements: readonly Statement[], most: number): Block {
  const groups = [
    ...Map.groupBy(statements, (one) =>
      JSON.stringify([one.risk, one.topic, generic(one.about, one.tenant), generic(one.says, one.tenant)]),
    ).values(),
  ];
  const rows = groups.slice(0, mostStatements).map((all): readonly string[] => {
    const [first] = all.toSorted(compareStatements);
    if (first === undefined) return [];
    const tenants = [...new Set(all.map(({ tenant }) => tenant ?? "the platform"))];
    const clusters = [...new Set(all.map(({ cluster }) => cluster))];
    return [first.risk, first.topic, several(clusters), several(tenants), cut(`${first.about}: ${first.says}`, most)];
  });
  const hidden = groups.length - rows.length;
  if (hidden > 0) rows.push(["", "", "", "", `and ${hidden} more, none of them worse; --output json has all of them`]);
  return { header: ["Risk", "About", "Cluster", "Tenant", "What"], rows };
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** A sentence that would be another tenant's, were it about that one. */
function generic(text: string, tenant: string | undefined): string {
  if (tenant === undefined) return text;
  const name = tenant.replace(/[^\w-]/g, "\\$&");
  return text.replaceAll(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "g"), "\0");
}

function several(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : names.join(", ");
}

/** Objects by tenant, those that are alike together, the shortest first: what is cut off is then the longest. */
function sectionsOf({ changes }: Difference): readonly (readonly Block[])[] {
  const units = [...Map.groupBy(changes, ({ cluster, tenant }) => JSON.stringify([cluster, tenant])).values()];
  const alike = Map.groupBy(units, (unit) => generic(JSON.stringify(rowsOf(unit)), unit[0]?.tenant));
  return [...alike.values()]
    .toSorted(
      (left, right) =>
        (left[0]?.length ?? 0) - (right[0]?.length ?? 0) || compareStrings(titleOf(left), titleOf(right)),
    )
    .map((group) => [heading(2, titleOf(group)), { header: ["", "Object", "Fields"], rows: rowsOf(group[0] ?? []) }]);
}

function titleOf(group: readonly (readonly Change[])[]): string {
  const firsts = group.flatMap(([first]) => first ?? []);
  const names = [...new Set(firsts.map(({ tenant }) => tenant ?? "the platform"))];
  const clusters = [...new Set(firsts.map(({ cluster }) => cluster))];
  return `${several(names)} on ${several(clusters)}: ${count(group[0]?.length ?? 0, "object")}${group.length > 1 ? " each" : ""}`;
}

const mostFields = 4;

function rowsOf(changes: readonly Change[]): readonly (readonly string[])[] {
  return changes.map((change) => {
    const { verb, ref, from, before, after } = change;
    const fields = verb === "change" ? fieldChanges(before, after) : [];
    const said = fields.slice(0, mostFields).map(describeField);
    const more = fields.length - said.length;
    const what = from === undefined ? describeRef(ref) : `${describeRef(from)} to ${describeRef(ref)}`;
    return [verb, what, [...said, ...(more > 0 ? [`and ${more} more`] : [])].join("; ")];
  });
}

/** Characters that a comment on a pull request may have, with room for whatever is put around it. */
const mostCharacters = 60_000;

/** A difference as Markdown that fits one comment: whole sections, then how much of it is left out. */
export function inOneComment(difference: Difference): string {
  const kept: Block[] = [...summary(difference, longest)];
  const sections = sectionsOf(difference);
  let length = markdown(kept).length;
  let shown = 0;
  for (const section of sections) {
    length += markdown(section).length + 1;
    if (length > mostCharacters - 200) break;
    kept.push(...section);
    shown += 1;
  }
  if (shown < sections.length)
    kept.push({
      text: `${count(sections.length - shown, "longer part")} left out, to fit a comment: npx tenantry diff shows all.`,
    });
  return markdown(kept);
}

/** A difference for programs: everything, nothing grouped. */
export function differenceData(difference: Difference): object {
  const { base, changes, statements, risk, findings } = difference;
  return {
    version: 1,
    base,
    says: blastRadius(difference),
    risk: statements.length === 0 ? "none" : risk,
    clean: findings.every(({ severity }) => severity !== "error"),
    statements,
    changes: changes.map((change) => ({
      verb: change.verb,
      cluster: change.cluster,
      ...(change.tenant === undefined ? {} : { tenant: change.tenant }),
      ...(change.application === undefined ? {} : { application: change.application }),
      object: change.ref,
      ...(change.from === undefined ? {} : { from: change.from }),
      ...(change.verb === "change" ? { fields: fieldChanges(change.before, change.after).map(fieldData) } : {}),
    })),
    diagnostics: plainDiagnostics(findings, catalogue),
  };
}

function fieldData({ path, before, after }: FieldChange): object {
  return { path, before: before ?? null, after: after ?? null };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
