import { expect, test } from "vitest";
import { foundIn } from "../../testing/rules.ts";
import { accessGrantsNothing } from "./grants-nothing.ts";

const role = (groups: string, resources: string, kind = "Role"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: r }
rules: [{ apiGroups: [${groups}], resources: [${resources}], verbs: [get] }]
`;

test.each([
  { name: "both right", yaml: role('"", apps', "pods, pods/log, deployments/scale"), found: [] },
  { name: "a group that is not known whole", yaml: role('"", acme.test', "gadgets"), found: [] },
  { name: "everything", yaml: role('"*"', '"*"'), found: [] },
  { name: "a group with its version", yaml: role("apps/v1", "deployments"), found: ["4:23 apps/v1 is no API group"] },
  { name: "the core by its version", yaml: role("v1", "pods"), found: ["4:23 v1 is no API group"] },
  { name: "the core by its nickname", yaml: role("core", "pods"), found: ["4:23 core is no API group"] },
  {
    name: "in another group",
    yaml: role('""', "pods, deployments"),
    found: ["4:46 there is no deployments in the core"],
  },
  { name: "a kind", yaml: role("mlops.seldon.io", "Model"), found: ["4:53 there is no Model in mlops.seldon.io"] },
  {
    name: "nodes, by a Role",
    yaml: role('""', "nodes, namespaces"),
    found: ["4:40 nodes are in no namespace: a Role does not give them"],
  },
  { name: "nodes, by a ClusterRole", yaml: role('""', "nodes/metrics", "ClusterRole"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(accessGrantsNothing, yaml)).toEqual(found);
});
