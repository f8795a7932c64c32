import fc from "fast-check";
import { expect, test } from "vitest";
import { parseImage } from "../../models/image-reference.ts";
import { oracle } from "../../testing/oracles.ts";

/** Parses image names with the library of the distribution project, as the kubelet does. */
const library = await oracle<unknown>("kube/image-name");

const hex = "0123456789abcdef".repeat(4);

const good = <T extends string>(...values: readonly T[]) => ({ arbitrary: fc.constantFrom(...values), weight: 5 });
const component = fc.oneof(
  good("nginx", "a_b", "a__b", "a.b", "a--b", "a".repeat(126), "a".repeat(128), "a".repeat(129)),
  fc.constantFrom(
    "nginx",
    "a",
    "0",
    "a_b",
    "a__b",
    "a___b",
    "a.b",
    "a..b",
    "a--b",
    "a-",
    "-a",
    "A",
    "",
    "a".repeat(130),
  ),
  fc.string({ unit: fc.constantFrom("a", "1", "-", "_", ".", "B"), maxLength: 6 }),
);
const host = fc.oneof(
  good("localhost", "docker.io", "index.docker.io", "r.test", "R", "r.test:5000"),
  fc.constantFrom(
    "localhost",
    "docker.io",
    "index.docker.io",
    "r.test",
    "R",
    "r.test:5000",
    "[::1]:5000",
    "[::1]",
    "r.-t",
    "r..t",
    "r:",
    "r:x",
    "10.0.0.1",
  ),
  fc.string({ unit: fc.constantFrom("a", "Z", "1", "-", ".", ":"), maxLength: 6 }),
);
const tag = fc.oneof(
  good("1.0", "_x", "x".repeat(128)),
  fc.constantFrom("1.0", "latest", "", "_x", "-x", "a b", "x".repeat(128), "x".repeat(129)),
  fc.string({ unit: fc.constantFrom("a", "1", "-", "_", ".", ":", "/"), maxLength: 6 }),
);
const digest = fc.constantFrom(
  `sha256:${hex}`,
  `sha256:${hex}`,
  `sha512:${hex}${hex}`,
  `sha256:${hex}`,
  `sha512:${hex}${hex}`,
  `sha384:${hex}${hex.slice(32)}`,
  `sha256:${hex.toUpperCase()}`,
  `md5:${hex}`,
  "sha256:12",
  "sha256",
  "",
  `sha256:${hex}:1`,
);
const image = fc
  .record({
    host: fc.option(host, { freq: 2 }),
    path: fc.array(component, { minLength: 1, maxLength: 3 }),
    tag: fc.option(tag, { freq: 2 }),
    digest: fc.option(digest, { freq: 2 }),
  })
  .map(
    (item) =>
      `${item.host === null ? "" : `${item.host}/`}${item.path.join("/")}${item.tag === null ? "" : `:${item.tag}`}${item.digest === null ? "" : `@${item.digest}`}`,
  );

test("20,000 random names have the same result in both parsers", async () => {
  const drawn = [hex, ...fc.sample(image, { numRuns: 20_000, seed: 11 })];
  const answers = await library(drawn);
  expect(answers.filter((answer) => answer !== null).length).toBeGreaterThan(2_000);
  for (const [index, value] of drawn.entries())
    expect(JSON.parse(JSON.stringify(parseImage(value) ?? null)), value).toEqual(answers[index]);
});
