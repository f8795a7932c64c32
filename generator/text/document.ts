import { printable } from "./printable.ts";

/** A part of a plan or report, independent of the output format. */
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
    return [`${fence}${block.language ?? "bash"}`, ...block.code.map(printable), fence].join("\n");
  }
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escaped(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(block.header), row(block.header.map(() => "---")), ...block.rows.map(row)].join("\n");
}

/** Escapes Markdown, and prevents names after an @ from becoming mentions: texts can come from an untrusted proposal. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[\\`*[\]<>~]|(?<!\w)_|_(?!\w)/g, "\\$&")
    .replace(/@(?=[\w-])/g, "@\u200b");
}
