import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { isMap } from "../validate/merge.ts";

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
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly text: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The workflows of this repository. */
export const workflows: readonly Workflow[] = readdirSync(folder).map((file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const read: unknown = parse(text);
  if (!isMap(read)) throw new Error(`${file} is no workflow`);
  return { ...(read as unknown as Workflow), file, text };
});

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly summary: string;
}

/**
 * Runs a step's own lines as a runner does, in a checkout: npx finds this repository's tenantry, and gh, which only gives
 * git a token there, does nothing.
 */
export async function runStep(
  [file, job, name]: readonly [file: string, job: string, step: string],
  cwd: string,
  temp: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<Ran> {
  const step = workflows.find((one) => one.file === file)?.jobs[job]?.steps.find((one) => one.name === name);
  if (step?.run === undefined) throw new Error(`${file} has no step ${name} in ${job} that runs anything`);
  const bin = join(temp, "bin");
  if (!existsSync(bin)) {
    mkdirSync(bin);
    const cli = `exec ${JSON.stringify(process.execPath)} ${JSON.stringify(join(repository, "generator/cli.ts"))}`;
    program(join(bin, "npx"), `[ "$1 $2" = "--no-install tenantry" ] || exit 127\nshift 2\n${cli} "$@"`);
    program(join(bin, "gh"), "exit 0");
  }
  const summary = join(temp, "summary.md");
  writeFileSync(summary, "");
  const child = spawn("bash", ["--noprofile", "--norc", "-euo", "pipefail", "-c", step.run], {
    cwd,
    env: {
      ...process.env,
      ...env,
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

function program(file: string, text: string): void {
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
}
