import { ts } from "ts-morph";

/** A piece of text, or a name, that a person reads. */
export interface Text {
  /** The first line is 1. */
  readonly line: number;
  readonly text: string;
}

/** Paragraphs, list items and table cells of Markdown or of a template. Code and the targets of links are left out. */
export function textsOfMarkdown(source: string): readonly Text[] {
  const texts: Text[] = [];
  let paragraph: Text | undefined;
  let fence: string | undefined;
  const end = (): void => {
    if (paragraph !== undefined) texts.push({ line: paragraph.line, text: prose(paragraph.text) });
    paragraph = undefined;
  };
  const withoutComments = source.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ""));
  for (const [index, row] of withoutComments.split("\n").entries()) {
    const line = index + 1;
    const marker = /^\s*(```+|~~~+)/.exec(row)?.[1];
    if (fence !== undefined || marker !== undefined) {
      end();
      if (fence === undefined) fence = marker;
      else if (marker?.startsWith(fence) === true) fence = undefined;
    } else if (/^\s*$|^\s*\{\{[^}]*\}\}\s*$|^\s*<[^>]*>\s*$/.test(row)) end();
    else if (/^\s*>?\s*\|/.test(row)) {
      end();
      for (const cell of row.split(/(?<!\\)\|/)) if (/[A-Za-z]/.test(cell)) texts.push({ line, text: prose(cell) });
    } else if (/^\s*#+\s/.test(row)) {
      end();
      texts.push({ line, text: prose(row.replace(/^\s*#+\s+/, "")) });
    } else if (/^\s*([-*+]|\d+[.)]|>)\s/.test(row)) {
      end();
      paragraph = { line, text: row.replace(/^\s*([-*+]|\d+[.)]|>)\s+/, "") };
    } else paragraph = { line: paragraph?.line ?? line, text: `${paragraph?.text ?? ""} ${row}` };
  }
  end();
  if (fence !== undefined) throw new Error(`the code block that begins with ${fence} has no end`);
  return texts;
}

/** Strings that are sentences, and comments. In a test: its names, and comments. */
export function textsOfTypeScript(file: string, source: string): readonly Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const isTest = /[.]test[.]ts$/.test(file);
  const strings = nodesOf(tree)
    .filter(isString)
    .filter((node) => isSentence(node) && (!isTest || isTestName(node)))
    .map((node) => ({ line: lineOf(tree, node.getStart()), text: prose(stringOf(node)) }));
  const notes = commentsOf(tree).map(({ line, text }) => ({ line, text: prose(text) }));
  return [...strings, ...notes].toSorted((left, right) => left.line - right.line);
}

/** Comments of YAML (`#`), Go (`//`) or Lua (`--`), and the names of the steps of a workflow. */
export function textsOfComments(source: string, marker: "#" | "//" | "--"): readonly Text[] {
  const texts: Text[] = [];
  let last: { line: number; lines: string[] } | undefined;
  for (const [index, row] of source.split("\n").entries()) {
    const name = marker === "#" ? /^\s*(?:- )?name: (.*)$/.exec(row)?.[1] : undefined;
    const comment = row.trimStart().startsWith(marker) ? row.trimStart().slice(marker.length).trim() : undefined;
    const [, trailing] = row.split(new RegExp(`\\s${marker}\\s(.*)$`));
    if (name !== undefined) texts.push({ line: index + 1, text: prose(name) });
    if (comment !== undefined) {
      last ??= { line: index + 1, lines: [] };
      last.lines.push(comment);
      continue;
    }
    if (last !== undefined) texts.push({ line: last.line, text: prose(last.lines.join(" ")) });
    last = undefined;
    if (trailing !== undefined) texts.push({ line: index + 1, text: prose(trailing) });
  }
  if (last !== undefined) texts.push({ line: last.line, text: prose(last.lines.join(" ")) });
  return texts;
}

/** Names in the code spans of a page or of a comment: \`renderBatches\`. */
export function namesInCodeSpans(source: string): readonly Text[] {
  return source
    .split("\n")
    .flatMap((row, index) =>
      [...row.matchAll(/`([^`]+)`/g)].flatMap(([, span = ""]) =>
        (span.match(/[A-Za-z]\w*/g) ?? []).map((name) => ({ line: index + 1, text: name })),
      ),
    );
}

/** Every word of a program in another language that could be a name. */
export function wordsOf(source: string): readonly Text[] {
  return source
    .split("\n")
    .flatMap((row, index) => (row.match(/[A-Za-z_]\w*/g) ?? []).map((text) => ({ line: index + 1, text })));
}

/** Every name that a file declares or uses, at each place. */
export function namesOfTypeScript(file: string, source: string): readonly Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  return nodesOf(tree)
    .filter(ts.isIdentifier)
    .map((node) => ({ line: lineOf(tree, node.getStart()), text: node.text }));
}

/** The names that a file declares and exports. */
export function exportsOfTypeScript(file: string, source: string): readonly Text[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const names = tree.statements
    .filter((statement) => ts.canHaveModifiers(statement) && isExported(ts.getModifiers(statement)))
    .flatMap((statement): readonly ts.Node[] =>
      ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name)
        : isNamed(statement) && statement.name !== undefined
          ? [statement.name]
          : [],
    );
  const distinct = new Map(names.map((name) => [name.getText(), lineOf(tree, name.getStart())]));
  return [...distinct].map(([text, line]) => ({ line, text }));
}

function isExported(modifiers: readonly ts.Modifier[] = []): boolean {
  const kinds = modifiers.map(({ kind }) => kind);
  return kinds.includes(ts.SyntaxKind.ExportKeyword) && !kinds.includes(ts.SyntaxKind.DefaultKeyword);
}

function isNamed(
  node: ts.Node,
): node is ts.FunctionDeclaration | ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

function nodesOf(tree: ts.SourceFile): readonly ts.Node[] {
  const nodes: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return nodes;
}

function lineOf(tree: ts.SourceFile, position: number): number {
  return tree.getLineAndCharacterOfPosition(position).line + 1;
}

type StringNode = ts.StringLiteral | ts.NoSubstitutionTemplateLiteral | ts.TemplateExpression;

function isString(node: ts.Node): node is StringNode {
  return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || ts.isTemplateExpression(node);
}

/** Whether it has words, and is not a path of an import, an example file, YAML, code, or a command line. */
function isSentence(node: StringNode): boolean {
  const text = stringOf(node);
  return (
    !ts.isImportDeclaration(node.parent) &&
    text.split("\n").length <= 3 &&
    !/^\s*\n/.test(text) &&
    /[a-z]{2,}[,.:]? [a-zA-Z`"(]+[,.:]? [a-zA-Z`"(]/.test(text) &&
    !/^[-\w./]*(npx|git|kubectl|curl|argocd|helm|jq|npm|node) /.test(text) &&
    !/^[\w.-]+: (\S*$|[[{"'&*|>])|[{}[\]=]{2}|=>|&&|\$\(|; (do|done)\b|;\s*$/.test(text)
  );
}

function stringOf(node: StringNode): string {
  if (!ts.isTemplateExpression(node)) return node.text;
  return node.head.text + node.templateSpans.map(({ literal }) => `X${literal.text}`).join("");
}

/** Whether it is the name of a test, or of a case in a table: a field `name`, or the first item of a row. */
function isTestName(node: StringNode): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && parent.name.getText() === "name";
  if (ts.isArrayLiteralExpression(parent))
    return parent.elements[0] === node && ts.isArrayLiteralExpression(parent.parent);
  return (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    /^(test|it|describe)\b/.test(parent.expression.getText())
  );
}

/** Comments: lines that follow each other are one. A comment belongs to the token after it. */
function commentsOf(tree: ts.SourceFile): readonly Text[] {
  const ranges = new Map<number, ts.CommentRange>();
  for (const node of nodesOf(tree))
    for (const position of [node.getFullStart(), node.getEnd()])
      for (const range of [
        ...(ts.getLeadingCommentRanges(tree.text, position) ?? []),
        ...(ts.getTrailingCommentRanges(tree.text, position) ?? []),
      ])
        ranges.set(range.pos, range);
  const texts: { line: number; end: number; text: string }[] = [];
  for (const { pos, end } of [...ranges.values()].toSorted((left, right) => left.pos - right.pos)) {
    const source = tree.text.slice(pos, end);
    if (/biome-ignore|@ts-/.test(source)) continue;
    const text = withoutMarks(source);
    const last = texts.at(-1);
    const line = lineOf(tree, pos);
    if (source.startsWith("//") && last?.end === line - 1) {
      last.text += ` ${text}`;
      last.end = line;
    } else texts.push({ line, end: source.startsWith("//") ? line : -1, text });
  }
  return texts;
}

/** The words of a comment. A tag of TSDoc ends a sentence, and the name of a parameter is code. */
function withoutMarks(comment: string): string {
  return comment
    .replace(/^\/\*\*?|\*\/$|^\/\/\s?/g, "")
    .replace(/^\s*\* ?/gm, "")
    .replace(/@param\s+\w+/g, ". ")
    .replace(/@\w+/g, ". ")
    .trim();
}

/** The words of a text: code, paths and addresses are one word each. */
function prose(text: string): string {
  return text
    .replace(/`[^`]*`/g, "X")
    .replace(/\{\{[^}]*\}\}/g, "X")
    .replace(/\[[^\]]*\]\(#[^)]*\)/g, "X")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/https?:\/\/\S+/g, "X")
    .replace(/&\w+;/g, " ")
    .replace(/<[^>\s]+>/g, "X")
    .replace(/(?<=^|\s)[\w.-]+\/[\w./-]*[\w-]/g, "X")
    .replace(/\s+/g, " ")
    .trim();
}
