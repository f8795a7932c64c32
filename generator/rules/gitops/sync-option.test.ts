import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
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
    name: "known options",
    yaml: object(
      "Application",
      "syncPolicy: { syncOptions: [ServerSideApply=true, PrunePropagationPolicy=background] }",
    ),
    found: [],
  },
  {
    name: "an unknown option",
    yaml: object("Application", "syncPolicy: { syncOptions: [ServerSideApplied=true] }"),
    found: ["5:37 unknown sync option ServerSideApplied=true"],
  },
  {
    name: "an unknown option in an annotation",
    yaml: annotated("argocd.argoproj.io/sync-options: 'Prune=false, Delete=no'"),
    found: ["4:88 unknown sync option Delete=no"],
  },
  {
    name: "a misspelled annotation",
    yaml: annotated("argocd.argoproj.io/syncwave: '1'"),
    found: ["4:55 unknown Argo CD annotation syncwave"],
  },
  {
    name: "a wave that is not a number",
    yaml: annotated("argocd.argoproj.io/sync-wave: first"),
    found: ["4:85 invalid sync wave first: Argo CD uses 0"],
  },
  { name: "an annotation of another program", yaml: annotated("acme.test/x: y"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsSyncOption, yaml)).toEqual(found);
});
