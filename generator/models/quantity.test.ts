import fc from "fast-check";
import { expect, test } from "vitest";
import { readableAmount } from "./amount-text.ts";
import { nanos, parseQuantity } from "./quantity.ts";

/** The stored forms in a ResourceQuota, from an API server 1.34. */
test.each([
  ["20", "20"],
  [20, "20"],
  ["0.5", "500m"],
  [0.25, "250m"],
  ["1500m", "1500m"],
  ["2000m", "2"],
  ["1000", "1k"],
  ["40Gi", "40Gi"],
  ["1024Mi", "1Gi"],
  ["1.5Gi", "1536Mi"],
  ["40000Mi", "40000Mi"],
  ["0.5Ki", "512"],
  ["1000M", "1G"],
  ["0", "0"],
  ["0Gi", "0"],
])("%s is stored as %s", (written, stored) => {
  expect(parseQuantity(written)).toBe(stored);
});

test.each([
  "",
  "20 cores",
  "80GiB",
  "-1",
  "1e400",
  "1e3",
  "0x10",
  ".5",
  "5.",
  "1_000",
  "100n",
  "0.0001",
  "0.5m",
  "8Ei",
  "8192Pi",
  "10E",
  "Gi",
  "１",
])("%s is not a valid quantity", (written) => {
  expect(parseQuantity(written)).toBeUndefined();
});

test("the canonical form has the same value, and is its own canonical form", () => {
  const written = fc
    .tuple(fc.nat({ max: 8_000_000 }), fc.constantFrom("", "m", "k", "M", "G", "Ki", "Mi", "Gi", "Ti"))
    .map(([number, suffix]) => `${number}${suffix}`);
  fc.assert(
    fc.property(written, (text) => {
      const canonical = parseQuantity(text);
      expect(canonical).toBeDefined();
      if (canonical === undefined) return;
      expect(parseQuantity(canonical)).toBe(canonical);
      const [, number = "", suffix = ""] = /^(\d+)(.*)$/.exec(text) ?? [];
      const factors: Readonly<Record<string, bigint>> = {
        "": 10n ** 9n,
        m: 10n ** 6n,
        k: 10n ** 12n,
        M: 10n ** 15n,
        G: 10n ** 18n,
        Ki: 1024n * 10n ** 9n,
        Mi: 1024n ** 2n * 10n ** 9n,
        Gi: 1024n ** 3n * 10n ** 9n,
        Ti: 1024n ** 4n * 10n ** 9n,
      };
      expect(nanos(canonical)).toBe(BigInt(number) * (factors[suffix] ?? 0n));
    }),
  );
});

test("amounts in reports are rounded and have a unit", () => {
  expect(readableAmount(nanos(parseQuantity("20500m") ?? fail()), "cores")).toBe("20.5");
  expect(readableAmount(nanos(parseQuantity("48Gi") ?? fail()), "GiB")).toBe("48");
});

function fail(): never {
  throw new Error("not a quantity");
}
