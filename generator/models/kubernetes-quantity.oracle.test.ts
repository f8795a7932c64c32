import fc from "fast-check";
import { expect, test } from "vitest";
import { oracle } from "../testing/oracles.ts";
import { nanos, parseQuantity, readQuantity } from "./quantity.ts";

/** The quantity as the API server stores it, and its value in billionths. Null if it rejects the quantity. */
const kubernetes = await oracle<{ readonly stored: string; readonly nanos: string } | null>("kube/quantity");

const often = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: right, weight: 8 }, { arbitrary: wrong, weight: 1 });
const digits = fc.oneof(
  fc.nat({ max: 2_000 }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 24n }).map(String),
  fc.string({ unit: fc.constantFrom("0", "0", "1", "9"), maxLength: 12 }),
);
const suffix = often(
  fc.oneof(
    fc.constantFrom("", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"),
    fc.tuple(fc.constantFrom("e", "E"), fc.integer({ min: -15, max: 15 })).map(([sign, power]) => `${sign}${power}`),
  ),
  fc.constantFrom("K", "ki", "mi", "GB", "GiB", " Gi", "e", "E+", "1e1", "_"),
);
const written = fc
  .record({
    sign: fc.constantFrom("", "", "", "+", "-"),
    whole: digits,
    fraction: fc.option(digits, { nil: undefined }),
    suffix,
  })
  .map((item) => `${item.sign}${item.whole}${item.fraction === undefined ? "" : `.${item.fraction}`}${item.suffix}`);

const drawn = fc.sample(written, { numRuns: 30_000, seed: 20_261_123 });

test("thirty thousand random texts have the same value as in Kubernetes, or are rejected", async () => {
  const answers = await kubernetes(drawn);
  let [taken, refused] = [0, 0];
  for (const [index, text] of drawn.entries()) {
    const reading = readQuantity(text);
    // An absurd quantity is a finding, even if Kubernetes accepts it.
    if (reading.kind === "absurd") continue;
    const ours = reading.kind === "amount" ? String(reading.nanos) : undefined;
    expect([text, ours]).toEqual([text, answers[index]?.nanos]);
    if (ours === undefined) refused += 1;
    else taken += 1;
  }
  expect(taken).toBeGreaterThan(20_000);
  expect(refused).toBeGreaterThan(2_000);
});

test("the API server stores a canonical quantity unchanged, with the value of the original", async () => {
  // Not compared with the stored form of the original: the API server keeps 1.234, although 1234m is its own canonical form.
  const known = drawn.flatMap((text) => {
    const canonical = parseQuantity(text);
    return canonical === undefined ? [] : [{ text, canonical }];
  });
  const before = await kubernetes(known.map(({ text }) => text));
  const after = await kubernetes(known.map(({ canonical }) => canonical));
  for (const [index, { text, canonical }] of known.entries()) {
    expect([text, after[index]?.stored]).toEqual([text, canonical]);
    expect([text, String(nanos(canonical)), after[index]?.nanos]).toEqual([
      text,
      before[index]?.nanos,
      before[index]?.nanos,
    ]);
  }
  expect(known.length).toBeGreaterThan(1_000);
});
