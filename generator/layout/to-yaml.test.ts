import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { provideTool } from "../tools/provide-tool.ts";
import { run } from "../tools/run.ts";
import { toYaml, toYamlDocuments } from "./to-yaml.ts";

/** Strings that YAML 1.1, YAML 1.2 or Go read as something else without quotes. */
const treacherous = [
  "y",
  "n",
  "yes",
  "NO",
  "on",
  "Off",
  "true",
  "null",
  "~",
  "",
  " ",
  "1_000",
  "0b11",
  "0o17",
  "017",
  "0x1f",
  "12:30",
  "1:2:3",
  "1e400",
  "1e3",
  ".5",
  "5.",
  "+1",
  "-1",
  "-",
  "--- a",
  "---",
  "...",
  "?",
  "? a",
  "a: b",
  "a:",
  ":a",
  "a #b",
  "#a",
  "- a",
  "[a",
  "{a",
  "*a",
  "&a",
  "!a",
  "|",
  ">",
  "%a",
  "@a",
  "`a",
  "'a",
  '"a',
  "2024-01-01",
  ".inf",
  ".NaN",
  "<<",
  "=",
  "a\tb",
  "\ta",
  "a\n",
  "a\nb",
  "\na",
  "a\n\n",
  "a\n b",
  " a\nb",
  "a \nb",
  "a\n\tb",
  "a\r\nb",
  "\u0085",
  "\u2028",
  "\ufeff",
  "é",
  "日本",
  "😀",
  "1Gi",
  "250m",
  "80Gi",
  "5s",
  "1M",
  "10.42.0.0/16",
  "1.34.4",
  "v1.34",
  "Prune=false,Delete=false",
  "two words",
  "two  spaces",
];

test("a YAML 1.2 reader and a YAML 1.1 reader read every string unchanged", () => {
  for (const text of treacherous) {
    for (const version of ["1.1", "1.2"] as const) {
      expect(
        parse(toYaml({ [text]: [text, { a: text }] }), { version, uniqueKeys: false }),
        JSON.stringify(text),
      ).toEqual({ [text]: [text, { a: text }] });
    }
  }
});

test("a YAML 1.2 reader reads plain data unchanged, and equal data in any order give equal bytes", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: "small" },
      fc.string({ unit: "binary" }),
      fc.constantFrom(...treacherous),
      fc.integer(),
      fc.boolean(),
      tie("list"),
      tie("map"),
    ),
    list: fc.array(tie("any"), { maxLength: 4 }),
    map: fc.dictionary(fc.string({ maxLength: 8 }), tie("any"), { maxKeys: 4 }),
  })).map;
  fc.assert(
    fc.property(value, (data) => {
      const written = toYaml(data);
      expect(parse(written, { uniqueKeys: false })).toEqual(data);
      expect(toYaml(reversed(data))).toBe(written);
    }),
    { numRuns: 500 },
  );
});

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-yaml-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("Kubernetes' own reader reads every string unchanged", async () => {
  // kubeconform reads with sigs.k8s.io/yaml. A schema that allows only one value turns it into an oracle.
  const random = fc.sample(fc.string({ unit: "grapheme", maxLength: 20 }), 300).filter((text) => text.isWellFormed());
  const strings = [...treacherous, ...random];
  const kubeconform = await provideTool("kubeconform", { env: process.env, log: () => undefined });
  const fields = Object.fromEntries(strings.map((text, index) => [`k${index}`, text]));
  const schema = {
    properties: {
      data: {
        properties: Object.fromEntries(Object.entries(fields).map(([key, text]) => [key, { enum: [text] }])),
        required: Object.keys(fields),
      },
    },
    required: ["data"],
  };
  writeFileSync(join(folder, "oracle.json"), JSON.stringify(schema));
  const validate = async (data: Readonly<Record<string, string>>): Promise<string> => {
    writeFileSync(
      join(folder, "object.yaml"),
      toYaml({ apiVersion: "x/v1", kind: "Oracle", metadata: { name: "w" }, data }),
    );
    const done = await run(kubeconform.path, [
      "-output",
      "json",
      "-verbose",
      "-schema-location",
      join(folder, "oracle.json"),
      join(folder, "object.yaml"),
    ]);
    return JSON.parse(done.stdout).resources[0]?.status;
  };
  expect(await validate(fields)).toBe("statusValid");
  expect(await validate({ ...fields, k3: "nope" })).toBe("statusInvalid");
});

test("an object is written with its identity first, then sorted keys", () => {
  expect(
    toYaml({
      spec: { z: [{ b: 1, name: "x" }, ["deep", []]], a: {}, text: "line one\nline two\n" },
      metadata: { labels: { b: "yes" }, namespace: "space", name: "m" },
      kind: "K",
      apiVersion: "v1",
    }),
  ).toBe(`apiVersion: v1
kind: K
metadata:
  name: m
  namespace: space
  labels:
    b: "yes"
spec:
  a: {}
  text: |
    line one
    line two
  z:
    - name: x
      b: 1
    - - deep
      - []
`);
});

test("several values are written as several documents", () => {
  expect(parseAllDocuments(toYamlDocuments([{ a: 1 }, { a: 2 }])).map((document) => document.toJS())).toEqual([
    { a: 1 },
    { a: 2 },
  ]);
});

test("a value that YAML cannot represent is an error", () => {
  expect(() => toYaml({ a: Number.NaN })).toThrow("invalid number NaN");
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}
