import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
    name: "no Role at all, in a tenant's namespace",
    yaml: binding("Role", "training"),
    found: ["4:67 there is no Role training in churn"],
  },
  { name: "a misspelt one", yaml: binding("Role", "deploier"), found: ["4:67 there is no Role deploier in churn"] },
  { name: "a ClusterRole as a Role", yaml: binding("Role", "scraper"), found: ["4:55 scraper is a ClusterRole"] },
  { name: "Kubernetes' own as a Role", yaml: binding("Role", "edit"), found: ["4:55 edit is a ClusterRole"] },
  {
    name: "a Role as a ClusterRole",
    yaml: binding("ClusterRole", "deployer"),
    found: ["4:55 deployer is a Role of churn"],
  },
  { name: "Kubernetes' own", yaml: binding("ClusterRole", "cluster-admin"), found: [] },
  { name: "one that other software brings", yaml: binding("ClusterRole", "cert-manager-view"), found: [] },
  {
    name: "a misspelt one of Kubernetes' own",
    yaml: binding("ClusterRole", "View"),
    found: ["4:74 nothing here brings a ClusterRole View"],
  },
  { name: "what Seldon makes", yaml: binding("Role", "agent-role") + runtime, found: [] },
  {
    name: "what Seldon would make",
    yaml: binding("Role", "agent-role"),
    found: ["4:67 there is no Role agent-role in churn"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessRoleUnknown, yaml, context)).toEqual(found);
});
