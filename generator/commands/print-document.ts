import { type Block, markdown } from "../text/document.ts";
import { plainText } from "../text/plain-text.ts";
import { type CommandContext, widthOf } from "./context.ts";

/** Forms of what a command answers: lines for people, data for programs, and Markdown for where that is shown. */
export const documentForms = ["text", "json", "markdown"] as const;
export type DocumentForm = (typeof documentForms)[number];

/** Every form that some command has: a refusal comes in the form that was asked for. */
export type OutputForm = DocumentForm | "sarif" | "github" | "junit" | "dot";

/** An answer for people, and the same for programs. */
export interface PrintedDocument {
  readonly blocks: readonly Block[];
  readonly data: object;
}

/** Prints an answer in the form that was asked for. */
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

/** Data as every command prints it. */
export function jsonText(data: object): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
