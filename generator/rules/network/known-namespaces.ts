import { labelsAt, listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { memoize, memoizeByName } from "../../load/memoize.ts";
import { type LabelMap, selects } from "../../validate/label-selector.ts";

/** The label that the API server itself sets on each namespace. */
export const namespaceNameLabel = "kubernetes.io/metadata.name";

/** Namespaces as selectors see them: with the label that the API server sets. */
export interface KnownNamespaces {
  readonly has: (name: string) => boolean;
  readonly names: () => readonly string[];
  /** Whether a selector selects any of them. */
  readonly anySelected: (selector: unknown) => boolean;
  /** The values that a label has on them. */
  readonly valuesOf: (key: string) => readonly string[];
}

/** Results are cached, because there are as many namespaces as tenants, and each tenant's policies refer to them. */
export const knownNamespaces = memoize((namespaces: ReadonlyMap<string, LabelMap>): KnownNamespaces => {
  const labelled = new Map([...namespaces].map(([name, labels]) => [name, { ...labels, [namespaceNameLabel]: name }]));
  const answers = new Map<string, boolean>();
  return {
    has: (name) => namespaces.has(name),
    names: () => [...namespaces.keys()],
    anySelected(selector) {
      const named = selectedNamespaceNames(selector);
      if (named !== undefined) return named.some((name) => selects(selector, labelled.get(name) ?? {}));
      const key = JSON.stringify(selector);
      const answer = answers.get(key) ?? [...labelled.values()].some((labels) => selects(selector, labels));
      answers.set(key, answer);
      return answer;
    },
    valuesOf: memoizeByName((key) =>
      [
        ...new Set(
          [...namespaces.values()].flatMap((labels) => (Object.hasOwn(labels, key) ? (labels[key] ?? []) : [])),
        ),
      ].sort(),
    ),
  };
});

/** The namespace names that a selector accepts. Undefined where it does not select by name. */
export function selectedNamespaceNames(selector: unknown): readonly string[] | undefined {
  const name = textAt(selector, "matchLabels", namespaceNameLabel);
  if (name !== undefined) return [name];
  const list = listAt(selector, "matchExpressions").find(
    (expression) => textAt(expression, "key") === namespaceNameLabel && textAt(expression, "operator") === "In",
  );
  return list === undefined ? undefined : textsAt(list, "values");
}

/** The label keys that a selector requires, with the values that it accepts. No values mean that any value will do. */
export function requiredLabels(selector: unknown): readonly (readonly [key: string, values: readonly string[]])[] {
  return [
    ...Object.entries(labelsAt(selector, "matchLabels")).map(([key, value]) => [key, [value]] as const),
    ...listAt(selector, "matchExpressions").flatMap((expression) => {
      const [key, operator] = [textAt(expression, "key"), textAt(expression, "operator")];
      if (key === undefined || (operator !== "In" && operator !== "Exists")) return [];
      return [[key, operator === "In" ? textsAt(expression, "values") : []] as const];
    }),
  ];
}
