import { expect, test } from "vitest";
import { foundInFolder } from "../../testing/rule-pages.ts";
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
  { name: "as long", files: folder("[{ apiGroups: [b] }, { apiGroups: [c] }]"), found: [] },
  {
    name: "shorter",
    files: folder("[{ apiGroups: [b] }]"),
    found: ["churn/kustomization.yaml:1:1 a patch leaves 1 of 2 entries of rules in Role r"],
  },
])("$name: found $found", async ({ files, found }) => {
  expect(await foundInFolder(gitopsPatchShortens, files)).toEqual(found);
});
