import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { goProgram } from "../../../testing/go-program.ts";
import { describeReference, reference } from "../../../testing/reference.ts";
import { emptyFolder } from "../../../testing/sandbox.ts";
import { run } from "../../../tools/run.ts";
import { referenceOf } from "./reference.ts";

const hex = "0123456789abcdef".repeat(4);

const module_ = reference("reference/go-modules/argo");
/** Reads images, one JSON text a line; says how the library of the distribution project reads them, as the kubelet does. */
const source = `package main

import (
	"bufio"
	// As the kubelet does: a digest of a kind that is not linked in is none.
	_ "crypto/sha256"
	_ "crypto/sha512"
	"encoding/json"
	"os"

	"github.com/distribution/reference"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var image string
		if err := json.Unmarshal(lines.Bytes(), &image); err != nil {
			panic(err)
		}
		var answer any
		if named, err := reference.ParseNormalizedNamed(image); err == nil {
			parts := map[string]string{"name": named.Name()}
			if tagged, is := named.(reference.Tagged); is {
				parts["tag"] = tagged.Tag()
			}
			if digested, is := named.(reference.Digested); is {
				parts["digest"] = digested.Digest().String()
			}
			answer = parts
		}
		if err := out.Encode(answer); err != nil {
			panic(err)
		}
	}
}
`;

const good = <T extends string>(...values: readonly T[]) => ({ arbitrary: fc.constantFrom(...values), weight: 5 });
const component = fc.oneof(
  good("nginx", "a_b", "a__b", "a.b", "a--b", "a".repeat(126)),
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
    (one) =>
      `${one.host === null ? "" : `${one.host}/`}${one.path.join("/")}${one.tag === null ? "" : `:${one.tag}`}${one.digest === null ? "" : `@${one.digest}`}`,
  );

describeReference(module_, "against distribution/reference", () => {
  let program = "";
  beforeAll(async () => {
    program = await goProgram(module_, "reference", { source });
  }, 600_000);

  test("twenty thousand random names are read alike", async () => {
    const drawn = [hex, ...fc.sample(image, { numRuns: 20_000, seed: 11 })];
    const input = join(emptyFolder(), "images");
    writeFileSync(input, drawn.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const done = await run("sh", ["-c", '"$0" < "$1"', program, input]);
    expect(done.code, done.stderr).toBe(0);
    const answers = done.stdout
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    expect(answers).toHaveLength(drawn.length);
    expect(answers.filter((one) => one !== null).length).toBeGreaterThan(2_000);
    for (const [index, one] of drawn.entries())
      expect(JSON.parse(JSON.stringify(referenceOf(one) ?? null)), one).toEqual(answers[index]);
  });
});
