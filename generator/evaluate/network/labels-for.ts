import { type LabelMap, selects } from "../../validate/label-selector.ts";
import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";

/** Labels that all of these selectors match at once. Undefined if no such labels exist. */
export function labelsFor(...selectors: readonly unknown[]): LabelMap | undefined {
  const keys = new Map<string, Requirement>();
  const requirementFor = (key: string): Requirement => {
    const requirement = keys.get(key) ?? { present: false, not: [] };
    keys.set(key, requirement);
    return requirement;
  };
  const only = (key: string, values: readonly string[]): void => {
    const item = requirementFor(key);
    item.present = true;
    item.among = item.among === undefined ? values : item.among.filter((value) => values.includes(value));
  };
  for (const selector of selectors) {
    for (const [key, value] of Object.entries(mapAt(selector, "matchLabels"))) only(key, [scalarText(value)]);
    for (const expression of listAt(selector, "matchExpressions")) {
      const key = textAt(expression, "key") ?? "";
      const operator = textAt(expression, "operator");
      if (operator === "In") only(key, textsAt(expression, "values"));
      else if (operator === "NotIn") requirementFor(key).not.push(...textsAt(expression, "values"));
      else if (operator === "Exists") requirementFor(key).present = true;
    }
  }
  const chosen: Record<string, string> = {};
  for (const [key, { present, among, not }] of keys) {
    if (!present) continue;
    const value = among === undefined ? another(not) : among.find((candidate) => !not.includes(candidate));
    if (value === undefined) return undefined;
    chosen[key] = value;
  }
  // This also finds a selector that forbids a key which another one requires.
  return selectors.every((selector) => selects(selector, chosen)) ? chosen : undefined;
}

interface Requirement {
  present: boolean;
  among?: readonly string[];
  readonly not: string[];
}

function another(values: readonly string[]): string {
  let value = "x";
  while (values.includes(value)) value += "x";
  return value;
}
