import { visible } from "./visible.ts";

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

/**
 * Names and reasons come from files that anybody may propose: what Markdown would obey is shown instead, and nobody is
 * called by writing their name after an @.
 */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\\`*[\]<>~]|(?<!\w)_|_(?!\w)/g, "\\$&")
    .replace(/@(?=[\w-])/g, "@\u200b");
}
