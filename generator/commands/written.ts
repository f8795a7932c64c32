import { type Block, markdown } from "../layout/document.ts";
import { plainText } from "../layout/plain-text.ts";
import { type Context, widthOf } from "./context.ts";

/** A document in the form that was asked for. */
export function written(blocks: readonly Block[], output: "text" | "markdown", context: Context): string {
  return output === "markdown" ? markdown(blocks) : plainText(blocks, widthOf(context));
}
