import type { Node, YAMLSeq } from "yaml";
import { inlineText } from "./inline.ts";
import { endOfNode, isNode, lineBreakOf, lineEnd, nodeRange, splice, withoutLines } from "./positions.ts";
import type { EditStep } from "./steps.ts";

/** The text after one item of a list is replaced, inserted or removed. */
export function editedList(text: string, list: YAMLSeq, index: number, step: EditStep): string {
  const item = list.items[index];
  if (step.kind === "put") {
    if (!isNode(item)) return text;
    const [start] = nodeRange(item);
    return splice(text, start, endOfNode(text, item), inlineText(step.value, item));
  }
  const before = list.items[index - 1];
  if (step.kind === "insert") {
    if (list.flow === true && isNode(item)) return splice(text, ...at(item), `${inlineText(step.value)}, `);
    if (!isNode(before)) return text;
    const end = endOfNode(text, before);
    if (list.flow === true) return splice(text, end, end, `, ${inlineText(step.value)}`);
    const [start] = nodeRange(before);
    const mark = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
    const line = lineEnd(text, end);
    return splice(text, line, line, `${lineBreakOf(text)}${mark}${inlineText(step.value)}`);
  }
  if (!isNode(item)) return text;
  const [start] = nodeRange(item);
  const end = endOfNode(text, item);
  const next = list.items[index + 1];
  if (list.flow !== true) return withoutLines(text, start, end);
  if (isNode(next)) return splice(text, start, nodeRange(next)[0], "");
  return splice(text, isNode(before) ? endOfNode(text, before) : start, end, "");
}

function at(node: Node): readonly [from: number, to: number] {
  const [start] = nodeRange(node);
  return [start, start];
}
