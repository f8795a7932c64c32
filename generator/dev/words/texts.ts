import { ts } from "ts-morph";

/** A piece of text that a person reads. */
export interface Text {
  /** The first line is 1. */
  readonly line: number;
  readonly text: string;
}

/** A name that a file of TypeScript declares or uses. */
export type DeclaredName = Text;

/** Paragraphs, list items and table cells of Markdown or of a template. Code and the targets of links are left out. */
export function textsOfMarkdown(source: string): Text[] {
  const texts: Text[] = [];
  let paragraph: Text | undefined;
  let fence: string | undefined;
  const end = (): void => {
    if (paragraph !== undefined) texts.push(paragraph);
    paragraph = undefined;
  };
  const withoutComments = source.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ""));
  for (const [index, row] of withoutComments.split("\n").entries()) {
    const line = index + 1;
    const marker = /^\s*(```+|~~~+)/.exec(row)?.[1];
    if (fence !== undefined || marker !== undefined) {
      end();
      fence = fence === undefined ? marker : marker?.startsWith(fence) ? undefined : fence;
    } else if (/^\s*$|^ {4,}\S|^\s*\{\{[^}]*\}\}\s*$|^\s*<[^>]*>\s*$/.test(row)) end();
    else if (/^\s*\|/.test(row)) {
      end();
      for (const cell of row.split(/(?<!\\)\|/)) if (/[A-Za-z]/.test(cell)) texts.push({ line, text: prose(cell) });
    } else if (/^\s*([-*+]|\d+[.)]|#+|>)\s/.test(row)) {
      end();
      paragraph = { line, text: prose(row.replace(/^\s*([-*+]|\d+[.)]|#+|>)\s+/, "")) };
    } else paragraph = { line: paragraph?.line ?? line, text: `${paragraph?.text ?? ""} ${prose(row)}`.trim() };
  }
  end();
  return texts;
}

/** Strings that are sentences, and comments. */
export function textsOfTypeScript(file: string, source: string): Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const texts: Text[] = [];
  const lineOf = (position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;
  const isTest = /[.]test[.]ts$/.test(file);
  const visit = (node: ts.Node): void => {
    if (isSentence(node) && (!isTest || isTestName(node)))
      texts.push({ line: lineOf(node.getStart()), text: prose(stringOf(node)) });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  for (const { line, text } of comments(source, lineOf)) texts.push({ line, text: prose(text) });
  return texts.toSorted((left, right) => left.line - right.line);
}

/** Names that a file declares, each once a line. */
export function namesOfTypeScript(file: string, source: string): DeclaredName[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const names: DeclaredName[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node))
      names.push({ line: tree.getLineAndCharacterOfPosition(node.getStart()).line + 1, text: node.text });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return names;
}

type StringNode = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression;

function isString(node: ts.Node): node is StringNode {
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
}

/** Whether it has words, and is no import, no example file, and no command line. */
function isSentence(node: ts.Node): node is StringNode {
  if (!isString(node) || ts.isImportDeclaration(node.parent)) return false;
  const text = stringOf(node);
  if (/^\s*\n/.test(text) || text.split("\n").length > 3) return false;
  return (
    /[a-z]{2,}[,.:]? [a-zA-Z`"(]+[,.:]? [a-zA-Z`"(]/.test(text) &&
    !/^[-\w./]*(npx|git|kubectl|curl|argocd|helm|jq|npm|node) /.test(text) &&
    !/^[\w-]+: |[{}[\]=]{2}|=>|\(\)|&&/.test(text)
  );
}

function stringOf(node: StringNode): string {
  if (!ts.isTemplateExpression(node)) return node.text;
  return node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join("");
}

/** Whether it is the name of a test, or of a case in a table. */
function isTestName(node: StringNode): boolean {
  const { parent } = node;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    /^(test|it|describe)\b/.test(parent.expression.getText())
  );
}

function comments(source: string, lineOf: (position: number) => number): Text[] {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, source);
  const found: Text[] = [];
  let last: { line: number; text: string } | undefined;
  for (let kind = scanner.scan(); kind !== ts.SyntaxKind.EndOfFileToken; kind = scanner.scan()) {
    if (kind === ts.SyntaxKind.CloseBraceToken && scanner.getTokenText() === "}") {
      /* a template goes on after it */
    }
    if (kind !== ts.SyntaxKind.SingleLineCommentTrivia && kind !== ts.SyntaxKind.MultiLineCommentTrivia) continue;
    const text = scanner.getTokenText();
    const line = lineOf(scanner.getTokenStart());
    if (/biome-ignore|@ts-|eslint|c8 ignore/.test(text)) continue;
    const words = text.replace(/^\/\*\*?|\*\/$|^\/\/\s?/g, "").replace(/^\s*\* ?/gm, "");
    if (
      kind === ts.SyntaxKind.SingleLineCommentTrivia &&
      last !== undefined &&
      last.line + last.text.split("\n").length === line
    )
      last.text += `\n${words}`;
    else {
      last = { line, text: words };
      found.push(last);
    }
  }
  return found.map(({ line, text }) => ({ line, text: text.replace(/@\w+(\s+\w+(?=\s+[A-Z]))?/g, ".").trim() }));
}

/** The words of a text: code, paths and addresses are one word each. */
function prose(text: string): string {
  return text
    .replace(/`[^`]*`/g, "X")
    .replace(/\{\{[^}]*\}\}/g, "X")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/https?:\/\/\S+/g, "X")
    .replace(/&\w+;/g, " ")
    .replace(/<[^>\s]+>/g, "X")
    .replace(/\s+/g, " ")
    .trim();
}
