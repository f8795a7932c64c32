import type { LabelMap } from "../../validate/label-selector.ts";
import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";

/** The label keys that some selectors use, and the values that they name for each key. */
export type SelectorTerms = ReadonlyMap<string, readonly string[]>;

export function termsOf(selectors: readonly unknown[]): SelectorTerms {
  const terms = new Map<string, Set<string>>();
  const add = (key: string, values: readonly string[]): void => {
    terms.set(key, new Set([...(terms.get(key) ?? []), ...values]));
  };
  for (const selector of selectors) {
    for (const [key, value] of Object.entries(mapAt(selector, "matchLabels"))) add(key, [scalarText(value)]);
    for (const expression of listAt(selector, "matchExpressions"))
      add(textAt(expression, "key") ?? "", textsAt(expression, "values"));
  }
  return new Map([...terms].sort().map(([key, values]) => [key, [...values].sort()]));
}

/** Hand-written selectors stay below this number. */
const mostClasses = 512;

/**
 * Representative labels: the selectors of these terms treat every possible pod like one of them, because all values that no
 * selector names are equivalent. Undefined if there are too many classes to check each.
 */
export function labelClasses(terms: SelectorTerms): readonly LabelMap[] | undefined {
  let classes: readonly LabelMap[] = [{}];
  for (const [key, values] of terms) {
    const choices: readonly LabelMap[] = [{}, ...[...values, unusedValue(values)].map((value) => ({ [key]: value }))];
    if (classes.length * choices.length > mostClasses) return undefined;
    classes = classes.flatMap((item) => choices.map((choice) => ({ ...item, ...choice })));
  }
  return classes;
}

/** The class that the labels belong to. */
export function classOf(terms: SelectorTerms, labels: LabelMap): string {
  const parts = [...terms].map(([key, values]) => {
    if (!Object.hasOwn(labels, key)) return null;
    const value = labels[key] ?? "";
    return values.includes(value) ? value : unusedValue(values);
  });
  return JSON.stringify(parts);
}

/** A valid label value that differs from all of these. */
function unusedValue(values: readonly string[]): string {
  let value = "other";
  while (values.includes(value)) value += "-";
  return value.endsWith("-") ? `${value}x` : value;
}
