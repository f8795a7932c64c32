import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { accessRoleUnknown } from "./role-unknown.ts";

const context = churnOnProduction();
const binding = (kind: string, role: string, namespace = "churn"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: b, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${role} }
subjects: [{ kind: Group, name: team }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: deployer, namespace: churn }
rules: []
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: scraper }
rules: []
`;
const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
`;

test.each([
  { name: "a Role of the namespace", yaml: binding("Role", "deployer"), found: [] },
  {
    name: "a Role of another namespace",
    yaml: binding("Role", "deployer", "notebooks"),
    found: [],
  },
  {
    name: "an unknown Role in a tenant's namespace",
    yaml: binding("Role", "training"),
    found: ["4:67 unknown Role training in churn"],
  },
  { name: "a misspelt Role", yaml: binding("Role", "deploier"), found: ["4:67 unknown Role deploier in churn"] },
  {
    name: "a ClusterRole with kind Role",
    yaml: binding("Role", "scraper"),
    found: ["4:55 unknown Role scraper: it is a ClusterRole"],
  },
  {
    name: "a built-in ClusterRole with kind Role",
    yaml: binding("Role", "edit"),
    found: ["4:55 unknown Role edit: it is a ClusterRole"],
  },
  {
    name: "a Role with kind ClusterRole",
    yaml: binding("ClusterRole", "deployer"),
    found: ["4:55 unknown ClusterRole deployer: it is a Role of churn"],
  },
  { name: "a built-in ClusterRole", yaml: binding("ClusterRole", "cluster-admin"), found: [] },
  { name: "a ClusterRole of other software", yaml: binding("ClusterRole", "cert-manager-view"), found: [] },
  {
    name: "a built-in ClusterRole in the wrong case",
    yaml: binding("ClusterRole", "View"),
    found: ["4:74 unknown ClusterRole View"],
  },
  { name: "a Role that Seldon creates for a SeldonRuntime", yaml: binding("Role", "agent-role") + runtime, found: [] },
  {
    name: "a Role of Seldon without a SeldonRuntime",
    yaml: binding("Role", "agent-role"),
    found: ["4:67 unknown Role agent-role in churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessRoleUnknown, yaml, context)).toEqual(found);
});
