import { visible } from "../diagnostics/visible.ts";

/** What a plan or report says, before anybody decides how it looks. */
export type Block =
  | { readonly heading: string; readonly level: 1 | 2 | 3 }
  | { readonly text: string }
  | { readonly items: readonly string[]; readonly numbered?: boolean }
  | { readonly code: readonly string[]; readonly language?: "bash" | "yaml" }
  | { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] };

export function heading(level: 1 | 2 | 3, text: string): Block {
  return { heading: text, level };
}

export function markdown(blocks: readonly Block[]): string {
  return `${blocks.map(inMarkdown).join("\n\n")}\n`;
}

/** For terminals and mail: the same words, without marks. */
export function plainText(blocks: readonly Block[]): string {
  return `${blocks.map(inText).join("\n\n")}\n`;
}

function inMarkdown(block: Block): string {
  if ("heading" in block) return `${"#".repeat(block.level)} ${escaped(block.heading)}`;
  if ("text" in block) return escaped(block.text);
  if ("items" in block)
    return block.items
      .map((item, index) => `${block.numbered === true ? `${index + 1}.` : "-"} ${escaped(item)}`)
      .join("\n");
  if ("code" in block) {
    const runs = block.code.flatMap((line) => line.match(/`+/g) ?? []);
    const fence = "`".repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
    return [`${fence}${block.language ?? "bash"}`, ...block.code.map(visible), fence].join("\n");
  }
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escaped(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(block.header), row(block.header.map(() => "---")), ...block.rows.map(row)].join("\n");
}

function inText(block: Block): string {
  if ("heading" in block) {
    const line = block.level === 1 ? "=" : "-";
    const text = visible(block.heading);
    return block.level === 3 ? text : `${text}\n${line.repeat(text.length)}`;
  }
  if ("text" in block) return visible(block.text);
  if ("items" in block)
    return block.items
      .map((item, index) => `${block.numbered === true ? `${index + 1}.`.padEnd(3) : "  -"} ${visible(item)}`)
      .join("\n");
  if ("code" in block) return block.code.map((line) => `    ${visible(line)}`).join("\n");
  const rows = [block.header, ...block.rows].map((cells) => cells.map(visible));
  const widths = block.header.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows
    .map(
      (cells) =>
        `  ${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}`,
    )
    .join("\n");
}

/**
 * Names and reasons come from files that anybody may propose: what Markdown would obey is shown instead, and nobody is
 * called by writing their name after an @.
 */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\\`*[\]<>~]|(?<!\w)_|_(?!\w)/g, "\\$&")
    .replace(/@(?=[\w-])/g, "@\u200b");
}
