import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { parseOptions } from "../load/parse-options.ts";
import { runCount } from "../testing/sampling.ts";
import { valueAt } from "../validate/merge.ts";
import { editText, putValue } from "./edit-text.ts";

const text = `# of the retention team
metadata: { name: churn } # never changes
spec:
  owner: { team: "Retention", github: 'acme/retention' }
  clusters:
    production: {}
    staging: # only what differs
      quota:
        requests: { cpu: 8 } # cores
  quota: { size: small }   # enough

  models:
    # the old one
    one:
      storageUri: "s3://a/1" # proven
      requirements: [sklearn]
    two: { storageUri: s3://a/2, memory: 64Mi }
`;

/** The lines that differ between the text before and after an edit. */
function difference(after: string): readonly string[] {
  const [oldLines, newLines] = [text.split("\\n"), after.split("\\n")].map((lines) => lines.join("\\n").split("\n"));
  return [
    ...(oldLines ?? []).filter((line) => !newLines?.includes(line)).map((line) => `- ${line}`),
    ...(newLines ?? []).filter((line) => !oldLines?.includes(line)).map((line) => `+ ${line}`),
  ];
}

describe("an edit changes one value and nothing else", () => {
  test.each([
    {
      name: "a quoted string keeps its quotes and its comment",
      path: "spec.models.one.storageUri",
      value: "s3://a/3",
      lines: ['-       storageUri: "s3://a/1" # proven', '+       storageUri: "s3://a/3" # proven'],
    },
    {
      name: "a string in a line with others",
      path: "spec.models.two.memory",
      value: "1Gi",
      lines: ["-     two: { storageUri: s3://a/2, memory: 64Mi }", "+     two: { storageUri: s3://a/2, memory: 1Gi }"],
    },
    {
      name: "a key added to a line",
      path: "spec.models.two.replicas",
      value: 2,
      lines: [
        "-     two: { storageUri: s3://a/2, memory: 64Mi }",
        "+     two: { storageUri: s3://a/2, memory: 64Mi, replicas: 2 }",
      ],
    },
    {
      name: "a key added to a block",
      path: "spec.models.one.memory",
      value: "1Gi",
      lines: ["+       memory: 1Gi"],
    },
    {
      name: "a map added to the last block",
      path: "spec.models.three",
      value: { storageUri: "s3://a, b", requirements: ["x"] },
      lines: ['+     three: { storageUri: "s3://a, b", requirements: [x] }'],
    },
    {
      name: "maps that do not exist yet",
      path: "spec.access.groups.us",
      value: "viewer",
      lines: ["+   access: { groups: { us: viewer } }"],
    },
    {
      name: "a key below an empty map",
      path: "spec.clusters.production.quota.size",
      value: "large",
      lines: ["-     production: {}", "+     production: { quota: { size: large } }"],
    },
    {
      name: "null, which removes an inherited value",
      path: "spec.clusters.staging.models.two",
      value: null,
      lines: ["+       models: { two: null }"],
    },
    {
      name: "a block replaced by a string",
      path: "spec.models.one",
      value: "x",
      lines: [
        "-     one:",
        '-       storageUri: "s3://a/1" # proven',
        "-       requirements: [sklearn]",
        "+     one: x",
      ],
    },
    {
      name: "a key removed from a line",
      path: "spec.models.two.storageUri",
      value: undefined,
      lines: ["-     two: { storageUri: s3://a/2, memory: 64Mi }", "+     two: { memory: 64Mi }"],
    },
    {
      name: "the last key of a line removed",
      path: "spec.models.two.memory",
      value: undefined,
      lines: ["-     two: { storageUri: s3://a/2, memory: 64Mi }", "+     two: { storageUri: s3://a/2 }"],
    },
    {
      name: "a key removed from a block with its comment",
      path: "spec.models.one.storageUri",
      value: undefined,
      lines: ['-       storageUri: "s3://a/1" # proven'],
    },
    {
      name: "the only key of a line removed",
      path: "spec.quota.size",
      value: undefined,
      lines: ["-   quota: { size: small }   # enough", "+   quota: {}   # enough"],
    },
    {
      name: "the only key of a block removed",
      path: "spec.clusters.staging.quota",
      value: undefined,
      lines: ["-       quota:", "-         requests: { cpu: 8 } # cores", "+       {} # cores"],
    },
  ])("$name: $path becomes $value", ({ path, value, lines }) => {
    expect(difference(editText(text, [{ path: path.split("."), value }]))).toEqual(lines);
  });
});

