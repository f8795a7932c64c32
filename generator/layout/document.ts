/** What a plan or report says, before anybody decides how it looks. */
export type Block =
  | { readonly heading: string; readonly level: 1 | 2 | 3 }
  | { readonly text: string }
  | { readonly items: readonly string[]; readonly numbered?: boolean }
  | { readonly code: readonly string[] }
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
  if ("code" in block) return ["```bash", ...block.code, "```"].join("\n");
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => escaped(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [row(block.header), row(block.header.map(() => "---")), ...block.rows.map(row)].join("\n");
}

function inText(block: Block): string {
  if ("heading" in block) {
    const line = block.level === 1 ? "=" : "-";
    return block.level === 3 ? block.heading : `${block.heading}\n${line.repeat(block.heading.length)}`;
  }
  if ("text" in block) return block.text;
  if ("items" in block)
    return block.items
      .map((item, index) => `${block.numbered === true ? `${index + 1}.`.padEnd(3) : "  -"} ${item}`)
      .join("\n");
  if ("code" in block) return block.code.map((line) => `    ${line}`).join("\n");
  const rows = [block.header, ...block.rows];
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

/** Names come from files that anybody may propose: what Markdown would obey is shown instead. */
function escaped(text: string): string {
  return text.replace(/[<>]/g, (sign) => (sign === "<" ? "&lt;" : "&gt;")).replace(/[\r\n]+/g, " ");
}
