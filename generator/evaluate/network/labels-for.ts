import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";
import { type LabelMap, selects } from "./selector.ts";

/** Labels that all of these selectors take at once; nothing where no labels do. */
export function labelsFor(...selectors: readonly unknown[]): LabelMap | undefined {
  const keys = new Map<string, Wanted>();
  const wanted = (key: string): Wanted => {
    const known = keys.get(key) ?? { present: false, not: [] };
    keys.set(key, known);
    return known;
  };
  const only = (key: string, values: readonly string[]): void => {
    const item = wanted(key);
    item.present = true;
    item.among = item.among === undefined ? values : item.among.filter((value) => values.includes(value));
  };
  for (const selector of selectors) {
    for (const [key, value] of Object.entries(mapAt(selector, "matchLabels"))) only(key, [scalarText(value)]);
    for (const expression of listAt(selector, "matchExpressions")) {
      const key = textAt(expression, "key") ?? "";
      const operator = textAt(expression, "operator");
      if (operator === "In") only(key, textsAt(expression, "values"));
      else if (operator === "NotIn") wanted(key).not.push(...textsAt(expression, "values"));
      else if (operator === "Exists") wanted(key).present = true;
    }
  }
  const chosen: Record<string, string> = {};
  for (const [key, { present, among, not }] of keys) {
    if (!present) continue;
    const value = among === undefined ? another(not) : among.find((candidate) => !not.includes(candidate));
    if (value === undefined) return undefined;
    chosen[key] = value;
  }
  // What asks for a key that must not be there is found out here.
  return selectors.every((selector) => selects(selector, chosen)) ? chosen : undefined;
}

interface Wanted {
  present: boolean;
  among?: readonly string[];
  readonly not: string[];
}

function another(values: readonly string[]): string {
  let value = "x";
  while (values.includes(value)) value += "x";
  return value;
}
