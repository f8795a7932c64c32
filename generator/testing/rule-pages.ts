import { lintFolder } from "../lint/lint-folder.ts";
import type { CheckRule } from "../rules/rule.ts";
import { provideTool } from "../tools/provide-tool.ts";
import {
  churnOnProduction,
  findingsAmong,
  findingsBetween,
  findingsInManifests,
  inventoryWith,
  manifestSetOf,
  messagesOf,
} from "./rules.ts";
import { emptyFolder, write } from "./sandbox.ts";

/**
 * The findings of a rule in a folder of files, each below a line `# <path>`, for a cluster with the tenant churn:
 * "file:line:column message". Kustomize builds the kustomizations among them.
 */
export async function findingsInFolder(rule: CheckRule, example: string): Promise<readonly string[]> {
  const root = emptyFolder();
  const [, ...parts] = example.split(/^# (\S+[.]yaml)\n/m);
  for (const [index, text] of parts.entries()) if (index % 2 === 1) write(root, parts[index - 1] ?? "", text);
  const kustomize = () => provideTool("kustomize", { env: process.env, log: () => undefined });
  const { platform, cluster, namespaces } = churnOnProduction();
  if (platform === undefined || cluster === undefined) throw new Error("missing platform or cluster");
  const { diagnostics } = await lintFolder(root, ".", { platform, cluster, namespaces }, kustomize);
  return diagnostics
    .filter(({ code }) => code === rule.code)
    .map((diagnostic) => `${diagnostic.at.file}:${messagesOf(diagnostic)}`);
}

/** The findings of a rule in an example of its docs: objects, files, a tenant's spec, or that spec before and after. */
export async function findingsInExample(rule: CheckRule, example: string): Promise<readonly string[]> {
  if (/^\n?# \S+[.]yaml\n/.test(example)) return findingsInFolder(rule, example);
  if (rule.over === "inventory") return findingsAmong(rule, inventoryWith(example));
  if (rule.over === "change") {
    const [before = "", after = ""] = example.split(/^---\n/m);
    return findingsBetween(rule, inventoryWith(before), inventoryWith(after));
  }
  return findingsInManifests(rule, manifestSetOf(example, churnOnProduction("", rule.docs.pattern)));
}
