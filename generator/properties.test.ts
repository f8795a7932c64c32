import { mkdirSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { parseYaml } from "./load/parse-yaml.ts";
import { sandbox, tenantry, tree, write } from "./testing/sandbox.ts";

/** The generated part of a folder. */
function generated(root: string): ReadonlyMap<string, string> {
  return new Map([...tree(root, "clusters")].filter(([file]) => !file.endsWith("/cluster.yaml")).sort());
}

test("files and maps in any order give the same bytes", async () => {
  const plain = sandbox("all");
  await tenantry(plain, ["build"]);
  const shuffled = sandbox();
  const sources = [
    ...tree(plain, "tenants"),
    ...[...tree(plain)].filter(([file]) => /\/(platform|cluster)\.yaml$/.test(file)),
  ];
  for (const [file, text] of sources.reverse()) write(shuffled, file, stringify(reversed(parse(text))));
  for (const [file] of tree(shuffled, "tenants")) utimesSync(join(shuffled, file), 0, 0);
  expect(await tenantry(shuffled, ["build"])).toMatchObject({ code: 0 });
  expect(generated(shuffled)).toEqual(generated(plain));
});

test("a tenant that comes changes its own files and the lists of tenants, and one that goes takes exactly those along", async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  const before = generated(root);
  const file = "tenants/late-comer.yaml";
  write(
    root,
    file,
    (tree(root).get("tenants/fraud-detection.yaml") ?? "")
      .replace("name: fraud-detection", "name: late-comer")
      .replace("cpu: 20, memory: 40Gi", "cpu: 5, memory: 10Gi")
      .replace("cpu: 8, memory: 16Gi", "cpu: 2, memory: 4Gi"),
  );
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  const after = generated(root);
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  const own = /^clusters\/(production|staging)\/(applications|overlays|rendered)\/tenants\/late-comer\//;
  expect(changed.filter((path) => own.test(path)).length).toBeGreaterThan(60);
  // Where one operator watches a list, the list is shared; where each tenant has its own, nothing is.
  expect(changed.filter((path) => !own.test(path)).sort()).toEqual([
    "clusters/production/applications/platform/application-seldon-operator.yaml",
    "clusters/production/overlays/platform/seldon/resources.yaml",
    "clusters/production/rendered/platform/seldon/networkpolicy-to-schedulers.yaml",
  ]);
  // At once it cannot go: its models would wait for a scheduler that is gone.
  const text = tree(root).get(file) ?? "";
  rmSync(join(root, file));
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 1 });
  for (const state of ["draining", "drained"]) {
    write(root, file, text.replace("spec:\n", `spec:\n  lifecycle: ${state}\n`));
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  }
  rmSync(join(root, file));
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect(generated(root)).toEqual(before);
});

test("a cluster that goes takes its generated files along, and nothing else", async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  for (const [file, text] of tree(root, "tenants"))
    write(
      root,
      file,
      text.replace(/^ {4}staging:(.|\n)*?(?=^ {4}production|\n {2}\S)/m, "").replace("staging: {}, ", ""),
    );
  rmSync(join(root, "clusters/staging/cluster.yaml"));
  mkdirSync(join(root, "clusters/staging"), { recursive: true });
  write(root, "clusters/staging/notes.md", "mine\n");
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect([...tree(root, "clusters/staging").keys()]).toEqual(["clusters/staging/notes.md"]);
});

test("no text makes the reader throw or hang", () => {
  const fragment = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "- ",
      "? ",
      ": ",
      "{",
      "}",
      "[",
      "]",
      "&a ",
      "*a",
      "<<: ",
      "!!str ",
      "|\n",
      ">\n",
      "\n",
      "  ",
      "\t",
      "#",
      "'",
      '"',
      "---\n",
      "...\n",
      "a: ",
      "%YAML 1.1\n",
    ),
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 60 }), (parts) => {
      const read = parseYaml({ file: "x.yaml", text: parts.join("") });
      if (!read.ok) expect(read.diagnostics.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
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
