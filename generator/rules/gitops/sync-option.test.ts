import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { gitopsSyncOption } from "./sync-option.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;
const annotated = (annotations: string): string => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: churn, annotations: { ${annotations} } }
`;

test.each([
  {
    name: "known",
    yaml: object(
      "Application",
      "syncPolicy: { syncOptions: [ServerSideApply=true, PrunePropagationPolicy=background] }",
    ),
    found: [],
  },
  {
    name: "unknown",
    yaml: object("Application", "syncPolicy: { syncOptions: [ServerSideApplied=true] }"),
    found: ["5:37 Argo CD knows no sync option ServerSideApplied=true"],
  },
  {
    name: "several on an object",
    yaml: annotated("argocd.argoproj.io/sync-options: 'Prune=false, Delete=no'"),
    found: ["4:88 Argo CD knows no sync option Delete=no"],
  },
  {
    name: "a misspelt annotation",
    yaml: annotated("argocd.argoproj.io/syncwave: '1'"),
    found: ["4:55 Argo CD knows no annotation syncwave"],
  },
  {
    name: "no number",
    yaml: annotated("argocd.argoproj.io/sync-wave: first"),
    found: ["4:85 first is no wave, and counts as 0"],
  },
  { name: "somebody else's", yaml: annotated("acme.test/x: y"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsSyncOption, yaml)).toEqual(found);
});
