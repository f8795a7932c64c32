import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { gitopsProjectScope } from "./project-scope.ts";

const project = (spec: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: a, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "each in its list",
    yaml: project(
      "clusterResourceWhitelist: [{ group: '', kind: Namespace }], namespaceResourceWhitelist: [{ group: '', kind: Secret }]",
    ),
    found: [],
  },
  {
    name: "each in the other",
    yaml: project(
      "clusterResourceWhitelist: [{ group: '', kind: Secret }], namespaceResourceWhitelist: [{ group: rbac.authorization.k8s.io, kind: ClusterRole }]",
    ),
    found: [
      "4:55 Secret lies in a namespace: clusterResourceWhitelist does not let it through",
      "4:137 ClusterRole lies in no namespace: namespaceResourceWhitelist does not let it through",
    ],
  },
  { name: "patterns", yaml: project("clusterResourceWhitelist: [{ group: '*', kind: '*' }]"), found: [] },
  {
    name: "kinds that nobody here knows",
    yaml: project("clusterResourceWhitelist: [{ group: acme.test, kind: Widget }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(gitopsProjectScope, yaml)).toEqual(found);
});
