import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { emptyFolder } from "../testing/sandbox.ts";
import { confinement, describeConfinement, missingConfinement } from "./confinement.ts";
import { allowances, type ProgramName } from "./programs.ts";
import { run } from "./run.ts";
import { runTool } from "./run-tool.ts";

/** A script that runs under the name of a program. */
function scriptFor(name: ProgramName, text: string): { readonly name: ProgramName; readonly path: string } {
  const path = join(emptyFolder(), "program");
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return { name, path };
}

/** Variables in the environment of a workflow's step that no program needs. */
const secrets = {
  GITHUB_TOKEN: "secret",
  ACTIONS_RUNTIME_TOKEN: "secret",
  AWS_SECRET_ACCESS_KEY: "secret",
  TENANTRY_APP_KEY: "secret",
  NODE_OPTIONS: "secret",
  GIT_DIR: "secret",
  GIT_EXTERNAL_DIFF: "secret",
  LD_PRELOAD: "",
};
const caller = { ...secrets, GH_TOKEN: "secret", GOPROXY: "off", HTTPS_PROXY: "proxy", PATH: "/bin", HOME: "/home" };

/** git must not use a bare repository that it finds in a folder. */
const onlyClones = ["GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=safe.bareRepository", "GIT_CONFIG_VALUE_0=explicit"];

test.each<{ readonly name: ProgramName; readonly sees: readonly string[] }>([
  { name: "kustomize", sees: ["HOME=/nonexistent", "PATH=/nonexistent"] },
  { name: "kubeconform", sees: ["GOGC=400", "HOME=/nonexistent", "PATH=/nonexistent"] },
  {
    name: "git",
    sees: [
      ...onlyClones,
      "GIT_OPTIONAL_LOCKS=0",
      "GIT_TERMINAL_PROMPT=0",
      "HOME=/home",
      "HTTPS_PROXY=proxy",
      "PATH=/bin",
    ],
  },
  {
    name: "git remote",
    sees: ["GH_TOKEN=secret", ...onlyClones, "GIT_TERMINAL_PROMPT=0", "HOME=/home", "HTTPS_PROXY=proxy", "PATH=/bin"],
  },
  { name: "go", sees: ["GOPROXY=off", "GOWORK=off", "HOME=/home", "HTTPS_PROXY=proxy", "PATH=/bin"] },
])("$name gets only the environment variables that it needs", async ({ name, sees }) => {
  const { stdout } = await runTool(scriptFor(name, "/usr/bin/env"), [], { env: caller });
  // A shell sets these variables itself.
  const found = stdout.split("\n").filter((line) => line !== "" && !/^(PWD|OLDPWD|SHLVL|_)=/.test(line));
  expect(found.sort()).toEqual(sees);
});

test("every program has a limit of its time and its output", () => {
  for (const { seconds, mostBytes } of Object.values(allowances)) {
    expect(Number.isInteger(seconds) && seconds > 0).toBe(true);
    expect(mostBytes).toBeLessThanOrEqual(1024 ** 3);
  }
});

describe("a program that does not end", () => {
  test("is terminated with its children after the time limit", async () => {
    const folder = emptyFolder();
    const text = `/bin/sleep 600 & echo $! > ${folder}/pid; echo started; wait`;
    const limits = { seconds: 1, mostBytes: 1000 };
    await expect(run("/bin/sh", ["-c", text], { limits, name: "sleeper" })).rejects.toMatchObject({
      name: "ToolFailure",
      message: "sleeper exceeded the limit of 1 s, and was terminated",
    });
    expect(await isGone(Number(readFileSync(join(folder, "pid"), "utf8")))).toBe(true);
  });

  test("is terminated when it exceeds the limit of its output", async () => {
    await expect(
      run("/bin/sh", ["-c", "while :; do echo y; done"], { limits: { seconds: 60, mostBytes: 1000 } }),
    ).rejects.toMatchObject({
      name: "ToolFailure",
      message: expect.stringContaining("exceeded the limit of 1000 bytes of output"),
    });
  });
});

describe("the restrictions of this system", () => {
  test("a program has no network, not even loopback", async ({ skip }) => {
    if ((await confinement()).withoutNetwork === undefined) skip();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const text = `exec ${process.execPath} -e 'require("net").connect(${port},"127.0.0.1").on("connect",()=>process.exit(0)).on("error",()=>process.exit(9))'`;
    expect((await run("/bin/sh", ["-c", text])).code).toBe(0);
    // Without the memory limit, which is too small for Node.
    const { withoutNetwork = [] } = await confinement();
    const [program = "", ...args] = [...withoutNetwork, "/bin/sh", "-c", text];
    expect((await run(program, args)).code).toBe(9);
    expect((await runTool(scriptFor("kustomize", "/bin/cat /proc/net/dev"), [])).stdout).not.toContain("eth");
    server.close();
  });

  test("a program has a memory limit", async ({ skip }) => {
    if (!(await confinement()).memory) skip();
    const { stdout } = await runTool(scriptFor("kustomize", "ulimit -v"), []);
    expect(stdout).toBe("4194304\n");
  });

  test.each([
    [["unshare"], true, undefined],
    [undefined, true, "no empty network namespace, so on this system"],
    [["unshare"], false, "no memory limit, so on this system"],
    [undefined, false, "no empty network namespace and no memory limit, so on this system"],
  ] as const)(
    "with network restriction %j and memory limit %j, the message contains %j",
    async (withoutNetwork, memory, message) => {
      const reported = describeConfinement({ withoutNetwork, memory });
      if (message === undefined) expect(reported).toBeUndefined();
      else expect(reported).toContain(message);
      expect(await missingConfinement()).toBe(describeConfinement(await confinement()));
    },
  );
});

/** A terminated process exists until its parent reads its exit status. */
async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (!existsSync(`/proc/${pid}`) || /^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}
