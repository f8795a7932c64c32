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
import { enterStaging, type Staging } from "./staging.ts";
import { diskTree } from "./tree.ts";

let root = "";
let staging: Staging = { place: "", besideTree: undefined };
/** A build that was cut off: its process is no more. */
const gone = "ended";
let entry = "";
/** Where it prepared its files. */
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
  staging = { place, besideTree: where === "beside the tree" ? join(root, "clusters/.publishing") : undefined };
  entry = join(place, gone);
  payload = staging.besideTree ?? entry;
}

const everything: Selection = { clusters: [], tenants: [] };
const wanted = {
  "clusters/c/rendered/same.yaml": `${yamlMark()}same\n`,
  "clusters/c/rendered/old.yaml": `${yamlMark()}new\n`,
  "clusters/c/rendered/deep/er/fresh.yaml": `${yamlMark()}fresh\n`,
};

function publication(selection: Selection = everything): Publication {
  const comparison = new TreeComparison(diskTree(root));
  for (const [file, text] of Object.entries(wanted)) comparison.want(file, text);
  return comparison.finish(selection);
}

test("what is wanted is written, what is left over is pruned with its folder, what is the same is not touched", () => {
  const plan = publication();
  expect(plan).toMatchObject({ unchanged: 1, prunes: ["clusters/c/rendered/gone/left.yaml"], diagnostics: [] });
  expect([...plan.writes.keys()]).toEqual(["clusters/c/rendered/old.yaml", "clusters/c/rendered/deep/er/fresh.yaml"]);
  applyPublication(root, staging, plan);
  expect(Object.fromEntries(treeOf(root))).toEqual({ "clusters/c/cluster.yaml": "kind: Cluster\n", ...wanted });
  expect(existsSync(join(root, "clusters/c/rendered/gone"))).toBe(false);
  expect(publication()).toMatchObject({ unchanged: 3, prunes: [] });
  expect(isInterrupted(staging)).toBe(false);
});

