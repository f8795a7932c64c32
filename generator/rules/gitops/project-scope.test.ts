import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsProjectScope } from "./project-scope.ts";

const project = (spec: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: a, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "kinds in their own lists",
    yaml: project(
      "clusterResourceWhitelist: [{ group: '', kind: Namespace }], namespaceResourceWhitelist: [{ group: '', kind: Secret }]",
    ),
    found: [],
  },
  {
    name: "kinds in the wrong lists",
    yaml: project(
      "clusterResourceWhitelist: [{ group: '', kind: Secret }], namespaceResourceWhitelist: [{ group: rbac.authorization.k8s.io, kind: ClusterRole }]",
    ),
    found: [
      "4:55 Secret is namespaced: clusterResourceWhitelist does not allow it",
      "4:137 ClusterRole is cluster-scoped: namespaceResourceWhitelist does not allow it",
    ],
  },
  { name: "patterns", yaml: project("clusterResourceWhitelist: [{ group: '*', kind: '*' }]"), found: [] },
  {
    name: "unknown kinds",
    yaml: project("clusterResourceWhitelist: [{ group: acme.test, kind: Widget }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsProjectScope, yaml)).toEqual(found);
});
