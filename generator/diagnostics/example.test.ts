import { expect, test } from "vitest";
import { replaced, validExample } from "./example.ts";

const wrong = "limits: { cpu: 16, memory: 8Gi }\nrequests: { cpu: 8 }\n";

test("a fix puts the new text in the place of the old one", () => {
  expect(validExample({ invalid: wrong, valid: replaced("cpu: 16", "cpu: 8") })).toBe(
    "limits: { cpu: 8, memory: 8Gi }\nrequests: { cpu: 8 }\n",
  );
});

test("a right input that is given in full stays as it is", () => {
  expect(validExample({ invalid: wrong, valid: "requests: { cpu: 4 }\n" })).toBe("requests: { cpu: 4 }\n");
});

test.each([
  ["missing", "cpu: 32"],
  ["ambiguous", "cpu: "],
])("a fix of text that is %s throws", (_, from) => {
  expect(() => validExample({ invalid: wrong, valid: replaced(from, "") })).toThrow(JSON.stringify(from));
});
