import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";
import { labelsFor } from "./labels-for.ts";

/**
 * Selectors that together match every pod that none of the given selectors matches. Empty if these match all possible pods.
 */
export function unselectedPods(selectors: readonly unknown[]): readonly unknown[] {
  let open: readonly (readonly Requirement[])[] = [[]];
  for (const selector of selectors) {
    // A selector that matches no possible pod closes nothing: the API server would reject it, or its labels are contradictory.
    if (labelsFor(selector) === undefined) continue;
    const ways = negations(selector);
    // Too many combinations to check. This treats the namespace as if no policy closed it.
    if (open.length * ways.length > most * most) return [{}];
    open = open
      .flatMap((requirements) => ways.map((way) => [...requirements, way]))
      .filter((matchExpressions) => labelsFor({ matchExpressions }) !== undefined);
    if (open.length === 0) return [];
    if (open.length > most) return [{}];
  }
  return open.map((matchExpressions) => ({ matchExpressions }));
}

const most = 64;

interface Requirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

/** Each way of not being selected. NotIn also matches an absent key, so it is the exact opposite of In. */
function negations(selector: unknown): readonly Requirement[] {
  return [
    ...Object.entries(mapAt(selector, "matchLabels")).map(
      ([key, value]): Requirement => ({ key, operator: "NotIn", values: [scalarText(value)] }),
    ),
    ...listAt(selector, "matchExpressions").flatMap((expression): readonly Requirement[] => {
      const [key, operator] = [textAt(expression, "key") ?? "", textAt(expression, "operator")];
      const values = textsAt(expression, "values");
      if (operator === "In") return [{ key, operator: "NotIn", values }];
      if (operator === "NotIn") return [{ key, operator: "In", values }];
      if (operator === "Exists") return [{ key, operator: "DoesNotExist" }];
      return operator === "DoesNotExist" ? [{ key, operator: "Exists" }] : [];
    }),
  ];
}
