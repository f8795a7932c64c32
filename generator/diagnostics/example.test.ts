import { expect, test } from "vitest";
import { replaced, validExample } from "./example.ts";

const wrong = "limits: { cpu: 16, memory: 8Gi }\nrequests: { cpu: 8 }\n";

test("a fix replaces the old text with the new one", () => {
  expect(validExample({ invalid: wrong, valid: replaced("cpu: 16", "cpu: 8") })).toBe(
    "limits: { cpu: 8, memory: 8Gi }\nrequests: { cpu: 8 }\n",
  );
});

test("a valid input that is given in full is returned unchanged", () => {
  expect(validExample({ invalid: wrong, valid: "requests: { cpu: 4 }\n" })).toBe("requests: { cpu: 4 }\n");
});

test.each([
  ["missing", "cpu: 32"],
  ["ambiguous", "cpu: "],
])("a fix throws if the text to replace is %s", (_, from) => {
  expect(() => validExample({ invalid: wrong, valid: replaced(from, "") })).toThrow(JSON.stringify(from));
});
