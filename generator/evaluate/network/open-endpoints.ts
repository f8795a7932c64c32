import { listAt, mapAt, scalarText, textAt, textsAt } from "../manifests/reading.ts";
import { labelsFor } from "./labels-for.ts";

/**
 * Selectors that take, between them, every pod that none of these selectors takes: none where these take all there can be.
 */
export function openEndpoints(selectors: readonly unknown[]): readonly unknown[] {
  let open: readonly (readonly Requirement[])[] = [[]];
  for (const selector of selectors) {
    // What takes no pod closes none: the API server would refuse it, or nobody can have such labels.
    if (labelsFor(selector) === undefined) continue;
    const ways = negations(selector);
    // Nobody can follow that many; whoever closes a namespace so may as well not have.
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

/** Each way of not being selected. NotIn takes a key that is not there, so it is exactly what In is not. */
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
