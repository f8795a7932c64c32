import type { Block } from "./document.ts";
import { printable } from "./printable.ts";

/**
 * Formats blocks for terminals and mail. No line is longer than the width, except for code and single words that are longer.
 * @param width In columns.
 */
export function plainText(blocks: readonly Block[], width: number): string {
  return `${blocks.map((block) => inText(block, width).join("\n")).join("\n\n")}\n`;
}

/** Wraps a text at spaces. All lines after the first are indented. */
export function wrapped(text: string, width: number, indent = ""): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line.trim() === "" || longer.length <= width) {
      line = line.trim() === "" ? line + word : longer;
      continue;
    }
    lines.push(line.trimEnd());
    line = indent + word;
  }
  return [...lines, line.trimEnd()];
}

function inText(block: Block, width: number): readonly string[] {
  if ("heading" in block) {
    const lines = wrapped(printable(block.heading), width);
    const rule = (block.level === 1 ? "=" : "-").repeat(Math.max(...lines.map((line) => line.length)));
    return block.level === 3 ? lines : [...lines, rule];
  }
  if ("text" in block) return wrapped(printable(block.text), width);
  if ("items" in block)
    return block.items.flatMap((item, index) => {
      const mark = block.numbered === true ? `${index + 1}.`.padEnd(3) : "  -";
      return hangingIndent(`${mark} `, printable(item), width);
    });
  if ("code" in block) return block.code.map((line) => `    ${printable(line)}`);
  return table(
    block.header.map(printable),
    block.rows.map((cells) => cells.map(printable)),
    width,
  );
}

/** Wraps a text after a mark. All lines start in the same column. */
export function hangingIndent(mark: string, text: string, width: number): readonly string[] {
  const [first = "", ...others] = wrapped(text, width - mark.length);
  return [mark + first, ...others.map((line) => " ".repeat(mark.length) + line)];
}

const margin = "  ";
const between = "  ";

/** Columns with wrapped cells if they fit, else one record for each row with the names of its columns. */
function table(header: readonly string[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  const widths = columnWidths([header, ...rows], width - margin.length - between.length * (header.length - 1));
  if (widths === undefined) return rows.flatMap((cells) => record(header, cells, width));
  return [header, ...rows].flatMap((cells) => {
    const columns = cells.map((cell, column) => wrapped(cell, widths[column] ?? 0));
    const height = Math.max(...columns.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
      (
        margin + columns.map((lines, column) => (lines[line] ?? "").padEnd(widths[column] ?? 0)).join(between)
      ).trimEnd(),
    );
  });
}

/** The widths of the columns if they fit. The widest columns shrink first, at most to their longest word. */
function columnWidths(rows: readonly (readonly string[])[], width: number): readonly number[] | undefined {
  const columns = (rows[0] ?? []).map((_, column) => rows.map((cells) => cells[column] ?? ""));
  const natural = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
  const least = columns.map((cells) =>
    Math.max(...cells.flatMap((cell) => cell.split(" ")).map((word) => word.length)),
  );
  const comfortable = natural.map((full, column) => Math.max(least[column] ?? 0, Math.min(full, narrowest)));
  const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);
  if (sum(comfortable) > width) return undefined;
  let widths = natural;
  while (sum(widths) > width) {
    const spare = widths.map((width, column) => width - (comfortable[column] ?? 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths = widths.with(widest, (widths[widest] ?? 0) - 1);
  }
  return widths;
}

/** A column that is narrowed below this width would have one word in each line. */
const narrowest = 16;

function record(
  header: readonly string[],
  [first = "", ...others]: readonly string[],
  width: number,
): readonly string[] {
  const named = others.flatMap((cell, index) => {
    const name = header[index + 1] ?? "";
    return cell === "" ? [] : [name === "" ? cell : `${name}: ${cell}`];
  });
  return [
    ...hangingIndent(margin, first, width),
    ...packed(named, width - indented.length).flatMap((line) => hangingIndent(indented, line, width)),
  ];
}

const indented = "      ";

/** Joins texts into lines, as many as fit into each. */
function packed(texts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = `${lines.at(-1)}   ${text}`;
    if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(text);
  }
  return lines;
}
