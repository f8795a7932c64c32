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

/** Follows the API server's own validation (1.34). Its schema accepts any text. */
export const networkBadSelector = defineRule({
  code: "network/bad-selector",
  severity: "error",
  over: "object",
  kinds: [networkPolicyKind],
  summary: "A selector of a NetworkPolicy has an invalid label key, label value or operator.",
  docs: {
    why: "The Kubernetes schema accepts any text as a key, a value or an operator of a selector. The API server rejects a policy with an unknown operator, In without values, Exists with values, or text that is not valid in a label. If the API server rejects a NetworkPolicy, the sync of the Application fails.",
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
    fix: "Use In and NotIn with values, and Exists and DoesNotExist without values. Use keys and values that are valid in a label.",
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
    else if (typeof value === "string" && !isLabelValue(value)) yield { below, ...invalidValue(value) };
  }
  for (const [index, expression] of listAt(selector, "matchExpressions").entries()) {
    const below = ["matchExpressions", index];
    const { key, operator } = isMap(expression) ? expression : {};
    const values = listAt(expression, "values");
    if (typeof key === "string" && !isLabelKey(key)) yield { below: [...below, "key"], ...invalidKey(key) };
    if (typeof operator === "string" && !operators.includes(operator))
      yield {
        below: [...below, "operator"],
        message: `unknown operator ${operator.slice(0, 30)}`,
        hint: suggestion(operator, operators),
      };
    if ((operator === "In" || operator === "NotIn") && values.length === 0)
      yield {
        below,
        message: `missing values for operator ${operator}`,
        hint: "List the values, or use the operator Exists or DoesNotExist.",
      };
    if ((operator === "Exists" || operator === "DoesNotExist") && values.length > 0)
      yield {
        below: [...below, "values"],
        message: `invalid values for operator ${operator}`,
        hint: "Remove the values, or use the operator In or NotIn.",
      };
    for (const [position, value] of values.entries())
      if (typeof value === "string" && !isLabelValue(value))
        yield { below: [...below, "values", position], ...invalidValue(value) };
  }
}

function invalidKey(key: string): Pick<Problem, "message" | "hint"> {
  return {
    message: `invalid label key ${JSON.stringify(key.slice(0, 80))}`,
    hint: "A label key is a name, optionally after a domain and a slash, for example app.kubernetes.io/name.",
  };
}

function invalidValue(value: string): Pick<Problem, "message" | "hint"> {
  return {
    message: `invalid label value ${JSON.stringify(value.slice(0, 80))}`,
    hint: "A label value is empty, or has at most 63 letters, digits, dashes, underscores and dots.",
  };
}
