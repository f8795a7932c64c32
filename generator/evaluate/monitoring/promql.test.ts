import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readExpression } from "./promql.ts";

describe("a valid expression", () => {
  test.each([
    "up == 0",
    "sum by (namespace) (rate(seldon_model_infer_total[5m])) > 0.5",
    'histogram_quantile(0.99, sum(rate(x_bucket{a=~"b.*"}[5m])) by (le, namespace))',
    "max_over_time(up[1h:5m])",
    "x offset 5m @ 1609746000",
    'count_values("version", build_version)',
    "a and on (namespace) b unless c",
    "-x ^ 2",
    "topk(5, x)",
  ])("%s: parses completely", (text) => {
    expect(readExpression(text).brokenAt).toBeUndefined();
  });
});

describe("an invalid expression", () => {
  test.each([
    ["", 0],
    ["x >", 3],
    ["rate(x[5m]", 10],
    ["sum by namespace (x)", 7],
    ["x{a=b}", 4],
    ["{{ x }}", 1],
    ["x > 5 percent", 6],
  ])("%s: is broken at character %i", (text, at) => {
    expect(readExpression(text).brokenAt).toBe(at);
  });
});

describe("whether the result keeps the label namespace", () => {
  test.each([
    ["up == 0", true],
    ["rate(x[5m]) > 1", true],
    ["sum(x) > 1", false],
    ["sum by (namespace) (x) > 1", true],
    ["sum(x) by (pod, namespace)", true],
    ["sum by (pod) (x)", false],
    ["sum without (pod) (x)", true],
    ["sum without (namespace) (x)", false],
    ["max(sum by (namespace) (x))", false],
    ["sum by (namespace) (sum by (pod) (x))", false],
    ["topk(3, x)", true],
    ["topk(3, sum(x))", false],
    ["(sum by (namespace) (a)) / sum by (namespace) (b)", true],
    ["sum(a) / sum(b) > 0.1", false],
    ["a / on (namespace) group_left () sum by (namespace) (b)", true],
    ["a / on (pod) b", false],
    ["a / on (pod, namespace) b", true],
    ["0.5 < x", true],
    ["vector(1)", false],
    ["absent(up)", false],
    ['absent(up{namespace="churn"})', true],
    ["x or sum(y)", false],
    ["x and sum(y)", true],
    ["histogram_quantile(0.9, sum by (le) (rate(x[5m])))", false],
    ["histogram_quantile(0.9, sum by (le, namespace) (rate(x[5m])))", true],
    ["max_over_time(sum(x)[5m:1m])", false],
  ])("%s: %s", (text, keeps) => {
    expect(readExpression(text)).toEqual({ brokenAt: undefined, keepsNamespace: keeps });
  });
});

test("no text makes the parser throw or hang", () => {
  const part = fc.constantFrom(
    "sum",
    "(",
    ")",
    "by",
    "[5m]",
    "{",
    "}",
    "x",
    "=",
    '"a"',
    " ",
    "or",
    "1",
    "offset",
    "@",
    ",",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), (parts) => readExpression(parts.join("")).keepsNamespace || true),
  );
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => readExpression(text).keepsNamespace || true));
  readExpression("(".repeat(19_000));
  readExpression("sum(".repeat(4_000));
});