const block = `spec:
  # how cases are decided
  pipelines:
    decide: # one of two
      steps:
        # the scores
        score: { inputs: [ features ] }
        rules: # by hand
          inputs: [features] # never the scores
          tensorMap: { 'a.b': x }
      output: [rules]
    other: {}
  groups:
    - one # the first
    - two

    # ours
    - three
  ports: [ 80, 443 ] # open
`;

describe("only the different parts of a block change", () => {
  const decide = ["spec", "pipelines", "decide"];
  test.each([
    {
      name: "an item added to a list",
      path: [...decide, "output"],
      value: ["rules", "score"],
      gone: ["      output: [rules]"],
      come: ["      output: [rules, score]"],
    },
    {
      name: "a step changed among others",
      path: decide,
      value: {
        steps: {
          score: { inputs: ["features", "more"] },
          rules: { inputs: ["features"], tensorMap: { "a.b": "z" } },
          last: {},
        },
        output: ["rules"],
      },
      gone: ["        score: { inputs: [ features ] }", "          tensorMap: { 'a.b': x }"],
      come: ["        score: { inputs: [ features, more ] }", "          tensorMap: { 'a.b': z }", "        last: {}"],
    },
    {
      name: "a step removed",
      path: [...decide, "steps"],
      value: { rules: { inputs: ["features"], tensorMap: { "a.b": "x" } } },
      gone: ["        score: { inputs: [ features ] }"],
      come: [],
    },
    {
      name: "an item inserted in the middle of a list",
      path: ["spec", "groups"],
      value: ["one", "new", "two", "three"],
      gone: [],
      come: ["    - new"],
    },
    {
      name: "an item removed, and the last one replaced",
      path: ["spec", "groups"],
      value: ["two", "four"],
      gone: ["    - one # the first", "    - two", "    - three"],
      come: ["    - two # the first", "    - four"],
    },
    {
      name: "a list in one line with spaces in its brackets",
      path: ["spec", "ports"],
      value: [8080, 80, 443],
      gone: ["  ports: [ 80, 443 ] # open"],
      come: ["  ports: [ 8080, 80, 443 ] # open"],
    },
    {
      name: "the last items of a line removed",
      path: ["spec", "ports"],
      value: [80],
      gone: ["  ports: [ 80, 443 ] # open"],
      come: ["  ports: [ 80 ] # open"],
    },
  ])("$name: $gone becomes $come", ({ path, value, gone, come }) => {
    for (const [before, lineBreak] of [
      [block, "\n"],
      [block.replaceAll("\n", "\r\n"), "\r\n"],
    ] as const) {
      const after = editText(before, [{ path, value }]).split(lineBreak);
      const old = before.split(lineBreak);
      expect(old.filter((line) => !after.includes(line))).toEqual(gone);
      expect(after.filter((line) => !old.includes(line))).toEqual(come);
    }
  });

  test("a value that is copied to another place keeps its layout and its comments", () => {
    const after = editText(block, [
      { path: ["spec", "clusters", "staging", "pipelines", "copy"], value: valueIn(block, decide), layoutFrom: decide },
    ]);
    expect(after).toBe(`${block}  clusters:
    staging:
      pipelines:
        copy: # one of two
          steps:
            # the scores
            score: { inputs: [ features ] }
            rules: # by hand
              inputs: [features] # never the scores
              tensorMap: { 'a.b': x }
          output: [rules]
`);
  });

  test("the edited text parses to the requested value", () => {
    const name = fc.constantFrom("score", "rules", "a.b", "x");
    const items = fc.array(fc.oneof(fc.constantFrom("one", "two", "three"), fc.integer({ max: 9 })), { maxLength: 4 });
    const step = fc.record({ inputs: items, tensorMap: fc.dictionary(name, name) }, { requiredKeys: [] });
    const spec = fc.record(
      {
        pipelines: fc.record({ decide: fc.record({ steps: fc.dictionary(name, step), output: items }) }),
        groups: fc.oneof(items, fc.array(fc.dictionary(name, items), { maxLength: 3 })),
        ports: items,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(spec, { minLength: 1, maxLength: 3 }), (all) => {
        const after = all.reduce((text, value) => editText(text, [{ path: ["spec"], value: plain(value) }]), block);
        expect(parse(after, parseOptions)).toEqual({ spec: plain(all.at(-1)) });
      }),
      { numRuns: runCount(500, 8) },
    );
  });

  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const valueIn = (text: string, path: readonly string[]): unknown => valueAt(parse(text, parseOptions), path);
});

