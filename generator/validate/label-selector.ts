import { isMap } from "./merge.ts";

export type LabelMap = Readonly<Record<string, string>>;

/**
 * Whether a label selector, as Kubernetes stores it, matches these labels. An empty selector matches everything. An absent
 * selector matches nothing. NotIn also matches an absent key, as in the API server.
 */
export function selects(selector: unknown, labels: LabelMap): boolean {
  if (!isMap(selector)) return false;
  const { matchLabels, matchExpressions } = selector;
  const equal = isMap(matchLabels) ? Object.entries(matchLabels) : [];
  const expressions: readonly unknown[] = Array.isArray(matchExpressions) ? matchExpressions : [];
  return (
    equal.every(([key, value]) => hasLabel(labels, key) && labels[key] === value) &&
    expressions.every((expression) => matches(expression, labels))
  );
}

function matches(expression: unknown, labels: LabelMap): boolean {
  if (!isMap(expression) || typeof expression["key"] !== "string") return false;
  const { key, operator } = expression;
  const values: readonly unknown[] = Array.isArray(expression["values"]) ? expression["values"] : [];
  switch (operator) {
    case "In":
      return hasLabel(labels, key) && values.includes(labels[key]);
    case "NotIn":
      return !hasLabel(labels, key) || !values.includes(labels[key]);
    case "Exists":
      return hasLabel(labels, key);
    case "DoesNotExist":
      return !hasLabel(labels, key);
    default:
      return false;
  }
}

function hasLabel(labels: LabelMap, key: string): boolean {
  return Object.hasOwn(labels, key);
}
