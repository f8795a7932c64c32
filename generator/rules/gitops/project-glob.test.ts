import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { gitopsProjectGlob } from "./project-glob.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "names",
    yaml: object(
      "AppProject",
      "destinations: [{ server: s, namespace: n }], sourceRepos: [r], namespaceResourceWhitelist: [{ group: g, kind: k }]",
    ),
    found: [],
  },
  {
    name: "a star of each",
    yaml: object(
      "AppProject",
      "destinations: [{ server: '*', namespace: 'n*' }], sourceRepos: ['*'], clusterResourceWhitelist: [{ group: '*', kind: k }]",
    ),
    found: [
      "5:34 a allows whatever is like *",
      "5:50 a allows whatever is like n*",
      "5:73 a allows whatever is like *",
      "5:115 a allows whatever is like *",
    ],
  },
  {
    name: "what is denied by a pattern",
    yaml: object("AppProject", "destinations: [{ server: s, namespace: '!kube-*' }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsProjectGlob, yaml)).toEqual(found);
});
