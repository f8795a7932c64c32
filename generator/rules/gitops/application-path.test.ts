import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { gitopsApplicationPath } from "./application-path.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "a path without rendered objects",
    yaml: object("Application", "source: { repoURL: 'https://github.com/acme/ml-platform.git', path: clusters/x }"),
    found: ["5:77 invalid path clusters/x: no object of Application a is rendered there"],
  },
  {
    name: "a path of another repository",
    yaml: object("Application", "source: { repoURL: https://h/a, path: x }"),
    found: [],
  },
  {
    name: "sources without a path or chart",
    yaml: object("Application", "sources: [{ repoURL: 'https://h/a', ref: values }, { repoURL: 'https://h/a' }]"),
    found: ["5:60 missing path or chart in a source of Application a"],
  },
  {
    name: "a source that is hydrated",
    yaml: object("Application", "sourceHydrator: { drySource: { repoURL: 'https://h/a', path: x } }"),
    found: [],
  },
  {
    name: "a chart",
    yaml: object("Application", "source: { repoURL: 'https://github.com/acme/ml-platform.git', chart: x }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsApplicationPath, yaml, churnOnProduction())).toEqual(found);
});
