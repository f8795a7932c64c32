import { expect, test } from "vitest";
import { foundIn, foundInFile } from "../../testing/rules.ts";
import { gitopsProjectUnknown } from "./project-unknown.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "its own",
    yaml: object("AppProject", "destinations: []", "p") + object("Application", "project: p"),
    found: [],
  },
  {
    name: "the default",
    yaml: object("Application", "project: default"),
    found: ["5:18 a is in the project default, which allows everything"],
  },
  {
    name: "none",
    yaml: object("Application", "source: {}"),
    found: ["5:1 a is in the project default, which allows everything"],
  },
  {
    name: "one that is not there",
    yaml: object("AppProject", "destinations: []", "p") + object("Application", "project: q"),
    found: ["10:18 there is no project q"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsProjectUnknown, yaml)).toEqual(found);
});

test("Applications alone, in a folder: the rest may be on the cluster", () => {
  expect(foundInFile(gitopsProjectUnknown, object("Application", "project: q"))).toEqual([]);
});
