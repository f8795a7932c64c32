import type { KubernetesObject } from "../models/kubernetes-object.ts";
import type { Tool } from "../tools/provide-tool.ts";
import { runTool } from "../tools/run-tool.ts";
import { parseKustomize } from "./parse-kustomize.ts";

/** What `kustomize build` makes of a folder somebody else wrote, or what it says against it. */
export async function buildFolder(
  kustomize: Tool,
  folder: string,
): Promise<{ readonly objects: readonly KubernetesObject[] } | { readonly refused: string }> {
  const done = await runTool(kustomize, ["build", folder]);
  if (done.code !== 0) return { refused: done.stderr.trim().split("\n")[0] ?? "no reason given" };
  return { objects: parseKustomize(done.stdout) };
}
