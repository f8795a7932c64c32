import { arch, platform } from "node:os";
import { expect, test } from "vitest";
import { emptyFolder, write } from "../testing/sandbox.ts";
import { systemOf } from "../validate/tools.ts";
import { configuredTool } from "./configured-tool.ts";

const sha256 = "0123456789abcdef".repeat(4);
const system = systemOf(platform(), arch()) ?? "linux-amd64";

function repository(tools: string): string {
  const root = emptyFolder();
  write(root, "platform/platform.yaml", `kind: Platform\nspec:\n  tools:${tools}\n`);
  return root;
}

test.each([
  { platform: "linux", arch: "x64", system: "linux-amd64" },
  { platform: "linux", arch: "arm64", system: "linux-arm64" },
  { platform: "darwin", arch: "x64", system: "darwin-amd64" },
  { platform: "darwin", arch: "arm64", system: "darwin-arm64" },
  { platform: "linux", arch: "s390x", system: undefined },
  { platform: "win32", arch: "x64", system: undefined },
])("the system of $platform $arch is $system", ({ platform: name, arch: processor, system: expected }) => {
  expect(systemOf(name, processor)).toBe(expected);
});

test("the entry for this system is returned, with the position of its digest", () => {
  const root = repository(`\n    kustomize:\n      ${system}: { url: https://acme.test/kustomize, sha256: ${sha256} }`);
  const at = `platform/platform.yaml:5:${`      ${system}: { url: https://acme.test/kustomize, sha256: `.length + 1}`;
  expect(configuredTool(root, "kustomize")).toEqual({ url: "https://acme.test/kustomize", sha256, at });
  expect(configuredTool(root, "kubeconform")).toBeUndefined();
});

test("a folder without a platform file, and a platform file without tools, configure nothing", () => {
  expect(configuredTool(emptyFolder(), "kustomize")).toBeUndefined();
  expect(configuredTool(repository(""), "kustomize")).toBeUndefined();
});

test.each([
  { name: "text", tools: " latest" },
  {
    name: "a download over HTTP",
    tools: `\n    kustomize: { ${system}: { url: http://acme.test/x, sha256: ${sha256} } }`,
  },
  { name: "a misspelled tool", tools: `\n    kustomise: { ${system}: { sha256: ${sha256} } }` },
  { name: "invalid YAML", tools: " {" },
])("with $name as tools, no other tool is used", ({ tools }) => {
  expect(() => configuredTool(repository(tools), "kustomize")).toThrow("cannot read spec.tools of ");
});
