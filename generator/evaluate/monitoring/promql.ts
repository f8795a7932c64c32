import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** A PromQL expression, parsed by Prometheus' own grammar for editors. */
export interface Expression {
  /** The position in the text where the expression becomes invalid. Undefined if all of it is valid. */
  readonly brokenAt: number | undefined;
  /** Whether every series of the result keeps the label `namespace`, as far as the grammar shows it. */
  readonly keepsNamespace: boolean;
}

/** In characters. A rule has a few hundred. */
const longest = 20_000;

export function readExpression(text: string): Expression {
  if (text.trim() === "" || text.length > longest) return { brokenAt: 0, keepsNamespace: true };
  const tree = parser.parse(text);
  let brokenAt: number | undefined;
  tree.iterate({
    enter: (node) => {
      if (node.type.isError && brokenAt === undefined) brokenAt = node.from;
    },
  });
  const top = tree.topNode.firstChild;
  return { brokenAt, keepsNamespace: brokenAt !== undefined || top === null || keepsLabel(top, text) };
}

/** Functions whose result has no labels, or none of the labels of their arguments. */
const dropsAll: ReadonlySet<string> = new Set(["absent", "absent_over_time", "scalar", "time", "vector"]);

function keepsLabel(node: SyntaxNode, text: string): boolean {
  switch (node.name) {
    case "AggregateExpr":
      return aggregates(node, text);
    case "FunctionCall": {
      const name = text.slice(node.firstChild?.from ?? 0, node.firstChild?.to ?? 0);
      if (dropsAll.has(name)) return name.startsWith("absent") && matchesNamespace(node, text);
      return vectorsOf(node.getChild("FunctionCallBody")).every((vector) => keepsLabel(vector, text));
    }
    case "BinaryExpr": {
      const [left, right] = operands(node);
      if (left === undefined || right === undefined) return true;
      // Of two vectors the labels of the left one remain. A number has no labels.
      const vectors = [left, right].filter((candidate) => !isNumber(candidate));
      const [first] = vectors;
      if (first === undefined) return false;
      if (node.getChild("Or") !== null) return keepsLabel(left, text) && keepsLabel(right, text);
      const matching = node.getChild("MatchingModifierClause");
      if (matching?.getChild("On") !== null && matching !== null && matching.getChild("GroupLeft") === null)
        return grouped(matching, text).includes("namespace") || matching.getChild("GroupRight") !== null;
      return keepsLabel(first, text);
    }
    case "ParenExpr":
    case "UnaryExpr":
    case "OffsetExpr":
    case "StepInvariantExpr":
    case "SubqueryExpr":
    case "MatrixSelector":
      return operands(node).every((operand) => keepsLabel(operand, text));
    case "NumberDurationLiteral":
    case "StringLiteral":
      return false;
    default:
      return true;
  }
}

function aggregates(node: SyntaxNode, text: string): boolean {
  const kind = node.getChild("AggregateOp")?.firstChild?.name ?? "";
  const modifier = node.getChild("AggregateModifier");
  const body = vectorsOf(node.getChild("FunctionCallBody"));
  const inner = body.every((candidate) => keepsLabel(candidate, text));
  if (modifier === null) return ["Topk", "Bottomk", "LimitK", "LimitRatio"].includes(kind) && inner;
  const labels = grouped(modifier, text);
  return inner && (modifier.getChild("By") !== null ? labels.includes("namespace") : !labels.includes("namespace"));
}

function grouped(modifier: SyntaxNode, text: string): readonly string[] {
  const labels = modifier.getChild("GroupingLabels")?.getChildren("LabelName") ?? [];
  return labels.map(({ from, to }) => text.slice(from, to));
}

/** The result of absent() has the labels that its selector matches by equality. */
function matchesNamespace(node: SyntaxNode, text: string): boolean {
  return /\bnamespace\s*=\s*["'`]/.test(text.slice(node.from, node.to));
}

/** Arguments that have labels. */
function vectorsOf(body: SyntaxNode | null): readonly SyntaxNode[] {
  return operands(body).filter((operand) => !isNumber(operand) && operand.name !== "StringLiteral");
}

function isNumber({ name }: SyntaxNode): boolean {
  return name === "NumberDurationLiteral";
}

/** The parts of a node that are expressions. */
function operands(node: SyntaxNode | null): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child !== null; child = child.nextSibling)
    if (expressions.has(child.name)) found.push(child);
  return found;
}

const expressions: ReadonlySet<string> = new Set([
  "AggregateExpr",
  "BinaryExpr",
  "FunctionCall",
  "MatrixSelector",
  "NumberDurationLiteral",
  "OffsetExpr",
  "ParenExpr",
  "StepInvariantExpr",
  "StringLiteral",
  "SubqueryExpr",
  "UnaryExpr",
  "VectorSelector",
]);
