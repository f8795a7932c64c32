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
      "4:55 invalid kind Secret in clusterResourceWhitelist of project a: the kind is namespaced",
      "4:137 invalid kind ClusterRole in namespaceResourceWhitelist of project a: the kind is cluster-scoped",
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
