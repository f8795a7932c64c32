import { expect, test } from "vitest";
import { findingsInFolder } from "../../testing/rule-pages.ts";
import { gitopsPatchShortens } from "./patch-shortens.ts";

const folder = (rules: string): string => `# churn/kustomization.yaml
resources: [all.yaml]
patches: [{ path: patch.yaml }]
# churn/all.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: r, namespace: churn }
rules: [{ apiGroups: [a] }, { apiGroups: [b] }]
# churn/patch.yaml
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: r, namespace: churn }
rules: ${rules}
`;

test.each([
  { name: "a list of the same length", files: folder("[{ apiGroups: [b] }, { apiGroups: [c] }]"), found: [] },
  {
    name: "a shorter list",
    files: folder("[{ apiGroups: [b] }]"),
    found: ["churn/kustomization.yaml:1:1 a patch shortens rules of Role r from 2 to 1 entry"],
  },
])("$name: found $found", async ({ files, found }) => {
  expect(await findingsInFolder(gitopsPatchShortens, files)).toEqual(found);
});
