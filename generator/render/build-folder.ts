import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { readObjects } from "../models/read-object.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { runTool } from "../tools/run-tool.ts";

/** The complete error message of kustomize on one line, without the deprecation warnings before it. */
export function errorIn(stderr: string): string {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("# Warning"));
  const message = lines.map((line) => line.trim().replace(/^Error: /, "")).join(" ") || "no reason given";
  // kustomize quotes the input of a generator, which can contain a password.
  return message.replace(/(sources? )\[[^\]]*\]/g, "$1[...]");
}

/** The objects that `kustomize build` gives for a hand-written folder, or its error message. */
export async function buildFolder(
  kustomize: Tool,
  folder: string,
): Promise<{ readonly objects: readonly KubernetesObject[] } | { readonly refused: string }> {
  const done = await runTool(kustomize, ["build", folder]);
  if (done.code !== 0) return { refused: errorIn(done.stderr) };
  return { objects: readObjects(done.stdout) };
}
