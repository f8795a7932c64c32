import { printable } from "../text/printable.ts";
import type { Machine } from "./machine.ts";
import { runTool } from "./run-tool.ts";

/** The programs that Tenantry runs in a pinned version. */
export type ToolName = "kustomize" | "kubeconform";

const printVersion: Readonly<Record<ToolName, readonly string[]>> = { kustomize: ["version"], kubeconform: ["-v"] };

/** A program prints its version at once. */
const seconds = 10;

/** The version that a program prints, without a leading v. Undefined if it prints none. It runs isolated, as in a build. */
export async function versionOf(name: ToolName, path: string, machine: Machine): Promise<string | undefined> {
  const done = await runTool({ name, path }, printVersion[name], { env: machine.env, seconds }).catch(() => undefined);
  const [line = ""] = (done?.code === 0 ? done.stdout.trim() : "").split("\n");
  return line === "" ? undefined : withoutV(printable(line.slice(0, 80)));
}

/** Whether a printed version is exactly the pinned one, with or without a leading v. */
export function isVersion(printed: string | undefined, pinned: string): boolean {
  return printed === withoutV(pinned);
}

function withoutV(version: string): string {
  return version.replace(/^v(?=\d)/, "");
}
