/** A line of code in a page, and the roles that may run it according to the text before its block. */
export interface RunbookLine {
  readonly line: string;
  readonly by: readonly string[] | "platform" | "everybody";
}

/** Every line of every block of code in a page of Markdown. */
export function runbookLines(page: string): readonly RunbookLine[] {
  return parted(page).flatMap(({ before, code }) => {
    const words = before.trimEnd().split("\n").at(-1) ?? "";
    const roles = /^As (.+):$/.exec(words)?.[1];
    const by = words === "The platform team:" ? "platform" : (roles?.split(" or ") ?? "everybody");
    return code.split("\n").map((line) => ({ line, by }));
  });
}

/** Every line of code in the section below a heading. */
export function sectionLines(page: string, heading: string): readonly RunbookLine[] {
  const [, after = ""] = page.split(`\n${heading}\n`, 2);
  return runbookLines(after.split(/\n#+ (?=.*\n\n)/, 1)[0] ?? "");
}

/** A page without its code. */
export function proseOf(page: string): string {
  return page.replace(/^```[\s\S]*?^```$/gm, "");
}

/** @throws Error if a block is not shell code, because no test would check it. */
function parted(page: string): readonly { readonly before: string; readonly code: string }[] {
  const parts = page.split(/^```(.*)$/m);
  const blocks: { before: string; code: string }[] = [];
  for (let index = 0; index + 4 < parts.length; index += 4) {
    const [before = "", language = "", code = "", end = ""] = parts.slice(index, index + 4);
    if (language !== "bash" || end !== "") throw new Error(`invalid code block language ${language || "(none)"}`);
    blocks.push({ before, code: code.trim() });
  }
  return blocks;
}
