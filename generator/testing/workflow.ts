import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { isMap } from "../validate/merge.ts";
import { tenantry } from "./command-line.ts";

const repository = join(import.meta.dirname, "../..");
const folder = join(repository, ".github/workflows");

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly defaults?: { readonly run: Readonly<Record<"working-directory", string>> };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The expression for the folder that contains the platform's repository. */
export const folderExpression = `\${{ env.FOLDER }}`;

/** The action that every job uses to install the program. */
export const setupAction = readFileSync(join(repository, ".github/actions/setup/action.yaml"), "utf8");

/** The workflows of this repository. */
export const workflows: readonly Workflow[] = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const read: unknown = parse(text);
  if (!isMap(read)) throw new Error(`invalid workflow ${file}: not a map`);
  return { ...(read as unknown as Workflow), file, text };
});

export interface StepResult {
  readonly code: number | null;
  readonly out: string;
  readonly summary: string;
}

/**
 * Runs the lines of a step in the workspace of a job, as a runner does. `npx` sends the command line to this process, which has tenantry
 * loaded already. `gh`, which only gives git a token in a workflow, does nothing.
 */
export async function runStep(
  [file, job, name]: readonly [file: string, job: string, step: string],
  workspace: string,
  temp: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<StepResult> {
  const workflow = workflows.find((candidate) => candidate.file === file);
  const step = workflow?.jobs[job]?.steps.find((candidate) => candidate.name === name);
  const { FOLDER = "." } = workflow?.env ?? {};
  const folder = workflow?.jobs[job]?.defaults?.run["working-directory"] ?? ".";
  if (step?.run === undefined) throw new Error(`unknown step ${name} with run in job ${job} of ${file}`);
  const bin = join(temp, "bin");
  if (!existsSync(bin)) {
    mkdirSync(bin);
    program(join(bin, "npx"), `#!${process.execPath}\n(${askTenantry})(${JSON.stringify(await tenantrySocket())})`);
    program(join(bin, "gh"), "#!/bin/sh\nexit 0\n");
  }
  const summary = join(temp, "summary.md");
  writeFileSync(summary, "");
  const child = spawn("bash", ["--noprofile", "--norc", "-euo", "pipefail", "-c", step.run], {
    cwd: join(workspace, folder.replace(folderExpression, FOLDER)),
    env: {
      ...process.env,
      ...env,
      FOLDER,
      GITHUB_WORKSPACE: workspace,
      PATH: `${bin}${delimiter}${process.env["PATH"]}`,
      RUNNER_TEMP: temp,
      GITHUB_STEP_SUMMARY: summary,
      NO_COLOR: "1",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    out += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, summary: readFileSync(summary, "utf8") };
}

/** A separate program: it sends its command line to this process, and prints the output that it receives. */
const askTenantry = `(socket) => {
  const [option, name, ...argv] = process.argv.slice(2);
  if (option !== "--no-install" || name !== "tenantry") process.exit(127);
  const connection = require("node:net").connect(socket);
  let answer = "";
  connection.on("data", (chunk) => { answer += chunk; });
  connection.on("end", () => {
    const { code, out, err } = JSON.parse(answer);
    process.stderr.write(err);
    process.stdout.write(out);
    process.exitCode = code;
  });
  connection.end(JSON.stringify({ cwd: process.cwd(), argv, env: process.env }));
}`;

let socket: Promise<string> | undefined;

/** The socket on which this process accepts command lines of tenantry, as long as it runs. */
function tenantrySocket(): Promise<string> {
  const path = join(tmpdir(), `tenantry-${process.pid}.sock`);
  socket ??= new Promise((resolve) => {
    const server = createServer({ allowHalfOpen: true }, (caller) => {
      let request = "";
      caller.on("data", (chunk) => {
        request += chunk;
      });
      caller.on("end", async () => {
        const { cwd, argv, env } = JSON.parse(request);
        caller.end(JSON.stringify(await tenantry(cwd, argv, env)));
      });
    });
    server.listen(path, () => resolve(path)).unref();
  });
  return socket;
}

function program(file: string, text: string): void {
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}
