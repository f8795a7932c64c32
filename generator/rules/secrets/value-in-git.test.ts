import { expect, test } from "vitest";
import { findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { secretsValueInGit } from "./value-in-git.ts";

const secret = (rest: string, labels = ""): string => `
apiVersion: v1
kind: Secret
metadata: { name: s, namespace: churn${labels === "" ? "" : `, labels: { ${labels} }`} }
${rest}
`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const remote = "type: google cloud storage\nname: gs\nparameters:\n  anonymous: true\n";

test.each([
  {
    name: "a plain value",
    yaml: secret("stringData: { password: hunter2 }"),
    found: ["4:15 invalid Secret s: it contains the value of password"],
  },
  {
    name: "two encoded values among three keys",
    yaml: secret(`data: { user: ${base64("a")}, empty: "", password: ${base64("hunter2")} }`),
    found: ["4:9 invalid Secret s: it contains the values of user, password"],
  },
  { name: "no value at all", yaml: secret("type: kubernetes.io/service-account-token"), found: [] },
  { name: "Seldon's public remote", yaml: secret(`data: { gs: ${base64(remote)} }`), found: [] },
  {
    name: "Seldon's public remote on one line",
    yaml: secret(`stringData: { gs: '{"type": "gcs", "parameters": {"anonymous": true}}' }`),
    found: [],
  },
  {
    name: "a public remote with credentials",
    yaml: secret(`data: { gs: ${base64(`${remote}  service_account_credentials: x`)} }`),
    found: ["4:9 invalid Secret s: it contains the value of gs"],
  },
  {
    name: "a placeholder",
    yaml: secret(`stringData: { a: "<password>", b: "\${DB_PASSWORD}", c: "{{ .password }}" }`),
    found: [],
  },
  {
    name: "an encrypted value",
    yaml: secret('data: { a: "ENC[AES256_GCM,data:x]" }\nsops: { version: 3.9.0 }'),
    found: [],
  },
  {
    name: "a repository that is declared for Argo CD",
    yaml: secret(
      "stringData: { type: git, url: https://git.acme.test/a.git }",
      "argocd.argoproj.io/secret-type: repository",
    ),
    found: [],
  },
  {
    name: "the password of that repository",
    yaml: secret("stringData: { type: git, password: hunter2 }", "argocd.argoproj.io/secret-type: repository"),
    found: ["4:26 invalid Secret s: it contains the value of password"],
  },
  {
    name: "registries without credentials",
    yaml: secret(
      `type: kubernetes.io/dockerconfigjson\nstringData: { .dockerconfigjson: '{"auths": {"a.test": {}}}' }`,
    ),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(secretsValueInGit, yaml)).toEqual(found);
});

test("the finding contains neither the value nor its line", () => {
  const [finding] = manifestSetFindings(manifestSetOf(secret("stringData: { password: hunter2 }")), [
    secretsValueInGit,
  ]);
  expect(finding?.diagnostic.at.excerpt).toEqual([]);
  expect(JSON.stringify(finding?.diagnostic)).not.toContain("hunter2");
});