test("setting an equal value or removing a missing key changes nothing", () => {
  expect(editText(text, [{ path: ["spec", "quota", "size"], value: "small" }])).toBe(text);
  expect(editText(text, [{ path: ["spec", "nothing", "there"], value: undefined }])).toBe(text);
});

test("a text without a final line break, and a text with Windows line breaks", () => {
  const short = "spec:\n  a: 1";
  expect(editText(short, [{ path: ["spec", "b"], value: 2 }])).toBe("spec:\n  a: 1\n  b: 2");
  const windows = "spec:\r\n  a: 1\r\n  c: 3\r\n";
  expect(editText(windows, [{ path: ["spec", "b"], value: 2 }])).toBe("spec:\r\n  a: 1\r\n  c: 3\r\n  b: 2\r\n");
  expect(editText(windows, [{ path: ["spec", "a"], value: undefined }])).toBe("spec:\r\n  c: 3\r\n");
});

test.each([
  { name: "a literal block string", before: "a: |\n  x\n  y\n# end\n", after: "a: z\n# end\n" },
  { name: "a folded string at the end", before: "b: 1\na: >-\n  x\n  y", after: "b: 1\na: z" },
  { name: "an empty value before a comment", before: "a: # nothing\nb: 1\n", after: "a: z # nothing\nb: 1\n" },
  { name: "an empty value at the end", before: "b: 1\na:", after: "b: 1\na: z" },
  { name: "an empty value in a flow map", before: "{ a: , b: 1 }\n", after: "{ a: z , b: 1 }\n" },
  { name: "a key without a value in a flow map", before: "{ a, b: 1 }\n", after: "{ a: z, b: 1 }\n" },
])("$name is replaced, and nothing else", ({ before, after }) => {
  expect(editText(before, [{ path: ["a"], value: "z" }])).toBe(after);
  const windows = before.replaceAll("\n", "\r\n");
  expect(editText(windows, [{ path: ["a"], value: "z" }])).toBe(after.replaceAll("\n", "\r\n"));
});

test("a form that the command cannot edit is rejected", () => {
  const merged: unknown = Object.assign(Object.create(null), { name: "c", percent: 20 });
  expect(editText("ab: { mirror: { name: b, percent: 10 } }\n", [{ path: ["ab", "mirror"], value: merged }])).toBe(
    "ab: { mirror: { name: c, percent: 20 } }\n",
  );
  expect(() => editText("? a\n: 1\n", [{ path: ["b"], value: 2 }])).toThrow("unsupported YAML notation of b");
});

test("a string with a meaning in YAML 1.1 or 1.2 stays a string", () => {
  for (const value of [
    "no",
    "1_000",
    "12:30",
    "a: b",
    "# x",
    "- x",
    "{",
    "'",
    '"',
    "@x",
    "null",
    "",
    " x ",
    "x\ny",
    "é😀",
  ])
    for (const path of [
      ["spec", "models", "two", "memory"],
      ["spec", "models", "one", "storageUri"],
      ["spec", "new"],
    ]) {
      const after = parse(editText(text, [{ path, value }]), parseOptions);
      expect(after).toEqual(putValue(parse(text, parseOptions), path, value));
    }
});

test("any edit at any path gives the requested value, and keeps the comment at the top", () => {
  const key = fc.constantFrom("spec", "models", "one", "two", "clusters", "staging", "quota", "storageUri", "x", "a.b");
  const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined));
  const value = fc.oneof(
    leaf,
    fc.array(fc.string(), { maxLength: 2 }),
    fc.dictionary(key, fc.string(), { maxKeys: 2, noNullPrototype: true }),
  );
  fc.assert(
    fc.property(
      fc.array(fc.record({ path: fc.array(key, { minLength: 1, maxLength: 4 }), value }), { maxLength: 4 }),
      (all) => {
        const wanted = all.reduce<unknown>(
          (data, item) => putValue(data, item.path, item.value),
          parse(text, parseOptions),
        );
        const after = editText(text, all);
        expect(parse(after, parseOptions)).toEqual(wanted);
        expect(after.startsWith("# of the retention team\n")).toBe(true);
      },
    ),
    { numRuns: runCount(500, 8) },
  );
});
