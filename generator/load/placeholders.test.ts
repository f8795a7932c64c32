import { expect, test } from "vitest";
import { placeholderIn } from "./placeholders.ts";

test.each([
  ["s3://<bucket>/models", "<bucket>"],
  ["your-team", "your-team"],
  ["s3://your_bucket/x", "your_bucket"],
  ["changeme", "changeme"],
  ["REPLACE-ME", "REPLACE-ME"],
  ["TODO", "TODO"],
  ["xxxx", "xxxx"],
  ["https://example.com/model", "/example.com"],
  ["team@example.org", "@example.org"],
  ["models.example.net:443", ".example.net"],
])("%s contains a placeholder", (text, found) => {
  expect(placeholderIn(text)).toBe(found);
});

test.each([
  "s3://fraud-detection/baseline/3",
  "notexample.company.test",
  "acme.example.community",
  "All todos are done",
  "yours, not mine",
  "a <= b, c > d",
  "Exchange-memory",
])("%s contains no placeholder", (text) => {
  expect(placeholderIn(text)).toBeUndefined();
});
