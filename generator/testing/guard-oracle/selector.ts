import { at, entriesAt, type Labels, labelsAt, listAt, textAt } from "./rendered.ts";

/** Whether a label selector, as Kubernetes documents it, takes these labels; an empty one takes everything. */
export function takes(selector: unknown, labels: Labels): boolean {
  return (
    entriesAt(selector, "matchLabels").every(([key, value]) => labels[key] === value) &&
    listAt(selector, "matchExpressions").every((expression) => fits(expression, labels))
  );
}

function fits(expression: unknown, labels: Labels): boolean {
  const key = textAt(expression, "key") ?? "";
  const has = Object.hasOwn(labels, key);
  const among = listAt(expression, "values").includes(labels[key]);
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
      throw new Error(`unknown operator of a selector: ${JSON.stringify(expression)}`);
  }
}

/** Labels that a selector asks about: its own, with each value that an expression names. */
export function examplesOf(selector: unknown): readonly Labels[] {
  const own = labelsAt(selector, "matchLabels");
  const alternatives = listAt(selector, "matchExpressions").map((expression): readonly Labels[] => {
    const key = textAt(expression, "key") ?? "";
    const values = listAt(expression, "values").map(String);
    return (values.length === 0 ? ["any"] : values).map((value) => ({ [key]: value }));
  });
  return alternatives.reduce<readonly Labels[]>(
    (all, some) => all.flatMap((labels) => some.map((more) => ({ ...labels, ...more }))),
    [own],
  );
}
