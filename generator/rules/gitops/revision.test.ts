import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsRevision } from "./revision.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "a full branch name",
    yaml: object("Application", "source: { path: x, targetRevision: refs/heads/main }"),
    found: [],
  },
  {
    name: "a commit",
    yaml: object("Application", "source: { path: x, targetRevision: 0123456789abcdef0123456789abcdef01234567 }"),
    found: [],
  },
  {
    name: "a short branch name",
    yaml: object("Application", "source: { path: x, targetRevision: main }"),
    found: ["5:44 ambiguous revision main of Application a: it can be a branch or a tag"],
  },
  {
    name: "no revision",
    yaml: object("Application", "sources: [{ path: x }]"),
    found: ["5:19 ambiguous revision HEAD of Application a: the default branch can change"],
  },
  {
    name: "an exact version of a chart",
    yaml: object("Application", "source: { chart: c, targetRevision: 1.2.3 }"),
    found: [],
  },
  {
    name: "a version range of a chart",
    yaml: object("Application", "source: { chart: c, targetRevision: 1.2.* }"),
    found: ["5:45 inexact version 1.2.* of chart c in Application a"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsRevision, yaml)).toEqual(found);
});
