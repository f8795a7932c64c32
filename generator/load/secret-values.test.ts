import { expect, test } from "vitest";
import { locateOffset } from "./locate.ts";
import { secretLines } from "./secret-values.ts";

test.each([
  ["password: hunter2hunter2", true],
  ["  - { name: DB_PASSWORD, value: hunter2hunter2 }", true],
  ["AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI", true],
  ["  apiToken: 9f86d081884c7d65", true],
  ["  url: https://me:hunter2@host/", true],
  ["  secret: artifacts-minio", false],
  ["  secretName: artifacts-minio", false],
  ["  secretKey: password", false],
  ["automountServiceAccountToken: false", false],
  ["  password: |", false],
  ["  tokenPath: /var/run/token", false],
  ["storageUri: s3://churn/models", false],
])("$0: secret $1", (line, secret) => {
  expect(secretLines([line])).toEqual([secret]);
});

test("an environment variable over two lines is secret by its name", () => {
  expect(secretLines(["- name: DB_PASSWORD", "  value: hunter2hunter2", "- name: MODE", "  value: debug"])).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

test("an excerpt hides a secret above its line and in its line", () => {
  const text = "a: 1\npassword: hunter2\nb: 2\n";
  const source = { file: "a.yaml", text };
  expect(locateOffset(source, text.indexOf("b:"), 1).excerpt).toEqual([
    "a: 1",
    "# not shown: this value looks like a secret",
    "b: 2",
  ]);
  expect(locateOffset(source, text.indexOf("password"), 1).excerpt).toEqual([]);
});
