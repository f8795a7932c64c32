import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { gitopsApplicationPath } from "./application-path.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "nothing is rendered there",
    yaml: object("Application", "source: { repoURL: 'https://github.com/acme/ml-platform.git', path: clusters/x }"),
    found: ["5:77 nothing of a is rendered to clusters/x"],
  },
  { name: "another repository", yaml: object("Application", "source: { repoURL: https://h/a, path: x }"), found: [] },
  {
    name: "neither path nor chart",
    yaml: object("Application", "sources: [{ repoURL: 'https://h/a', ref: values }, { repoURL: 'https://h/a' }]"),
    found: ["5:60 a source of a names neither a path nor a chart"],
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
  expect(foundIn(gitopsApplicationPath, yaml, churnOnProduction())).toEqual(found);
});
