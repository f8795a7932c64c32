import { replaced } from "../../diagnostics/example.ts";
import { isLabelKey, isLabelValue } from "../../evaluate/manifests/label.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { networkPolicyKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";
import { peersOf } from "./peers.ts";

const operators = ["In", "NotIn", "Exists", "DoesNotExist"];

/** As the API server's own validation says it (1.34); its schema takes any text. */
export const networkBadSelector = defineRule({
  code: "network/bad-selector",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A selector of a NetworkPolicy asks for what no label can be.",
  docs: {
    why: "Keys, values and operators of a selector are any text to the schema; the API server itself refuses an operator that there is not, In without values, Exists with some, and what cannot be a label. The sync of all that is beside the policy fails.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: from-front, namespace: churn }
spec:
  podSelector: {}
  ingress:
    - from: [{ podSelector: { matchExpressions: [{ key: app, operator: Equals, values: [front] }] } }]
`,
    valid: replaced("operator: Equals", "operator: In"),
    fix: "Use In and NotIn with values, Exists and DoesNotExist without, and keys and values as labels have them.",
  },
  *check(policy) {
    const selectors: readonly (readonly [Path, unknown])[] = [
      [["spec", "podSelector"], mapAt(policy.object, "spec")["podSelector"]],
      ...peersOf(policy).flatMap(({ path, peer }) =>
        ["podSelector", "namespaceSelector"].map((field) => [[...path, field], peer[field]] as const),
      ),
    ];
    for (const [path, selector] of selectors) {
      if (!isMap(selector)) continue;
      for (const { below, part, message, hint } of problems(selector))
        yield { at: policy.at([...path, ...below], part), message, hint };
    }
  },
});

interface Problem {
  readonly below: Path;
  readonly part?: "key";
  readonly message: string;
  readonly hint: string;
}

function* problems(selector: Readonly<Record<string, unknown>>): Iterable<Problem> {
  for (const [key, value] of Object.entries(mapAt(selector, "matchLabels"))) {
    const below = ["matchLabels", key];
    if (!isLabelKey(key)) yield { below, part: "key", ...invalidKey(key) };
    else if (typeof value === "string" && !isLabelValue(value)) yield { below, ...notValue(value) };
  }
  for (const [index, expression] of listAt(selector, "matchExpressions").entries()) {
    const below = ["matchExpressions", index];
    const { key, operator } = isMap(expression) ? expression : {};
    const values = listAt(expression, "values");
    if (typeof key === "string" && !isLabelKey(key)) yield { below: [...below, "key"], ...invalidKey(key) };
    if (typeof operator === "string" && !operators.includes(operator))
      yield {
        below: [...below, "operator"],
        message: `${operator.slice(0, 30)} is no operator`,
        hint: suggestion(operator, operators),
      };
    if ((operator === "In" || operator === "NotIn") && values.length === 0)
      yield {
        below,
        message: `${operator} without values`,
        hint: "Say which values; for any, the operator is Exists.",
      };
    if ((operator === "Exists" || operator === "DoesNotExist") && values.length > 0)
      yield {
        below: [...below, "values"],
        message: `${operator} with values`,
        hint: "With values the operator is In.",
      };
    for (const [position, value] of values.entries())
      if (typeof value === "string" && !isLabelValue(value))
        yield { below: [...below, "values", position], ...notValue(value) };
  }
}

function invalidKey(key: string): Pick<Problem, "message" | "hint"> {
  return {
    message: `${JSON.stringify(key.slice(0, 80))} is no label's key`,
    hint: "A key is an optional domain, / and a word.",
  };
}

function notValue(value: string): Pick<Problem, "message" | "hint"> {
  return {
    message: `${JSON.stringify(value.slice(0, 80))} is no label's value`,
    hint: "A value is at most 63 letters, digits, -, _ and ., or nothing.",
  };
}
