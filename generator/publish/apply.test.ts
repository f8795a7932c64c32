import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { yamlMark } from "../layout/marks.ts";
import { treeOf, write } from "../testing/sandbox.ts";
import type { Selection } from "../validate/selection.ts";
import { applyPublication, isInterrupted, recoverPublication } from "./apply.ts";
import { driftFindings } from "./drift.ts";
import { currentOwner, ownerState } from "./owner.ts";
import { type Publication, TreeComparison } from "./publication.ts";
import { createStaging, type Staging } from "./staging.ts";
import { diskTree } from "./tree.ts";

let root = "";
let staging: Staging = { place: "", payloadFolder: undefined };
/** The folder of an interrupted build whose process has ended. */
const gone = "ended";
let entry = "";
/** The folder in which it prepared its files. */
let payload = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "tenantry-publish-"));
  at("outside the tree");
  write(root, "clusters/c/cluster.yaml", "kind: Cluster\n");
  write(root, "clusters/c/rendered/same.yaml", `${yamlMark()}same\n`);
  write(root, "clusters/c/rendered/old.yaml", `${yamlMark()}old\n`);
  write(root, "clusters/c/rendered/gone/left.yaml", `${yamlMark()}left\n`);
});
const places: string[] = [];
afterEach(() => {
  for (const folder of [root, ...places.splice(0)]) rmSync(folder, { recursive: true, force: true });
});

function at(where: string): void {
  const place = mkdtempSync(join(tmpdir(), "tenantry-place-"));
  places.push(place);
  staging = { place, payloadFolder: where === "beside the tree" ? join(root, "clusters/.publishing") : undefined };
  entry = join(place, gone);
  payload = staging.payloadFolder ?? entry;
}

const everything: Selection = { clusters: [], tenants: [] };
const wanted = {
  "clusters/c/rendered/same.yaml": `${yamlMark()}same\n`,
  "clusters/c/rendered/old.yaml": `${yamlMark()}new\n`,
  "clusters/c/rendered/deep/er/fresh.yaml": `${yamlMark()}fresh\n`,
};

function publication(selection: Selection = everything): Publication {
  const comparison = new TreeComparison(diskTree(root));
  for (const [file, text] of Object.entries(wanted)) comparison.add(file, text);
  return comparison.publication(selection);
}

test("new files are written, left-over files are pruned with their folder, and unchanged files are not written", () => {
  const plan = publication();
  expect(plan).toMatchObject({ unchanged: 1, prunes: ["clusters/c/rendered/gone/left.yaml"], diagnostics: [] });
  expect([...plan.writes.keys()]).toEqual(["clusters/c/rendered/old.yaml", "clusters/c/rendered/deep/er/fresh.yaml"]);
  applyPublication(root, staging, plan);
  expect(Object.fromEntries(treeOf(root))).toEqual({ "clusters/c/cluster.yaml": "kind: Cluster\n", ...wanted });
  expect(existsSync(join(root, "clusters/c/rendered/gone"))).toBe(false);
  expect(publication()).toMatchObject({ unchanged: 3, prunes: [] });
  expect(isInterrupted(staging)).toBe(false);
});

test("drift lists changed, missing and left-over files", () => {
  expect(driftFindings(root, publication()).map(({ at, message }) => `${at.file}:${at.line} ${message}`)).toEqual([
    "clusters/c/rendered/old.yaml:2 generated line is out of date",
    "clusters/c/rendered/deep/er/fresh.yaml:1 missing generated file clusters/c/rendered/deep/er/fresh.yaml",
    "clusters/c/rendered/gone/left.yaml:1 left-over generated file clusters/c/rendered/gone/left.yaml: no input file requires it",
  ]);
});

test("for many outdated files, the first is named and all are counted", () => {
  const files = (tenant: string, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => `clusters/c/rendered/tenants/${tenant}/guardrails/${index}.yaml`);
  const writes = new Map([...files("many", 4), ...files("few", 1)].map((file) => [file, "a: 1\n"]));
  expect(
    driftFindings(root, { ...publication(), writes, prunes: [] }).map(({ at, message }) => `${at.file} ${message}`),
  ).toEqual([
    `${files("many", 1)} 4 generated files of many on c are out of date, for example: missing generated file ${files("many", 1)}`,
    `${files("few", 1)} missing generated file ${files("few", 1)}`,
  ]);
});

