import { expect, test } from "vitest";
import { findingsIn, findingsInFile } from "../../testing/rules.ts";
import { gitopsProjectUnknown } from "./project-unknown.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "a project of the manifest set",
    yaml: object("AppProject", "destinations: []", "p") + object("Application", "project: p"),
    found: [],
  },
  {
    name: "the default project",
    yaml: object("Application", "project: default"),
    found: ["5:18 invalid project default of Application a: it allows every source, kind and namespace"],
  },
  {
    name: "no project",
    yaml: object("Application", "source: {}"),
    found: ["5:1 invalid project default of Application a: it allows every source, kind and namespace"],
  },
  {
    name: "an unknown project",
    yaml: object("AppProject", "destinations: []", "p") + object("Application", "project: q"),
    found: ["10:18 unknown project q of Application a"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsProjectUnknown, yaml)).toEqual(found);
});

test("in a folder without projects, an unknown project is accepted", () => {
  expect(findingsInFile(gitopsProjectUnknown, object("Application", "project: q"))).toEqual([]);
});
