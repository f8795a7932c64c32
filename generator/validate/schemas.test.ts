import { expect, test } from "vitest";
import { ModuleName } from "./schemas.ts";

test.each([
  ["github.com/cert-manager/cert-manager", true],
  ["sigs.k8s.io/gateway-api", true],
  ["gopkg.in/yaml.v3", true],
  ["example.com/a/../../b", false],
  ["example.com/./a", false],
  ["example.com/a.", false],
  ["../example.com", false],
  ["example..com/a", false],
  ["example.com//a", false],
  ["kubernetes", false],
])("the module path %s: valid is %s", (path, valid) => {
  expect(ModuleName.safeParse(path).success).toBe(valid);
});
