import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { readObjects } from "../models/read-object.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { runTool } from "../tools/run-tool.ts";

/** All that kustomize says against a folder, on one line; notices of what is deprecated come before it and are left out. */
export function errorIn(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("# Warning"));
  const message = lines.map((line) => line.trim().replace(/^Error: /, "")).join(" ") || "no reason given";
  // It quotes what a generator was given, and that may be a password.
  return message.replace(/(sources? )\[[^\]]*\]/g, "$1[...]");
}

/** What `kustomize build` makes of a folder somebody else wrote, or what it says against it. */
export async function buildFolder(
  kustomize: Tool,
  folder: string,
): Promise<{ readonly objects: readonly KubernetesObject[] } | { readonly refused: string }> {
  const done = await runTool(kustomize, ["build", folder]);
  if (done.code !== 0) return { refused: errorIn(done.stderr) };
  return { objects: readObjects(done.stdout) };
}
