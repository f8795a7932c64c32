import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sampleFolder } from "../init/sample-folder.ts";
import { type CommandOutput, tenantry } from "../testing/command-line.ts";
import { initialised } from "../testing/git.ts";
import { sampleCopy, sandbox } from "../testing/sandbox.ts";

const readme = join(import.meta.dirname, "../../README.md");
const churn = readFileSync(join(sampleFolder, "tenants/churn.yaml"), "utf8");

/** The examples of the README by name: the output of the program in a repository with the sample tenants. */
const examples: Readonly<Record<string, () => Promise<string>>> = {
  tenant: async () => fenced("yaml", churn),
  mistake: async () => {
    const root = sampleCopy();
    writeFileSync(join(root, "tenants/churn.yaml"), churn.replace("template: mlserver", "template: mlsever"));
    const { out } = await run(root, ["check", "--tenant", "churn"]);
    return fenced("text", out.split("\n\n").find((finding) => finding.startsWith("tenants/")) ?? "");
  },
  comment: async () => {
    const root = sampleCopy();
    await run(root, ["build"]);
    initialised(root);
    const changed = churn
      .replace("model/7", "model/8")
      .replace("memory: 64Mi", "memory: 128Mi")
      .replace("calls: [recommendation-engine] }", "calls: [recommendation-engine] }, needs: [mlflow]");
    writeFileSync(join(root, "tenants/churn.yaml"), changed);
    const { out } = await run(root, ["diff", "--output", "markdown"]);
    const [headline = "", , ...blocks] = out.trim().split("\n\n");
    const effects = blocks.findIndex((block) => block.startsWith("| Risk"));
    return [`> **${headline.replace(/^# /, "")}**`, ...(blocks[effects] ?? "").split("\n")]
      .map((line) => (line.startsWith(">") ? `${line}\n>` : `> ${line}`))
      .join("\n");
  },
  lint: async () => {
    const root = sandbox();
    const folder = "generator/examples/phase-11";
    cpSync(join(import.meta.dirname, "../../", folder), join(root, folder), { recursive: true });
    const { out } = await run(root, ["lint", folder]);
    const findings = out.split("\n\n");
    const shown = ["network/selects-no-pod", "network/peer-everyone", "monitoring/monitor-selects-nothing"].map(
      (code) => findings.find((finding) => finding.includes(code)),
    );
    const closing = out.split("\n").find((line) => line.includes("warnings ·"));
    return fenced("text", [...shown, "…", closing].join("\n\n"));
  },
};

/** A README with another title belongs to an adopter of this repository. */
const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
const marked = /<!-- example: (\w+) -->\n[\s\S]*?<!-- end of example -->/g;

test.skipIf(!text.startsWith("# Tenantry\n"))(
  "the examples in the README equal the output of the program (-u writes them)",
  async () => {
    const outputs = new Map<string, string>();
    for (const [name, example] of Object.entries(examples)) outputs.set(name, await example());
    const filled = text.replace(
      marked,
      (_, name: string) => `<!-- example: ${name} -->\n${outputs.get(name)}\n<!-- end of example -->`,
    );
    expect([...text.matchAll(marked)].map(([, name]) => name)).toEqual(Object.keys(examples));
    await expect(filled).toMatchFileSnapshot(readme);
  },
);

function run(root: string, argv: readonly string[]): Promise<CommandOutput> {
  return tenantry(root, argv, { ...process.env, CI: undefined, COLUMNS: "100" });
}

function fenced(language: string, output: string): string {
  return `\`\`\`${language}\n${output.trimEnd()}\n\`\`\``;
}
