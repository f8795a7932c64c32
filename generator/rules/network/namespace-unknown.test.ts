import { describe, expect, test } from "vitest";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { churnOnProduction, findingsIn, manifestSetOf } from "../../testing/rules.ts";
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

describe("where all namespaces are known", () => {
  test.each([
    {
      name: "a namespace that the platform declares",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: mlflow } }"),
      found: [],
    },
    {
      name: "a namespace that the platform only names",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: ingress-nginx } }"),
      found: [],
    },
    { name: "every namespace", yaml: policy("{}"), found: [] },
    {
      name: "every namespace except one",
      yaml: policy("{ matchExpressions: [{ key: a, operator: NotIn, values: [b] }] }"),
      found: [],
    },
    { name: "a label of tenants", yaml: policy("{ matchLabels: { tenantry.dev/tenant: churn } }"), found: [] },
    {
      name: "an unknown namespace",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: mlfow } }"),
      found: ["7:79 unknown namespace mlfow"],
    },
    {
      name: "a known and an unknown namespace",
      yaml: policy(named("mlflow", "minoi")),
      found: ["7:121 unknown namespace minoi"],
    },
    {
      name: "a label that no namespace has",
      yaml: policy("{ matchLabels: { app: mlflow } }"),
      found: ["7:14 invalid namespaceSelector: namespace mlflow does not have these labels"],
    },
    {
      name: "a label that has other values",
      yaml: policy("{ matchLabels: { tenantry.dev/tenant: chur } }"),
      found: ["7:14 invalid namespaceSelector: no declared namespace has these labels"],
    },
    {
      name: "a known namespace with a label that it lacks",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: mlflow, a: b } }"),
      found: ["7:14 invalid namespaceSelector: namespace mlflow does not have these labels"],
    },
    {
      name: "the label name, which another rule reports",
      yaml: policy("{ matchLabels: { name: mlflow } }"),
      found: [],
    },
    {
      name: "the label name, where some namespaces have it",
      yaml: policy("{ matchLabels: { name: mlflow } }") + declared("other", "{ name: other }"),
      found: ["7:14 invalid namespaceSelector: namespace mlflow does not have these labels"],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(findingsIn(networkNamespaceUnknown, yaml, churnOnProduction())).toEqual(found);
  });

  test("the hint names the namespace or label that is meant", () => {
    const manifestSet = (selector: string): ManifestSet => manifestSetOf(policy(selector), churnOnProduction());
    const hint = (selector: string): string | undefined =>
      manifestSetFindings(manifestSet(selector), [networkNamespaceUnknown])[0]?.diagnostic.hint;
    expect(hint("{ matchLabels: { kubernetes.io/metadata.name: mlfow } }")).toBe("Did you mean mlflow?");
    expect(hint("{ matchLabels: { app: mlflow } }")).toContain("Use kubernetes.io/metadata.name: mlflow.");
    expect(hint("{ matchLabels: { tenantry.dev/tenant: chur } }")).toContain("Did you mean churn?");
    expect(hint("{ matchLabels: { app: mlfow } }")).toBe("Did you mean kubernetes.io/metadata.name: mlflow?");
  });
});

describe("in a hand-written folder", () => {
  const byLabel = policy("{ matchLabels: { app: mlflow } }");
  test.each([
    { name: "a folder without Namespaces", yaml: byLabel, found: [] },
    { name: "a label that another namespace may have", yaml: byLabel + declared("churn"), found: [] },
    {
      name: "a label that the meant namespace lacks",
      yaml: byLabel + declared("mlflow"),
      found: ["7:14 invalid namespaceSelector: namespace mlflow does not have these labels"],
    },
    { name: "a label that the meant namespace has", yaml: byLabel + declared("mlflow", "{ app: mlflow }"), found: [] },
    {
      name: "a namespace that is declared elsewhere",
      yaml: policy("{ matchLabels: { kubernetes.io/metadata.name: kube-system } }") + declared("churn"),
      found: [],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(findingsIn(networkNamespaceUnknown, yaml)).toEqual(found);
  });
});
