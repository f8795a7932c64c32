import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { yamlMark } from "../layout/names.ts";
import { tree, write } from "../testing/sandbox.ts";
import type { Selection } from "../validate/selection.ts";
import { apply, isInterrupted, recover } from "./apply.ts";
import { drift } from "./drift.ts";
import { Comparison, type Publication } from "./publication.ts";
import { diskTree } from "./tree.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tenantry-publish-"));
  write(root, "clusters/c/cluster.yaml", "kind: Cluster\n");
  write(root, "clusters/c/rendered/same.yaml", `${yamlMark()}same\n`);
  write(root, "clusters/c/rendered/old.yaml", `${yamlMark()}old\n`);
  write(root, "clusters/c/rendered/gone/left.yaml", `${yamlMark()}left\n`);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const everything: Selection = { clusters: [], tenants: [] };
const wanted = {
  "clusters/c/rendered/same.yaml": `${yamlMark()}same\n`,
  "clusters/c/rendered/old.yaml": `${yamlMark()}new\n`,
  "clusters/c/rendered/deep/er/fresh.yaml": `${yamlMark()}fresh\n`,
};

function publication(selection: Selection = everything): Publication {
  const comparison = new Comparison(diskTree(root));
  for (const [file, text] of Object.entries(wanted)) comparison.want(file, text);
  return comparison.finish(selection);
}

test("what is wanted is written, what is left over is pruned with its folder, what is the same is not touched", () => {
  const plan = publication();
  expect(plan).toMatchObject({ unchanged: 1, prunes: ["clusters/c/rendered/gone/left.yaml"], diagnostics: [] });
  expect([...plan.writes.keys()]).toEqual(["clusters/c/rendered/old.yaml", "clusters/c/rendered/deep/er/fresh.yaml"]);
  apply(root, plan);
  expect(Object.fromEntries(tree(root))).toEqual({ "clusters/c/cluster.yaml": "kind: Cluster\n", ...wanted });
  expect(existsSync(join(root, "clusters/c/rendered/gone"))).toBe(false);
  expect(publication()).toMatchObject({ unchanged: 3, prunes: [] });
  expect(isInterrupted(root)).toBe(false);
});

test("drift names what is changed, missing and left over", () => {
  expect(drift(root, publication()).map(({ at, message }) => `${at.file}:${at.line} ${message}`)).toEqual([
    "clusters/c/rendered/old.yaml:2 this line is not what the inputs give",
    "clusters/c/rendered/deep/er/fresh.yaml:1 clusters/c/rendered/deep/er/fresh.yaml is missing",
    "clusters/c/rendered/gone/left.yaml:1 clusters/c/rendered/gone/left.yaml is left over: no input asks for it",
  ]);
});

test("of many files that lag behind, the first is named and the others are counted", () => {
  const files = (tenant: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `clusters/c/rendered/tenants/${tenant}/guardrails/${index}.yaml`);
  const writes = new Map([...files("many", 4), ...files("few", 1)].map((file) => [file, "a: 1\n"]));
  expect(
    drift(root, { ...publication(), writes, prunes: [] }).map(({ at, message }) => `${at.file} ${message}`),
  ).toEqual([
    `${files("many", 1)} 4 files of many on c are not what the inputs give; the first of them: ${files("many", 1)} is missing`,
    `${files("few", 1)} ${files("few", 1)} is missing`,
  ]);
});

describe("a file that was not generated", () => {
  test.each([
    { name: "beside generated ones", file: "clusters/c/rendered/mine.yaml" },
    { name: "where a generated one belongs", file: "clusters/c/rendered/old.yaml" },
    { name: "where a generated one needs a folder", file: "clusters/c/rendered/deep" },
    { name: "in the tree of a cluster that nobody declares", file: "clusters/other/overlays/mine.yaml" },
  ])("$name is refused, never touched", ({ file }) => {
    write(root, file, "mine\n");
    const plan = publication();
    expect(plan.diagnostics.map(({ code, at }) => [code, at.file])).toEqual([["publish/unmarked", file]]);
    expect([...plan.writes.keys(), ...plan.prunes]).not.toContain(file);
  });

  test("a link, whether it is a file or a folder", () => {
    mkdirSync(join(root, "outside"));
    writeFileSync(join(root, "outside/x.yaml"), yamlMark());
    symlinkSync(join(root, "outside"), join(root, "clusters/c/overlays"));
    symlinkSync(join(root, "outside/x.yaml"), join(root, "clusters/c/rendered/x.yaml"));
    expect(publication().diagnostics.map(({ at }) => at.file)).toEqual([
      "clusters/c/overlays",
      "clusters/c/rendered/x.yaml",
    ]);
  });
});

