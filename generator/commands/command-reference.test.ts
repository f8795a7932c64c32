import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { expect, test } from "vitest";
import { commandReference } from "./command-reference.ts";
import { commands } from "./table.ts";

function tenantry(): Command {
  const program = new Command("tenantry").helpCommand(false);
  for (const add of commands) add(program, async () => {});
  return program;
}

test("the committed reference of commands equals the output of the code (npx --no-install tenantry schema)", () => {
  expect(readFileSync(join(import.meta.dirname, "../docs/commands.md"), "utf8")).toBe(commandReference(tenantry()));
});

test("every command except help has a section with an example", () => {
  const page = commandReference(tenantry());
  const names = tenantry()
    .commands.map((command) => command.name())
    .filter((name) => name !== "help");
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const section = page.split(`\n## ${name}\n`)[1]?.split("\n## ")[0];
    expect(section, name).toContain(`npx --no-install tenantry ${name}`);
  }
});
