import { compareStrings } from "../diagnostics/diagnostic.ts";
import { blastRadius } from "../diff/blast-radius.ts";
import type { DifferenceData, PlainDiagnostics } from "../diff/data.ts";
import { describeRef } from "../plan/change.ts";
import { describeField } from "../plan/fields.ts";
import { countText } from "../text/counted.ts";
import { type Block, heading, markdown } from "../text/document.ts";
import { listText } from "../text/listed.ts";

type Statement = DifferenceData["statements"][number];
type Change = DifferenceData["changes"][number];

/** A difference as a reviewer reads it: how far it reaches, what it means, and each object, the largest part last. */
export function differenceDocument(difference: DifferenceData): readonly Block[] {
  return [...summary(difference, mostStatements), ...sectionsOf(difference).flat()];
}

function summary(difference: DifferenceData, most: number): readonly Block[] {
  const { base, risk, statements, diagnostics } = difference;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return [
    heading(1, blastRadius(difference)),
    { text: `Risk: ${risk}. Compared with ${base}.` },
    ...(errors.length === 0
      ? []
      : [
          heading(2, "What stops it"),
          {
            items: errors.slice(0, mostErrors).map(describeDiagnostic),
          },
          ...(errors.length > mostErrors
            ? [{ text: `And ${errors.length - mostErrors} more: npx --no-install tenantry check.` }]
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
    ...Map.groupBy(statements, (statement) =>
      JSON.stringify([
        statement.risk,
        statement.topic,
        generic(statement.about, statement.tenant),
        generic(statement.message, statement.tenant),
      ]),
    ).values(),
  ];
  const rows = groups.slice(0, most).map((all): readonly string[] => {
    const [first] = all;
    if (first === undefined) return [];
    const tenants = [...new Set(all.map(({ tenant }) => tenant ?? "the platform"))];
    const clusters = [...new Set(all.map(({ cluster }) => cluster))];
    return [first.risk, first.topic, namesOrCount(clusters), namesOrCount(tenants), `${first.about}: ${first.message}`];
  });
  const hidden = groups.length - rows.length;
  if (hidden > 0) rows.push(["", "", "", "", `and ${hidden} more, none of them worse; --output json has all of them`]);
  return { header: ["Risk", "About", "Cluster", "Tenant", "What"], rows };
}

/** A sentence that would be another tenant's, were it about that one. */
function generic(text: string, tenant: string | undefined): string {
  if (tenant === undefined) return text;
  const name = tenant.replace(/[^\w-]/g, "\\$&");
  return text.replaceAll(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "g"), "\0");
}

function namesOrCount(names: readonly string[]): string {
  return listText(names, names.length > 3 ? 2 : 3);
}

/** Objects by tenant, those that are alike together, the shortest first: what is cut off is then the longest. */
function sectionsOf({ changes }: DifferenceData): readonly (readonly Block[])[] {
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
  return `${namesOrCount(names)} on ${namesOrCount(clusters)}: ${countText(group[0]?.length ?? 0, "object")}${group.length > 1 ? " each" : ""}`;
}

const mostFields = 4;

function rowsOf(changes: readonly Change[]): readonly (readonly string[])[] {
  return changes.map(({ verb, object, from, fields = [] }) => {
    const what = from === undefined ? describeRef(object) : `${describeRef(from)} to ${describeRef(object)}`;
    return [verb, what, listText(fields.map(describeField), mostFields, "; ")];
  });
}

/** Characters that a comment on a pull request may have, with room for whatever is put around it. */
const mostCharacters = 60_000;
/** Characters of one thing that is said, in a comment. */
const longest = 600;

/** What is wrong with inputs that nothing can be said of. */
export function refusalDocument(diagnostics: PlainDiagnostics): readonly Block[] {
  return [
    heading(2, "Nothing can be said before this is fixed"),
    { items: diagnostics.slice(0, mostRefused).map(describeDiagnostic) },
    ...(diagnostics.length > mostRefused ? [{ text: `And ${diagnostics.length - mostRefused} more.` }] : []),
  ];
}

const mostRefused = 40;

function describeDiagnostic({ file, line, column, code, message, hint }: PlainDiagnostics[number]): string {
  return `${file}:${line}:${column} ${code}: ${message}. ${hint ?? ""}`;
}

export function refusalInOneComment(diagnostics: PlainDiagnostics): string {
  return unlinked(markdown(shortened(refusalDocument(diagnostics))));
}

/** A difference as Markdown that fits one comment: whole sections, then how much of it is left out. */
export function inOneComment(difference: DifferenceData): string {
  const heads = [mostStatements, 20, 5].map((most) => shortened(summary(difference, most)));
  const kept: Block[] = [...(heads.find((head) => markdown(head).length < mostCharacters / 2) ?? heads.at(-1) ?? [])];
  const sections = sectionsOf(difference).map(shortened);
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
      text: `${countText(sections.length - shown, "longer part")} left out, to fit a comment: npx --no-install tenantry diff shows all.`,
    });
  return unlinked(markdown(kept));
}

/** GitHub makes links of addresses and of numbers after a hash; whoever proposes a change gets none under our name. */
function unlinked(text: string): string {
  return text.replace(/#(?=\d)|\b(https?|ftp):(?=\/\/)|\bwww(?=[.])/gi, "$&\u200b");
}

function shortened(blocks: readonly Block[]): readonly Block[] {
  const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);
  return blocks.map((block): Block => {
    if ("heading" in block) return { ...block, heading: cut(block.heading) };
    if ("text" in block) return { text: cut(block.text) };
    if ("items" in block) return { ...block, items: block.items.map(cut) };
    if ("rows" in block) return { ...block, rows: block.rows.map((cells) => cells.map(cut)) };
    return block;
  });
}
