import { describe, expect, test } from "vitest";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { churnOnProduction, foundIn, manifestSetOf } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkNamespaceUnknown } from "./namespace-unknown.ts";

const policy = (selector: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: {}
  egress:
    - to: [{ namespaceSelector: ${selector} }]
`;
const named = (...names: readonly string[]): string =>
  `{ matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [${names.join(", ")}] }] }`;
const declared = (name: string, labels = "{}"): string =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: ${labels} }\n`;

describe("where every namespace is known", () => {
  test.each([
    {
      name: "one of the platform's",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: mlflow } }"),
      found: [],
    },
    {
      name: "one that it only names",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: ingress-nginx } }"),
      found: [],
    },
    { name: "every one", yaml: policy("{}"), found: [] },
    {
      name: "all but one",
      yaml: policy("{ matchExpressions: [{ key: a, operator: NotIn, values: [b] }] }"),
      found: [],
    },
    { name: "by a label of tenants", yaml: policy("{ matchLabels: { tenantry.dev/tenant: churn } }"), found: [] },
    {
      name: "one that there is not",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: mlfow } }"),
      found: ["7:79 there is no namespace mlfow"],
    },
    {
      name: "two, one of which there is not",
      yaml: policy(named("mlflow", "minoi")),
      found: ["7:121 there is no namespace minoi"],
    },
    {
      name: "a label that nobody has",
      yaml: policy("{ matchLabels: { app: mlflow } }"),
      found: ["7:14 mlflow does not have these labels"],
    },
    {
      name: "a label that has other values",
      yaml: policy("{ matchLabels: { tenantry.dev/tenant: chur } }"),
      found: ["7:14 no namespace here has these labels"],
    },
    {
      name: "one that is there, with a label that it has not",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: mlflow, a: b } }"),
      found: ["7:14 mlflow does not have these labels"],
    },
    { name: "by name, which another rule says", yaml: policy("{ matchLabels: { name: mlflow } }"), found: [] },
    {
      name: "by name, where some have that label",
      yaml: policy("{ matchLabels: { name: mlflow } }") + declared("other", "{ name: other }"),
      found: ["7:14 mlflow does not have these labels"],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(foundIn(networkNamespaceUnknown, yaml, churnOnProduction())).toEqual(found);
  });

  test("says which would", () => {
    const manifestSet = (selector: string): ManifestSet => manifestSetOf(policy(selector), churnOnProduction());
    const hint = (selector: string): string | undefined =>
      manifestSetFindings(manifestSet(selector), [networkNamespaceUnknown])[0]?.diagnostic.hint;
    expect(hint("{ matchLabels: { kubernetes.io/metadata.name: mlfow } }")).toBe("Did you mean mlflow?");
    expect(hint("{ matchLabels: { app: mlflow } }")).toContain("kubernetes.io/metadata.name: mlflow selects it");
    expect(hint("{ matchLabels: { tenantry.dev/tenant: chur } }")).toContain("Did you mean churn?");
    expect(hint("{ matchLabels: { app: mlfow } }")).toBe("Did you mean kubernetes.io/metadata.name: mlflow?");
  });
});

describe("in a folder of others", () => {
  const byLabel = policy("{ matchLabels: { app: mlflow } }");
  test.each([
    { name: "nothing is known without a Namespace", yaml: byLabel, found: [] },
    { name: "another one may have the label", yaml: byLabel + declared("churn"), found: [] },
    {
      name: "the one that is meant has not",
      yaml: byLabel + declared("mlflow"),
      found: ["7:14 mlflow does not have these labels"],
    },
    { name: "the one that is meant has", yaml: byLabel + declared("mlflow", "{ app: mlflow }"), found: [] },
    {
      name: "one that is declared elsewhere",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: kube-system } }") + declared("churn"),
      found: [],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(foundIn(networkNamespaceUnknown, yaml)).toEqual(found);
  });
});