describe("a hand-written file in a generated tree", () => {
  test.each([
    { name: "next to generated files", file: "clusters/c/rendered/mine.yaml" },
    { name: "in the place of a generated file", file: "clusters/c/rendered/old.yaml" },
    { name: "in the place of a folder of generated files", file: "clusters/c/rendered/deep" },
    { name: "in the tree of a cluster that no file declares", file: "clusters/other/overlays/mine.yaml" },
  ])("$name is reported and not changed", ({ file }) => {
    write(root, file, "mine\n");
    const plan = publication();
    expect(plan.diagnostics.map(({ code, at }) => [code, at.file])).toEqual([["publish/unmarked", file]]);
    expect([...plan.writes.keys(), ...plan.prunes]).not.toContain(file);
  });

  test("a link to a file or a folder is reported", () => {
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

describe("a second build at the same time is rejected, and does not change files of the first", () => {
  test.each([
    {
      name: "the first one runs",
      owner: () => currentOwner(),
      message: "another build is writing this tree",
      interrupted: false,
    },
    {
      name: "the first one runs in a container, with a process number that exists here",
      owner: () => currentOwner().replace(/^[^~]*/, "elsewhere"),
      message: "on another machine or in another container (elsewhere)",
      interrupted: true,
    },
  ])("$name: $message", ({ owner, message, interrupted }) => {
    const name = owner();
    write(staging.place, `${name}/new/clusters/c/rendered/old.yaml`, "half");
    const before = [treeOf(root), treeOf(staging.place)];
    expect(isInterrupted(staging)).toBe(interrupted);
    recoverPublication(root, staging);
    expect(() => applyPublication(root, staging, publication())).toThrow(message);
    expect([treeOf(root), treeOf(staging.place)]).toEqual(before);
  });

  test("the first one has ended, and another process has its number: not rejected", () => {
    const name = currentOwner().split("~").with(4, "1").join("~");
    write(staging.place, `${name}/new/clusters/c/rendered/old.yaml`, "half");
    expect([ownerState(name), isInterrupted(staging)]).toEqual(["gone", true]);
    recoverPublication(root, staging);
    applyPublication(root, staging, publication());
    expect(existsSync(staging.place)).toBe(false);
  });

  test("the folder of the first one is still empty: rejected", () => {
    mkdirSync(join(staging.place, currentOwner()));
    expect(() => applyPublication(root, staging, publication())).toThrow("another build is writing this tree");
  });

  test("only one of two builds restores the tree", () => {
    mkdirSync(join(staging.place, gone));
    expect(ownerState(createStaging(staging, gone))).toBe("alive");
    expect(() => createStaging(staging, gone)).toThrow("another build is writing this tree");
  });
});

describe("a place that cannot be written is reported", () => {
  test("a file in the place of a folder", () => {
    staging = { ...staging, place: join(root, "clusters/c/cluster.yaml/x") };
    const before = treeOf(root);
    expect(() => applyPublication(root, staging, publication())).toThrow("cannot write below");
    expect(treeOf(root)).toEqual(before);
  });

  test("a staging folder in the tree that no build created", () => {
    at("beside the tree");
    write(root, "clusters/.publishing/new/clusters/c/rendered/old.yaml", "theirs\n");
    const before = treeOf(root);
    expect(() => applyPublication(root, staging, publication())).toThrow("no build of this clone created it");
    expect([treeOf(root), existsSync(staging.place)]).toEqual([before, false]);
  });
});

describe("a journal in the tree", () => {
  test("is not applied, and is reported", () => {
    const journal = { writes: ["../../x"], prunes: [], created: ["../../victim"] };
    write(root, "clusters/.publishing/journal.json", JSON.stringify(journal));
    expect(isInterrupted(staging)).toBe(false);
    recoverPublication(root, staging);
    const plan = publication();
    expect(plan.diagnostics.map(({ code, at: { file } }) => [code, file])).toEqual([
      ["publish/unmarked", "clusters/.publishing/journal.json"],
    ]);
  });

  test("is not removed, even with the mark of generated files", () => {
    write(root, "clusters/.publishing/new/x.yaml", yamlMark());
    expect(publication()).toMatchObject({ prunes: ["clusters/c/rendered/gone/left.yaml"], diagnostics: [{}] });
  });
});

describe("a journal with a path outside of the generated trees is not applied", () => {
  test.each(["../../victim", "/etc/passwd", "tenants/a.yaml", "clusters/c/cluster.yaml", "clusters/c/rendered/../x"])(
    "%s",
    (file) => {
      for (const field of ["writes", "prunes", "created"]) {
        const journal = { writes: [], prunes: [], created: [], [field]: [file] };
        write(staging.place, `${gone}/journal.json`, JSON.stringify(journal));
        expect(() => recoverPublication(root, staging)).toThrow("invalid build journal");
        rmSync(staging.place, { recursive: true });
      }
    },
  );

  test("a folder in the journal that is now a link", () => {
    const outside = mkdtempSync(join(tmpdir(), "tenantry-outside-"));
    places.push(outside);
    write(outside, "x.yaml", "precious\n");
    symlinkSync(outside, join(root, "clusters/c/overlays"));
    const journal = { writes: ["clusters/c/overlays/x.yaml"], prunes: [], created: ["clusters/c/overlays/x.yaml"] };
    write(staging.place, `${gone}/journal.json`, JSON.stringify(journal));
    expect(() => recoverPublication(root, staging)).toThrow("is a symbolic link");
    expect([...treeOf(outside).keys()]).toEqual(["x.yaml"]);
  });
});

test("a run about one tenant does not prune files of another", () => {
  write(root, "clusters/c/rendered/tenants/a/x.yaml", yamlMark());
  write(root, "clusters/c/rendered/tenants/b/x.yaml", yamlMark());
  expect(publication({ clusters: ["c"], tenants: ["a"] }).prunes).toEqual(["clusters/c/rendered/tenants/a/x.yaml"]);
});

describe.each(["outside the tree", "beside the tree"])(
  "an interrupted publication does not change the tree, prepared %s",
  (where) => {
    beforeEach(() => at(where));

    test("when a write fails", () => {
      const plan = publication();
      write(root, "clusters/c/rendered/deep", "a new file in the place of a folder\n");
      const before = treeOf(root);
      expect(() => applyPublication(root, staging, plan)).toThrow("cannot write the generated files: ");
      expect(treeOf(root)).toEqual(before);
    });

    /** The disk after each step of a publication, as after a power failure. */
    const steps: readonly { readonly name: string; readonly cut: () => void }[] = [
      {
        name: "while the new files are prepared",
        cut: () => half(),
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

    test.each(steps)("$name: recovery restores the tree", ({ cut }) => {
      const before = treeOf(root);
      cut();
      expect(isInterrupted(staging)).toBe(true);
      recoverPublication(root, staging);
      expect(treeOf(root)).toEqual(before);
      expect(isInterrupted(staging)).toBe(false);
    });

    test("an interrupted recovery can be repeated", () => {
      const before = treeOf(root);
      steps.at(-1)?.cut();
      const journal = readFileSync(join(entry, "journal.json"), "utf8");
      recoverPublication(root, staging);
      begin();
      write(entry, "journal.json", journal);
      // The tree is already restored. A second recovery with the same journal must not remove any file.
      write(payload, "new/clusters/c/rendered/deep/er/fresh.yaml", "");
      recoverPublication(root, staging);
      expect(treeOf(root)).toEqual(before);
    });
  },
);

function begin(): void {
  mkdirSync(entry, { recursive: true });
  if (staging.payloadFolder !== undefined) write(entry, "beside-tree", "");
}

function half(): void {
  begin();
  write(payload, "new/clusters/c/rendered/old.yaml", "half");
}

function prepare(): void {
  begin();
  for (const file of ["clusters/c/rendered/old.yaml", "clusters/c/rendered/deep/er/fresh.yaml"] as const)
    write(payload, `new/${file}`, wanted[file]);
  const journal = {
    writes: ["clusters/c/rendered/old.yaml", "clusters/c/rendered/deep/er/fresh.yaml"],
    prunes: ["clusters/c/rendered/gone/left.yaml"],
    created: ["clusters/c/rendered/deep/er/fresh.yaml"],
  };
  write(entry, "journal.json", JSON.stringify(journal));
}

function moveOut(file: string): void {
  write(payload, `old/${file}`, "");
  renameSync(join(root, file), join(payload, "old", file));
}

function moveIn(file: string): void {
  write(root, file, "");
  renameSync(join(payload, "new", file), join(root, file));
}
