import { existsSync } from "node:fs";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { platformFile } from "../load/input-files.ts";
import { locate } from "../load/locate.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { readText } from "../load/read-text.ts";
import type { ToolSource } from "../tools/download-tool.ts";
import type { ToolName } from "../tools/tool-version.ts";
import { valueAt } from "../validate/merge.ts";
import { systemOf, Tools } from "../validate/tools.ts";

/**
 * The source of a tool for this system, from a repository's platform file. Undefined if the file does not exist, or has none.
 * @throws ToolFailure if the file or its field `tools` is invalid: another source of the tool could then be the wrong one.
 */
export function configuredTool(root: string, name: ToolName): ToolSource | undefined {
  const system = systemOf(platform(), arch());
  if (system === undefined || !existsSync(join(root, platformFile))) return undefined;
  const read = readText(root, platformFile);
  const parsed = read.ok ? parseYaml(read.value) : read;
  const tools = parsed.ok ? Tools.safeParse(valueAt(parsed.value.value, ["spec", "tools"]) ?? {}) : undefined;
  if (!parsed.ok || tools?.success !== true)
    throw new ToolFailure(
      `cannot read spec.tools of ${join(root, platformFile)}`,
      "Run npx --no-install tenantry check, and fix the findings in this file.",
    );
  const found = tools.data[name][system];
  if (found === undefined) return undefined;
  const { file, line, column } = locate(parsed.value.source, ["spec", "tools", name, system, "sha256"]);
  return { ...found, at: `${file}:${line}:${column}` };
}
