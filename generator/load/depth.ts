import { Lexer } from "yaml";

const deepest = 64;

/**
 * The offset at which a text nests deeper than any real file, or undefined. The depth is counted on the lexer's flat list
 * of tokens, because the library composes documents by recursion: from 800 levels on it overflows the stack in a way that
 * can end the process (yaml 2.9.1).
 */
export function tooDeep(text: string): number | undefined {
  let flow = 0;
  let inLine = 0;
  let offset = 0;
  const indents: number[] = [];
  let lineStart = 0;
  let fresh = true;
  for (const token of new Lexer().lex(text)) {
    const first = token[0];
    if (first === "{" || first === "[") flow += token.length === 1 ? 1 : 0;
    else if (first === "}" || first === "]") flow -= token.length === 1 ? 1 : 0;
    // Block collections that open within one line ("- - - a", "? ? a") nest without indenting.
    if (flow === 0 && (token === "-" || token === "?" || token === ":")) inLine += 1;
    if (fresh && token.trim() !== "" && first !== "#" && first !== "\u0002") {
      const indent = offset - lineStart;
      while (indents.length > 0 && (indents.at(-1) ?? 0) >= indent) indents.pop();
      indents.push(indent);
      fresh = false;
    }
    if (flow + inLine + indents.length > deepest) return offset;
    offset += first === "\u0002" || first === "\u0018" || first === "\u001f" ? 0 : token.length;
    if (token.endsWith("\n")) {
      inLine = 0;
      lineStart = offset;
      fresh = true;
    }
  }
  return undefined;
}
