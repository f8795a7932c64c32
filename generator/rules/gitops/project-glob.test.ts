import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsProjectGlob } from "./project-glob.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "exact names",
    yaml: object(
      "AppProject",
      "destinations: [{ server: s, namespace: n }], sourceRepos: [r], namespaceResourceWhitelist: [{ group: g, kind: k }]",
    ),
    found: [],
  },
  {
    name: "a pattern in each field",
    yaml: object(
      "AppProject",
      "destinations: [{ server: '*', namespace: 'n*' }], sourceRepos: ['*'], clusterResourceWhitelist: [{ group: '*', kind: k }]",
    ),
    found: [
      "5:34 invalid pattern * in project a: a name is required",
      "5:50 invalid pattern n* in project a: a name is required",
      "5:73 invalid pattern * in project a: a name is required",
      "5:115 invalid pattern * in project a: a name is required",
    ],
  },
  {
    name: "a denial by pattern",
    yaml: object("AppProject", "destinations: [{ server: s, namespace: '!kube-*' }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsProjectGlob, yaml)).toEqual(found);
});
