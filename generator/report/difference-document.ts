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

/** A difference for a reviewer: the blast radius, the effects by risk, and each changed object, the largest section last. */
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
          heading(2, "Blocked by"),
          {
            items: errors.slice(0, mostErrors).map(describeDiagnostic),
          },
          ...(errors.length > mostErrors
            ? [
                {
                  text: `And ${errors.length - mostErrors} more errors. Run npx --no-install tenantry check to see all errors.`,
                },
              ]
            : []),
        ]),
    ...(statements.length === 0 ? [] : [heading(2, "Effects"), meaning(statements, most)]),
  ];
}

const mostErrors = 10;
const mostStatements = 60;

/** One row for equal statements about several clusters or tenants. */
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
  if (hidden > 0)
    rows.push([
      "",
      "",
      "",
      "",
      `and ${hidden} more effects with the same or a lower risk. Use --output json to see all effects`,
    ]);
  return { header: ["Risk", "Topic", "Cluster", "Tenant", "Effect"], rows };
}

/** The text without the tenant's name, so that equal texts about several tenants are equal. */
function generic(text: string, tenant: string | undefined): string {
  if (tenant === undefined) return text;
  const name = tenant.replace(/[^\w-]/g, "\\$&");
  return text.replaceAll(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "g"), "\0");
}

function namesOrCount(names: readonly string[]): string {
  return listText(names, names.length > 3 ? 2 : 3);
}

/** Objects by tenant, with equal sections together. The shortest come first, so that a comment omits the longest. */
function sectionsOf({ changes }: DifferenceData): readonly (readonly Block[])[] {
  const units = [...Map.groupBy(changes, ({ cluster, tenant }) => JSON.stringify([cluster, tenant])).values()];
  const alike = Map.groupBy(units, (unit) =>
    generic(JSON.stringify([unit[0]?.hub !== undefined, rowsOf(unit)]), unit[0]?.tenant),
  );
  return [...alike.values()]
    .toSorted(
      (left, right) =>
        (left[0]?.length ?? 0) - (right[0]?.length ?? 0) || compareStrings(titleOf(left), titleOf(right)),
    )
    .map((group) => [
      heading(2, titleOf(group)),
      { header: ["Action", "Object", "Changed fields"], rows: rowsOf(group[0] ?? []) },
    ]);
}

function titleOf(group: readonly (readonly Change[])[]): string {
  const firsts = group.flatMap(([first]) => first ?? []);
  const objects = `${countText(group[0]?.length ?? 0, "object")}${group.length > 1 ? " each" : ""}`;
  const hubs = firsts.flatMap(({ hub }) => hub ?? []);
  if (hubs.length > 0) return `${hubs.length === 1 ? "hub" : "hubs"} ${namesOrCount(hubs)}: ${objects}`;
  const names = [...new Set(firsts.map(({ tenant }) => tenant ?? "the platform"))];
  const clusters = [...new Set(firsts.map(({ cluster }) => cluster))];
  return `${namesOrCount(names)} on ${namesOrCount(clusters)}: ${objects}`;
}

const mostFields = 4;

function rowsOf(changes: readonly Change[]): readonly (readonly string[])[] {
  return changes.map(({ verb, object, from, fields = [] }) => {
    const what = from === undefined ? describeRef(object) : `${describeRef(from)} to ${describeRef(object)}`;
    return [verb, what, listText(fields.map(describeField), mostFields, "; ")];
  });
}

/** The maximum length of a pull request comment in characters, minus the text around it. */
const mostCharacters = 60_000;
/** The maximum length of one text in a comment, in characters. */
const longest = 600;

/** The findings of inputs that cannot be compared. */
export function refusalDocument(diagnostics: PlainDiagnostics): readonly Block[] {
  return [
    heading(2, "Errors that prevent the comparison"),
    { items: diagnostics.slice(0, mostRefused).map(describeDiagnostic) },
    ...(diagnostics.length > mostRefused ? [{ text: `And ${diagnostics.length - mostRefused} more errors.` }] : []),
  ];
}

const mostRefused = 40;

function describeDiagnostic({ file, line, column, code, message, hint }: PlainDiagnostics[number]): string {
  return `${file}:${line}:${column} ${code}: ${message}. ${hint ?? ""}`;
}

export function refusalInOneComment(diagnostics: PlainDiagnostics): string {
  return unlinked(markdown(shortened(refusalDocument(diagnostics))));
}

/** A difference as Markdown that fits one comment: complete sections, then the number of omitted ones. */
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
      text: `This comment omits ${countText(sections.length - shown, "longer section")}, because the length of a comment is limited. Run npx --no-install tenantry diff to see all sections.`,
    });
  return unlinked(markdown(kept));
}

/** GitHub turns addresses and numbers after a hash into links. The author of a change must not place links in our comment. */
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