test("drift names what is changed, missing and left over", () => {
  expect(driftFindings(root, publication()).map(({ at, message }) => `${at.file}:${at.line} ${message}`)).toEqual([
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
    driftFindings(root, { ...publication(), writes, prunes: [] }).map(({ at, message }) => `${at.file} ${message}`),
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

describe("of two builds at once the second one says so, and takes nothing from the first", () => {
  test.each([
    {
      name: "that runs",
      owner: () => currentOwner(),
      message: "another build is writing this tree",
      interrupted: false,
    },
    {
      name: "in a container, whose process number is alive here",
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

  test("a number that another process has by now is nobody's", () => {
    const name = currentOwner().split("~").with(4, "1").join("~");
    write(staging.place, `${name}/new/clusters/c/rendered/old.yaml`, "half");
    expect([ownerState(name), isInterrupted(staging)]).toEqual(["gone", true]);
    recoverPublication(root, staging);
    applyPublication(root, staging, publication());
    expect(existsSync(staging.place)).toBe(false);
  });

  test("as soon as the first one's folder is there, with nothing in it yet", () => {
    mkdirSync(join(staging.place, currentOwner()));
    expect(() => applyPublication(root, staging, publication())).toThrow("another build is writing this tree");
  });

  test("only one puts the tree back", () => {
    mkdirSync(join(staging.place, gone));
    expect(ownerState(enterStaging(staging, gone))).toBe("alive");
    expect(() => enterStaging(staging, gone)).toThrow("another build is writing this tree");
  });
});

describe("what cannot be written is said as that", () => {
  test("a place that takes no folder", () => {
    staging = { ...staging, place: join(root, "clusters/c/cluster.yaml/x") };
    const before = treeOf(root);
    expect(() => applyPublication(root, staging, publication())).toThrow("nothing can be written below");
    expect(treeOf(root)).toEqual(before);
  });

  test("a folder in the tree that somebody else made", () => {
    at("beside the tree");
    write(root, "clusters/.publishing/new/clusters/c/rendered/old.yaml", "theirs\n");
    const before = treeOf(root);
    expect(() => applyPublication(root, staging, publication())).toThrow("no build of this clone made it");
    expect([treeOf(root), existsSync(staging.place)]).toEqual([before, false]);
  });
});

describe("a journal that lies in the tree is nobody's", () => {
  test("it is not obeyed, and it is found", () => {
    const journal = { writes: ["../../x"], prunes: [], created: ["../../victim"] };
    write(root, "clusters/.publishing/journal.json", JSON.stringify(journal));
    expect(isInterrupted(staging)).toBe(false);
    recoverPublication(root, staging);
    const plan = publication();
    expect(plan.diagnostics.map(({ code, at: { file } }) => [code, file])).toEqual([
      ["publish/unmarked", "clusters/.publishing/journal.json"],
    ]);
  });

  test("nothing in it is removed, whatever mark it has", () => {
    write(root, "clusters/.publishing/new/x.yaml", yamlMark());
    expect(publication()).toMatchObject({ prunes: ["clusters/c/rendered/gone/left.yaml"], diagnostics: [{}] });
  });
});

describe("a journal with a path that is not the generator's is not obeyed", () => {
  test.each(["../../victim", "/etc/passwd", "tenants/a.yaml", "clusters/c/cluster.yaml", "clusters/c/rendered/../x"])(
    "%s",
    (file) => {
      for (const field of ["writes", "prunes", "created"]) {
        const journal = { writes: [], prunes: [], created: [], [field]: [file] };
        write(staging.place, `${gone}/journal.json`, JSON.stringify(journal));
        expect(() => recoverPublication(root, staging)).toThrow("is no journal of a build");
        rmSync(staging.place, { recursive: true });
      }
    },
  );

  test("nor one whose folder has become a link", () => {
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

test("a run about one tenant prunes nothing of another", () => {
  write(root, "clusters/c/rendered/tenants/a/x.yaml", yamlMark());
  write(root, "clusters/c/rendered/tenants/b/x.yaml", yamlMark());
  expect(publication({ clusters: ["c"], tenants: ["a"] }).prunes).toEqual(["clusters/c/rendered/tenants/a/x.yaml"]);
});

describe.each(["outside the tree", "beside the tree"])(
  "a publication that is cut off leaves the tree as it was, prepared %s",
  (where) => {
    beforeEach(() => at(where));

    test("when the disk refuses", () => {
      const plan = publication();
      write(root, "clusters/c/rendered/deep", "a file where a folder is needed, come in the meantime\n");
      const before = treeOf(root);
      expect(() => applyPublication(root, staging, plan)).toThrow(
        "the generated tree cannot be written; it is as it was",
      );
      expect(treeOf(root)).toEqual(before);
    });

    /** The disk after each single step of a publication, as a power cut would leave it. */
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

    test.each(steps)("$name: the tree is as it was", ({ cut }) => {
      const before = treeOf(root);
      cut();
      expect(isInterrupted(staging)).toBe(true);
      recoverPublication(root, staging);
      expect(treeOf(root)).toEqual(before);
      expect(isInterrupted(staging)).toBe(false);
    });

    test("recovery that is cut off can begin again", () => {
      const before = treeOf(root);
      steps.at(-1)?.cut();
      const journal = readFileSync(join(entry, "journal.json"), "utf8");
      recoverPublication(root, staging);
      begin();
      write(entry, "journal.json", journal);
      // Everything is back already; a second recovery by the same journal must not take any of it away.
      write(payload, "new/clusters/c/rendered/deep/er/fresh.yaml", "");
      recoverPublication(root, staging);
      expect(treeOf(root)).toEqual(before);
    });
  },
);

function begin(): void {
  mkdirSync(entry, { recursive: true });
  if (staging.besideTree !== undefined) write(entry, "beside-tree", "");
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
