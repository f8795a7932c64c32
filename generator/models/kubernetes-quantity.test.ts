import fc from "fast-check";
import { expect, test } from "vitest";
import { amountText } from "./amount-text.ts";
import { amountOf, nanos, parseQuantity, readQuantity } from "./quantity.ts";

/** Results of ParseQuantity of k8s.io/apimachinery 0.34.4, in billionths. */
test.each([
  ["20", "20000000000"],
  [0.5, "500000000"],
  ["+1", "1000000000"],
  ["-1Gi", "-1073741824000000000"],
  [".5", "500000000"],
  ["5.", "5000000000"],
  ["1e3", "1000000000000"],
  ["1E3", "1000000000000"],
  ["1E", "1000000000000000000000000000"],
  ["1e-3", "1000000"],
  ["1e+21", "1000000000000000000000000000000"],
  ["100n", "100"],
  ["3u", "3000"],
  ["0.0000000001", "1"],
  ["0.5m", "500000"],
  ["1.5Gi", "1610612736000000000"],
  ["0.1Ki", "102400000000"],
  ["9223372036854775807Gi", "9223372036854775807000000000"],
  ["000", "0"],
])("%s is %s", (written, expected) => {
  expect(readQuantity(written)).toEqual({ kind: "amount", nanos: BigInt(expected) });
});

test.each(["", "20 cores", "80GiB", "1K", "1ki", "1e", "1_000", "0x10", "1.2.3", " 1", "１", true, null, [], {}])(
  "%s is rejected",
  (written) => {
    expect(readQuantity(written)).toEqual({ kind: "refused" });
  },
);

test.each(["Gi", "+", ".", "9".repeat(100), "1e400", "1e-400", "9".repeat(1_000_000)])("%#. is absurd", (text) => {
  expect(readQuantity(text)).toEqual({ kind: "absurd" });
});

test("parseQuantity and amountOf agree on valid quantities, and an amount survives conversion to text", () => {
  const written = fc
    .tuple(fc.nat({ max: 10 ** 9 }), fc.constantFrom("", "m", "k", "M", "G", "Ki", "Mi", "Gi"))
    .map(([number, suffix]) => `${number}${suffix}`);
  fc.assert(
    fc.property(written, (text) => {
      const known = parseQuantity(text);
      const amount = amountOf(text) ?? -1n;
      expect(known === undefined ? undefined : nanos(known)).toBe(amount);
      const again = amountOf(amountText(amount, "cpu")) ?? -1n;
      expect(again).toBe(amount);
      const bytes = amountOf(amountText(amount, "limits.memory")) ?? -1n;
      expect(bytes >= amount && bytes - amount < 1_048_576_000_000_000n).toBe(true);
    }),
  );
});
