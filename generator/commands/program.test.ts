import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { openStaging } from "../publish/staging.ts";
import { findings, tenantry } from "../testing/command-line.ts";
import { git, initialised } from "../testing/git.ts";
import { emptyFolder, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { program } from "./program.ts";

describe("incorrect usage", () => {
  test.each([
    { argv: ["biuld"], message: "Did you mean build?" },
    { argv: ["build", "--clutser", "x"], message: "Did you mean --cluster?" },
    { argv: ["check", "--output", "yaml"], message: "Allowed choices are text, json" },
    { argv: ["check", "extra"], message: "too many arguments" },
    { argv: ["check", "--tenant", "frod-detection"], message: "Did you mean fraud-detection?" },
    { argv: ["check", "--cluster", "prod"], message: "unknown cluster prod" },
    { argv: ["-C", "nowhere", "check"], message: "is not a Tenantry repository" },
    { argv: [], message: "Usage: tenantry" },
  ])("$argv: exit code 2, and the correct usage", async ({ argv, message }) => {
    const { code, out, err } = await tenantry(sandbox("all"), argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test("a call of help succeeds", async () => {
    const { code, out } = await tenantry(sandbox(), ["--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Exit codes: 0 success, 1 findings");
    expect((await tenantry(sandbox(), ["help"])).out).toBe(out);
  });

  test("help of an unknown command names a similar one", async () => {
    const { code, err } = await tenantry(sandbox(), ["help", "promot"]);
    expect([code, err]).toEqual([2, expect.stringContaining("Did you mean promote?")]);
  });
});

test("the version is the package's", async () => {
  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../package.json"), "utf8"));
  for (const flag of ["--version", "-V"])
    expect(await tenantry(sandbox(), [flag])).toEqual({ code: 0, out: `${version}\n`, err: "" });
});

describe("help", () => {
  const narrow = { ...process.env, COLUMNS: undefined };
  const listed = async (): Promise<readonly string[]> => {
    const { out } = await tenantry(sandbox(), ["--help"], narrow);
    return [...out.slice(out.indexOf("\nFor ")).matchAll(/^ {2}([a-z]+) {2}/gm)].flatMap(([, name]) => name ?? []);
  };

  test("lists commands by user, one per line", async () => {
    const { out } = await tenantry(sandbox(), ["--help"], narrow);
    expect(out.match(/^For .*:$/gm)).toEqual([
      "For engineers who deploy models:",
      "For reviewers of pull requests:",
      "For the platform team:",
      "For CI workflows:",
    ]);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect((await listed()).slice(0, 5)).toEqual(["new", "set", "promote", "check", "build"]);
  });

  test("of each command fits 80 columns, has no option with one choice, and has examples with known options", async () => {
    const names = await listed();
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const { code, out } = await tenantry(sandbox(), ["help", name], narrow);
      expect([code, (await tenantry(sandbox(), [name, "--help"], narrow)).out]).toEqual([0, out]);
      expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
      expect(out).not.toMatch(/choices: "[^"]*", default|choices: "[^"]*"\)/);
      const [options = "", examples = ""] = out.split("\nExamples:\n");
      expect(examples).toMatch(new RegExp(`^  npx --no-install tenantry ${name}\\b`));
      for (const [, flag = ""] of examples.matchAll(/ (--(?!no-install )[a-z-]+)/g)) expect(options).toContain(flag);
    }
  });
});

test("a bug: exit code 2, one line with the error and one with a hint, and the stack only with TENANTRY_DEBUG", async () => {
  const at = {
    cwd: sandbox(),
    out: () => {
      throw new TypeError("x is not a function\u001b[31m");
    },
    isTerminal: { out: false, err: false },
    now: () => 0,
    today: () => "2026-11-23",
  };
  for (const [env, lines] of [
    [process.env, 2],
    [{ ...process.env, TENANTRY_DEBUG: "1" }, 3],
  ] as const) {
    const err: string[] = [];
    expect(await program(["explain"], { ...at, env, err: (text) => err.push(text) })).toBe(2);
    const messages = err.join("").trimEnd().split("\n");
    expect(messages[0]).toBe("tenantry: this is a bug: TypeError: x is not a function\\u001b[31m");
    expect(messages[1]).toContain("report the output");
    expect(lines === 2 ? messages.length === 2 : messages.length > 2).toBe(true);
  }
});

test("a missing tool: exit code 2 and a hint, and nothing is written", async () => {
  const root = sandbox("all");
  const before = treeOf(root);
  const empty = join(root, "empty");
  mkdirSync(empty);
  // The schemas are there, so that only the tools are missing.
  mkdirSync(join(root, "cache"));
  symlinkSync(join(process.env["TENANTRY_CACHE"] ?? "", "schemas"), join(root, "cache/schemas"));
  const { code, out, err } = await tenantry(root, ["build"], {
    PATH: empty,
    TENANTRY_CACHE: join(root, "cache"),
    COLUMNS: "2000",
  });
  rmSync(empty, { recursive: true });
  rmSync(join(root, "cache"), { recursive: true, force: true });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/missing go command.*\n {2}Install Go/);
  expect(treeOf(root)).toEqual(before);
});

describe("build, then check", () => {
  test("a second build changes nothing, and check passes and writes nothing", async () => {
    const root = sandbox("all");
    const first = await tenantry(root, ["build"]);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(
      /tenants +3 on staging, production\n.*\n +resources +\d+\n +kubeconform +\d+ valid, 0 invalid, 0 skipped\n +rules +\d+ over \d+ objects\n +files +\d+ written, 0 unchanged, 0 pruned/,
    );
    const built = treeOf(root);
    expect((await tenantry(root, ["build"])).out).toMatch(/files +0 written, \d+ unchanged, 0 pruned/);
    expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);
    expect(treeOf(root)).toEqual(built);
  });

  test.each([
    {
      name: "changed",
      corrupt: (root: string, file: string) => write(root, file, `${treeOf(root).get(file) ?? ""}more: 1\n`),
    },
    { name: "missing", corrupt: (root: string, file: string) => rmSync(join(root, file)) },
    {
      name: "left over",
      corrupt: (root: string, file: string) =>
        write(root, file.replace("server-", "server-old-"), treeOf(root).get(file) ?? ""),
    },
    {
      name: "hand-written",
      corrupt: (root: string, file: string) => write(root, file.replace("server-", "mine-"), "a: b\n"),
    },
  ])("check --drift fails on a file that is $name, and does not change it", async ({ corrupt }) => {
    const root = sandbox("all");
    await tenantry(root, ["build"]);
    corrupt(root, "clusters/production/rendered/tenants/churn/workloads/server-mlserver.yaml");
    const corrupted = treeOf(root);
    const { code, out } = await tenantry(root, ["check", "--drift"]);
    expect(code).toBe(1);
    expect(out).toContain("clusters/production/rendered/tenants/churn/workloads/");
    expect(treeOf(root)).toEqual(corrupted);
  });

  test.each([
    { name: "in git's folder", prepare: (root: string) => initialised(root) },
    { name: "in the cache, without git", prepare: () => undefined },
  ])("an interrupted build is reported by check and undone by the next build: $name", async ({ prepare }) => {
    const root = sandbox("all");
    prepare(root);
    await tenantry(root, ["build"]);
    const built = treeOf(root, "clusters");
    const { place } = await openStaging(root, process);
    expect(place.startsWith(join(root, "clusters"))).toBe(false);
    write(place, "ended/new/clusters/x", "half");
    const { code, out } = await tenantry(root, ["check"]);
    expect([code, out.includes("publish/interrupted")]).toEqual([1, true]);
    expect((await tenantry(root, ["build"])).code).toBe(0);
    expect([treeOf(root, "clusters"), existsSync(place)]).toEqual([built, false]);
  });

  test("a linked working tree has a separate place for journals", async () => {
    const root = initialised(sandbox());
    const linked = join(emptyFolder(), "linked");
    git(root, "worktree", "add", "--quiet", linked);
    const [item, other] = await Promise.all([root, linked].map((folder) => openStaging(folder, process)));
    expect(other?.place).not.toBe(item?.place);
    expect(other?.place).toContain(join(root, ".git/worktrees"));
    expect(other?.payloadFolder).toBeUndefined();
  });

  test("a bare repository in the tree is not used as git's folder", async () => {
    const root = sandbox();
    git(root, "init", "--quiet", "--bare", ".");
    expect((await openStaging(root, process)).place).not.toContain(root);
  });

  test("a journal in the tree is not applied, and blocks the build", async () => {
    const root = sandbox("all");
    const victim = join(emptyFolder(), "precious.txt");
    writeFileSync(victim, "precious\n");
    const journal = { writes: [], prunes: [], created: [relative(root, victim)] };
    write(root, "clusters/.publishing/journal.json", JSON.stringify(journal));
    const { code, out } = await tenantry(root, ["build"]);
    expect([code, out.includes("publish/unmarked"), out.includes("nothing written")]).toEqual([1, true, true]);
    expect(readFileSync(victim, "utf8")).toBe("precious\n");
  });

  test("a finding prevents all writes", async () => {
    const root = sandbox("all");
    write(root, "tenants/a.yaml", tenantText("a"));
    write(root, "tenants/b.yaml", tenantText("b", "  nothing: 1\n"));
    expect((await tenantry(root, ["build"])).code).toBe(1);
    expect(readdirSync(join(root, "clusters/production"))).toEqual(["cluster.yaml"]);
  });
});

describe("a valid edit that is not built yet", () => {
  const edited = async (): Promise<string> => {
    const root = sandbox("all");
    await tenantry(root, ["build"]);
    const churn = treeOf(root).get("tenants/churn.yaml") ?? "";
    write(root, "tenants/churn.yaml", churn.replace("memory: 64Mi", "memory: 65Mi"));
    return root;
  };

  test("is valid, with the number of files to build, and drift only with --drift", async () => {
    const root = await edited();
    for (const some of [[], ["--tenant", "churn"], ["--no-drift"]]) {
      const { code, out } = await tenantry(root, ["check", ...some]);
      expect([code, out]).toEqual([0, expect.stringMatching(/^valid, [1-9]\d* files? to build: /)]);
    }
    const { code, out } = await tenantry(root, ["check", "--tenant", "churn", "--drift"]);
    expect([code, out]).toEqual([1, expect.stringContaining("publish/drift")]);
    await tenantry(root, ["build"]);
    expect((await tenantry(root, ["check", "--drift"])).out).toMatch(/^valid, nothing to build\n/);
  });

  test.each([
    { CI: "true", argv: [], code: 1 },
    { CI: "1", argv: ["--no-drift"], code: 0 },
    { CI: "false", argv: [], code: 0 },
    { CI: "", argv: ["--drift"], code: 1 },
  ])("with CI=$CI and $argv the exit code is $code", async ({ CI, argv, code }) => {
    expect(await tenantry(await edited(), ["check", ...argv], { ...process.env, CI })).toMatchObject({ code });
  });

  test("is data in every other output format", async () => {
    const root = await edited();
    const messagesOf = async (output: string): Promise<string> =>
      (await tenantry(root, ["check", "--output", output])).out;
    const { toBuild, clean, files } = JSON.parse(await messagesOf("json"));
    expect([toBuild, clean]).toEqual([files.write.length + files.prune.length, true]);
    expect(toBuild).toBeGreaterThan(0);
    expect(JSON.parse(await messagesOf("sarif")).runs[0].properties).toEqual({ filesToBuild: toBuild });
    expect(await messagesOf("github")).toContain(`${toBuild} generated files to build`);
    expect(await messagesOf("junit")).toContain(`<property name="filesToBuild" value="${toBuild}"/>`);
  });

  test("has the time since the start of the process", async () => {
    const out: string[] = [];
    const root = sandbox("all");
    await program(["check", "--output", "json"], {
      cwd: root,
      env: { ...process.env, CI: undefined },
      out: (text) => out.push(text),
      err: () => {},
      isTerminal: { out: false, err: false },
      now: () => 1300,
      today: () => "2026-11-23",
    });
    expect(JSON.parse(out.join(""))).toMatchObject({ seconds: 1.3 });
  });
});

describe("a partial run", () => {
  test("a run about one tenant writes only its files", async () => {
    const root = sandbox("all");
    const { out } = await tenantry(root, ["build", "--tenant", "churn", "--cluster", "staging", "--output", "json"]);
    const { files } = JSON.parse(out);
    expect(files.write.length).toBeGreaterThan(20);
    for (const file of files.write)
      expect(file).toMatch(/^clusters\/staging\/(applications|overlays|rendered)\/tenants\/churn\//);
  });

  test("a file next to the clusters' folders is ignored", async () => {
    const root = sandbox("all");
    write(root, "clusters/README.md", "Ours.\n");
    expect((await tenantry(root, ["build"])).code).toBe(0);
    expect((await tenantry(root, ["check", "--drift"])).code).toBe(0);
  });

  test("a run about one tenant does not write files that all clusters share, and any other run does", async () => {
    const root = sandbox("all");
    await tenantry(root, ["build"]);
    const file = "platform/policies/validatingadmissionpolicy-tenantry-images.yaml";
    const right = readFileSync(join(root, file), "utf8");
    write(root, file, `${right}# changed\n`);
    write(root, "platform/policies/gone.yaml", right);
    const written = async (...more: readonly string[]): Promise<readonly string[]> => {
      const { out } = await tenantry(root, ["build", ...more, "--output", "json"]);
      const { files } = JSON.parse(out);
      return [...files.write, ...files.prune].filter((candidate: string) => candidate.startsWith("platform/"));
    };
    expect(await written("--tenant", "churn")).toEqual([]);
    expect(await written("--cluster", "staging")).toEqual([file, "platform/policies/gone.yaml"]);
    write(root, "platform/policies/own.yaml", "kind: ValidatingAdmissionPolicy\n");
    expect(await findings(root)).toContain("platform/policies/own.yaml:1:1 publish/unmarked");
  });

  test("all partial runs together write the same files as one full run", async () => {
    const parts = sandbox("all");
    for (const cluster of ["staging", "production"])
      expect((await tenantry(parts, ["build", "--cluster", cluster])).code).toBe(0);
    const whole = sandbox("all");
    await tenantry(whole, ["build"]);
    expect(treeOf(parts)).toEqual(treeOf(whole));
  });
});

test("a call from a subfolder uses the repository around it", async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  expect(await tenantry(join(root, "clusters/production"), ["check", "--drift"])).toMatchObject({ code: 0 });
});

test("JSON output is one document of version 1, with and without findings", async () => {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", "  model: {}\n"));
  const { out } = await tenantry(root, ["build", "--output", "json"]);
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    command: "build",
    clean: false,
    diagnostics: [
      {
        code: "input/unknown-field",
        severity: "error",
        file: "tenants/a.yaml",
        line: 7,
        column: 3,
        hint: "Did you mean models?",
      },
    ],
  });
});

test("a finding is printed with its line, the underlined part and a hint", async () => {
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", "  servers:\n    mlserver: { template: mlsever }\n"));
  const { out } = await tenantry(root, ["check"]);
  expect(out).toBe(`tenants/a.yaml:8:27  error  reference/unknown
  6 |   clusters: { production: {} }
  7 |   servers:
  8 |     mlserver: { template: mlsever }
    |                           ^^^^^^^ unknown server template mlsever
  Did you mean mlserver?
  npx --no-install tenantry explain reference/unknown

1 error · nothing written · 0.0 s
`);
});

test("hostile text is escaped", async () => {
  const root = sandbox();
  writeFileSync(join(root, "tenants/\u001b[2Jx.txt"), "");
  const { out } = await tenantry(root, ["check"]);
  expect(out).not.toContain("\u001b");
  expect(out).toContain("\\u001b[2Jx.txt");
});
