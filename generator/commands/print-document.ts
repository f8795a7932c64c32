import { type Block, markdown } from "../text/document.ts";
import { plainText } from "../text/plain-text.ts";
import { type CommandContext, widthOf } from "./context.ts";

/** The output formats of a result: text for people, JSON for programs, and Markdown for pages that render it. */
export const documentForms = ["text", "json", "markdown"] as const;
export type DocumentForm = (typeof documentForms)[number];

/** The output formats of all commands. Errors are printed in the requested format, too. */
export type OutputForm = DocumentForm | "sarif" | "github" | "junit" | "dot";

/** A result for people, and the same result for programs. */
export interface PrintedDocument {
  readonly blocks: readonly Block[];
  readonly data: object;
}

/** Prints a result in the requested format. */
export function printDocument({ blocks, data }: PrintedDocument, output: DocumentForm, context: CommandContext): void {
  context.out(formed[output](blocks, data, context));
}

const formed: Readonly<
  Record<DocumentForm, (blocks: PrintedDocument["blocks"], data: object, context: CommandContext) => string>
> = {
  text: (blocks, _, context) => plainText(blocks, widthOf(context)),
  json: (_, data) => jsonText(data),
  markdown: (blocks) => markdown(blocks),
};

/** Formats data as JSON, the same way for every command. */
export function jsonText(data: object): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
