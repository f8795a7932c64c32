import { expect, test } from "vitest";
import { findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { secretsValueInConfig } from "./value-in-config.ts";

const map = (data: string): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn }
data: { ${data} }
`;
const server = (more: string): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: s, namespace: churn }
spec: { podSpec: { containers: [{ name: mlserver, ${more} }] } }
`;
const key = ["AKIA", "ABCDEFGHIJKLMNOP"].join("");

test.each([
  { name: "plain settings", yaml: map("host: feature-store, password-file: /etc/p, token-ttl: 5m"), found: [] },
  {
    name: "a key of a cloud",
    yaml: map(`settings.ini: "id = ${key}"`),
    found: ["4:23 invalid settings.ini of ConfigMap settings: it looks like the value of a secret"],
  },
  {
    name: "a password",
    yaml: map("db.password: hunter2"),
    found: ["4:22 invalid db.password of ConfigMap settings: it looks like the value of a secret"],
  },
  {
    name: "a secret far down in a long text",
    yaml: map(`log: "${"all is well. ".repeat(500)}${key}"`),
    found: ["4:14 invalid log of ConfigMap settings: it looks like the value of a secret"],
  },
  {
    name: "a secret in the environment of a Server",
    yaml: server("env: [{ name: MINIO_SECRET_KEY, value: hunter2 }]"),
    found: ["4:90 invalid MINIO_SECRET_KEY of container mlserver: it looks like the value of a secret"],
  },
  {
    name: "a secret in the arguments of a Server",
    yaml: server('args: ["--store", "https://user:hunter2@minio"]'),
    found: ["4:69 invalid argument of container mlserver: it looks like the value of a secret"],
  },
  {
    name: "a reference, a path, a switch and the name of a secret",
    yaml: server(
      'env: [{ name: API_KEY, value: "$(KEY)" }, { name: PRIVATE_KEY, value: /etc/key }, { name: ALLOW_EMPTY_PASSWORD, value: "yes" }, { name: TLS_SECRET_NAME, value: tls }]',
    ),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsValueInConfig, yaml)).toEqual(found);
});

test("the finding contains neither the value nor its line", () => {
  const [finding] = manifestSetFindings(manifestSetOf(map("password: hunter2")), [secretsValueInConfig]);
  expect(JSON.stringify(finding?.diagnostic)).not.toContain("hunter2");
});

test("a text that is built to slow the search down is searched quickly", () => {
  const slow = ["a.".repeat(100_000), "-eyJ".repeat(50_000)].map((text, index) => `k${index}: "${text}"`).join(", ");
  expect(findingsIn(secretsValueInConfig, map(slow))).toEqual([]);
});
