import { at, entriesAt, labelsIn, listIn, type OracleLabels, textIn } from "./rendered.ts";

/** Whether a label selector, as Kubernetes documents it, matches these labels. An empty selector matches everything. */
export function takes(selector: unknown, labels: OracleLabels): boolean {
  return (
    entriesAt(selector, "matchLabels").every(([key, value]) => labels[key] === value) &&
    listIn(selector, "matchExpressions").every((expression) => fits(expression, labels))
  );
}

function fits(expression: unknown, labels: OracleLabels): boolean {
  const key = textIn(expression, "key") ?? "";
  const has = Object.hasOwn(labels, key);
  const among = listIn(expression, "values").includes(labels[key]);
  switch (at(expression, "operator")) {
    case "In":
      return has && among;
    case "NotIn":
      return !has || !among;
    case "Exists":
      return has;
    case "DoesNotExist":
      return !has;
    default:
      throw new Error(`unknown selector operator: ${JSON.stringify(expression)}`);
  }
}

/** Labels that a selector names: its matchLabels, combined with each value of its expressions. */
export function exampleLabels(selector: unknown): readonly OracleLabels[] {
  const matchLabels = labelsIn(selector, "matchLabels");
  const alternatives = listIn(selector, "matchExpressions").map((expression): readonly OracleLabels[] => {
    const key = textIn(expression, "key") ?? "";
    const values = listIn(expression, "values").map(String);
    return (values.length === 0 ? ["any"] : values).map((value) => ({ [key]: value }));
  });
  return alternatives.reduce<readonly OracleLabels[]>(
    (all, some) => all.flatMap((labels) => some.map((more) => ({ ...labels, ...more }))),
    [matchLabels],
  );
}