test("of two builds at once the second one says so, and takes nothing from the first", () => {
  write(root, "clusters/.publishing/owner", String(process.pid));
  write(root, "clusters/.publishing/new/clusters/c/rendered/old.yaml", "half");
  const before = tree(root);
  expect(isInterrupted(root)).toBe(false);
  expect(() => apply(root, publication())).toThrow("another build is writing this tree");
  expect(tree(root)).toEqual(before);
});

test("a run about one tenant prunes nothing of another", () => {
  write(root, "clusters/c/rendered/tenants/a/x.yaml", yamlMark());
  write(root, "clusters/c/rendered/tenants/b/x.yaml", yamlMark());
  expect(publication({ clusters: ["c"], tenants: ["a"] }).prunes).toEqual(["clusters/c/rendered/tenants/a/x.yaml"]);
});

describe("a publication that is cut off leaves the tree as it was", () => {
  test("when the disk refuses", () => {
    const plan = publication();
    write(root, "clusters/c/rendered/deep", "a file where a folder is needed, come in the meantime\n");
    const before = tree(root);
    expect(() => apply(root, plan)).toThrow("the generated tree cannot be written; it is as it was");
    expect(tree(root)).toEqual(before);
  });

  /** The disk after each single step of a publication, as a power cut would leave it. */
  const steps: readonly { readonly name: string; readonly cut: () => void }[] = [
    {
      name: "while the new files are prepared",
      cut: () => write(root, "clusters/.publishing/new/clusters/c/rendered/old.yaml", "half"),
    },
    { name: "before anything moves", cut: prepare },
    {
      name: "when one old file has moved out",
      cut: () => {
        prepare();
        moveOut("clusters/c/rendered/old.yaml");
      },
    },
    {
      name: "when all old files have moved out",
      cut: () => {
        prepare();
        moveOut("clusters/c/rendered/old.yaml");
        moveOut("clusters/c/rendered/gone/left.yaml");
      },
    },
    {
      name: "when one new file has moved in",
      cut: () => {
        prepare();
        moveOut("clusters/c/rendered/old.yaml");
        moveOut("clusters/c/rendered/gone/left.yaml");
        moveIn("clusters/c/rendered/old.yaml");
      },
    },
    {
      name: "when all new files have moved in",
      cut: () => {
        prepare();
        moveOut("clusters/c/rendered/old.yaml");
        moveOut("clusters/c/rendered/gone/left.yaml");
        moveIn("clusters/c/rendered/old.yaml");
        moveIn("clusters/c/rendered/deep/er/fresh.yaml");
      },
    },
  ];

  test.each(steps)("$name", ({ cut }) => {
    const before = tree(root);
    cut();
    expect(isInterrupted(root)).toBe(true);
    recover(root);
    expect(tree(root)).toEqual(before);
    expect(isInterrupted(root)).toBe(false);
  });

  test("recovery that is cut off can begin again", () => {
    const before = tree(root);
    steps.at(-1)?.cut();
    const journal = join(root, "clusters/.publishing/journal.json");
    cpSync(journal, join(root, "journal"));
    recover(root);
    mkdirSync(join(root, "clusters/.publishing"));
    renameSync(join(root, "journal"), journal);
    // Everything is back already; a second recovery by the same journal must not take any of it away.
    mkdirSync(join(root, "clusters/.publishing/new/clusters/c/rendered/deep/er"), { recursive: true });
    writeFileSync(join(root, "clusters/.publishing/new/clusters/c/rendered/deep/er/fresh.yaml"), "");
    recover(root);
    expect(tree(root)).toEqual(before);
  });
});

function prepare(): void {
  for (const file of ["clusters/c/rendered/old.yaml", "clusters/c/rendered/deep/er/fresh.yaml"] as const)
    write(root, `clusters/.publishing/new/${file}`, wanted[file]);
  const journal = {
    writes: ["clusters/c/rendered/old.yaml", "clusters/c/rendered/deep/er/fresh.yaml"],
    prunes: ["clusters/c/rendered/gone/left.yaml"],
    created: ["clusters/c/rendered/deep/er/fresh.yaml"],
  };
  write(root, "clusters/.publishing/journal.json", JSON.stringify(journal));
}

function moveOut(file: string): void {
  write(root, `clusters/.publishing/old/${file}`, "");
  renameSync(join(root, file), join(root, "clusters/.publishing/old", file));
}

function moveIn(file: string): void {
  write(root, file, "");
  renameSync(join(root, "clusters/.publishing/new", file), join(root, file));
}
