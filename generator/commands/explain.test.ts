import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { catalogue } from "../rules/table.ts";
import { type CommandOutput, findings, tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

const byName = "network/namespace-by-name";

/** Runs outside of any repository, where only codes and fields can be explained. */
async function explained(...argv: readonly string[]): Promise<CommandOutput> {
  const nowhere = mkdtempSync(join(tmpdir(), "tenantry-nowhere-"));
  try {
    return await tenantry(nowhere, ["explain", ...argv]);
  } finally {
    rmSync(nowhere, { recursive: true });
  }
}

describe("a code", () => {
  test.each([...catalogue])("%s is explained from its summary to its waiver", async (code, entry) => {
    const { out } = await explained(code);
    const parts = [code, entry.summary, entry.why, entry.example?.invalid, entry.example?.valid, entry.fix];
    const places = parts
      .filter((part) => part !== undefined)
      .map((part) => out.indexOf(part.trim().split("\n")[0] ?? ""));
    expect(places).not.toContain(-1);
    expect(out.includes(`    ${code}:\n`)).toBe(entry.notWaived === undefined);
    expect(out).toContain(entry.notWaived ?? 'expires: "2027-02-21"');
  });

  test("Markdown has the examples as YAML, and JSON has the page as data", async () => {
    const { out } = await explained(byName, "--output", "markdown");
    expect(out.match(/^```yaml$/gm)).toHaveLength(3);
    const reported = JSON.parse((await explained(byName, "--output", "json")).out);
    expect(reported).toMatchObject({ version: 1, command: "explain", code: byName, ...catalogue.get(byName) });
  });
});

test("without a name, all codes are listed by topic, each with its summary", async () => {
  const { code, out } = await explained();
  expect(code).toBe(0);
  for (const [known, { summary }] of catalogue)
    expect(out.split("\n").some((line) => line.includes(known) && line.includes(summary))).toBe(true);
  expect(out.match(/^seldon$/gm)).toHaveLength(1);
  const reported = JSON.parse((await explained("--output", "json")).out);
  expect(reported.codes).toHaveLength(catalogue.size);
});

test("an add-on is explained with its settings, its Applications and what tenants get", async () => {
  const { out } = await explained("strimzi");
  for (const text of ["shipped with Tenantry", "brokers", "number, default 3", "strimzi-kafka-operator", "KafkaUser"])
    expect(out).toContain(text);
  const reported = JSON.parse((await explained("strimzi", "--output", "json")).out);
  expect(reported).toMatchObject({ addon: "strimzi", settings: { brokers: { type: "number", default: 3 } } });
});

test("an add-on of the repository is explained, and a misspelt one is suggested", async () => {
  const root = sandbox();
  const text = "apiVersion: tenantry.dev/v1alpha1\nkind: Addon\nmetadata: { name: addresses }\n";
  write(root, "platform/addons/addresses.yaml", `${text}spec: { extends: tenantry/metallb }\n`);
  expect((await tenantry(root, ["explain", "addresses"])).out).toContain("pools.<name>.reserved");
  expect((await tenantry(root, ["explain", "adresses"])).err).toContain("Did you mean addresses?");
});

test.each([
  { name: "a misspelt code", asked: "network/namspace-by-name", message: `Did you mean ${byName}?` },
  { name: "a code without its topic", asked: "namespace-by-name", message: `Did you mean ${byName}?` },
  { name: "a code in capitals", asked: "NETWORK/NAMESPACE-BY-NAME", message: `Did you mean ${byName}?` },
  {
    name: "a property of every object",
    asked: "constructor",
    message: "npx --no-install tenantry explain lists all codes",
  },
  {
    name: "a control sequence of a terminal",
    asked: "a/b\u001b[31m\n::error::",
    message: "unknown code a/b\\u001b[31m\\u000a::error::\n",
  },
])("$name is not a code: exit code 2, and a hint", async ({ asked, message }) => {
  const { code, out, err } = await explained(asked);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(message);
});

describe("a field of the input files", () => {
  test.each([
    { asked: ["models.memory"], path: "spec.models.<name>.memory" },
    { asked: ["models.churn.memory"], path: "spec.models.<name>.memory" },
    { asked: ["models", "churn", "memory"], path: "spec.models.<name>.memory" },
    { asked: ["spec.models.<name>.memory"], path: "spec.models.<name>.memory" },
    { asked: ["models.churn"], path: "spec.models" },
    { asked: ["quota.requests.cpu"], path: "spec.quota.requests.cpu" },
    { asked: ["lifecycle"], path: "spec.lifecycle" },
    { asked: ["network.external.bureau.ports.port"], path: "spec.network.external.<name>.ports[].port" },
    { asked: ["metadata"], path: "metadata" },
    { asked: ["seldon.pattern"], path: "spec.seldon.pattern" },
  ])("$asked", async ({ asked, path }) => {
    const { code, out } = await explained(...asked, "--output", "json");
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ command: "explain", field: path })]);
  });

  test("has the type, default, description and example of the reference", async () => {
    const { out } = await explained("models.memory");
    expect(out).toBe(`spec.models.<name>.memory
=========================

Memory that one replica of the model uses on a Server.

  - file: tenants/<name>.yaml
  - type: string or number
  - example: "256Mi"
  - example: "4Gi"
`);
    expect((await explained("lifecycle")).out).toContain('  - default: "active"\n');
    expect((await explained("owner.team")).out).toContain("  - type: string, required\n");
  });

  test.each([
    { asked: "models", below: ["<name>.storageUri", "<name>.requirements", "<name>.memory"] },
    { asked: "network", below: ["needs", "callers", "tenants", "external"] },
  ])("$asked lists the fields below it", async ({ asked, below }) => {
    const { out } = await explained(asked);
    for (const field of below) expect(out).toContain(`\n  ${field} `);
  });

  test.each([
    { asked: ["modles"], message: "Did you mean models?" },
    { asked: ["memory"], message: "Did you mean models.memory, " },
    { asked: ["models.memry"], message: "Did you mean models.memory?" },
  ])("$asked is unknown: $message", async ({ asked, message }) => {
    const { code, err } = await explained(...asked);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });

  test("a tenant takes precedence over a field of the same name, which needs its whole path", async () => {
    const root = sandbox();
    write(root, "tenants/quota.yaml", tenantText("quota"));
    const first = async (...argv: readonly string[]): Promise<string> =>
      (await tenantry(root, ["explain", ...argv])).out.split("\n")[0] ?? "";
    expect(await first("quota")).toBe("Objects of quota");
    expect(await first("spec.quota")).toBe("spec.quota");
    write(root, "tenants/quota.yaml", tenantText("quota", "  modles: {}\n"));
    expect(await first("models")).toBe("spec.models");
    expect(await tenantry(root, ["explain", "quota"])).toMatchObject({ code: 1 });
  });
});

test("the waiver to paste is rejected until it is filled in, and then accepted", async () => {
  const { out } = await explained(byName);
  const pasted = out.slice(out.lastIndexOf("    spec:\n") + "    spec:\n".length).replace(/^ {4}/gm, "");
  const root = sandbox();
  write(root, "tenants/a.yaml", tenantText("a", pasted));
  expect(await findings(root)).toEqual([
    "tenants/a.yaml:9:15 input/placeholder",
    "tenants/a.yaml:10:14 input/placeholder",
  ]);
  write(root, "tenants/a.yaml", tenantText("a", pasted.replace(/<.*>/g, "Team A")));
  expect(await findings(root)).toEqual(["tenants/a.yaml:8:5 waiver/unused"]);
});
