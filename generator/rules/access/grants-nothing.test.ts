import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { accessGrantsNothing } from "./grants-nothing.ts";

const role = (groups: string, resources: string, kind = "Role"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: { name: r }
rules: [{ apiGroups: [${groups}], resources: [${resources}], verbs: [get] }]
`;

test.each([
  { name: "known groups and resources", yaml: role('"", apps', "pods, pods/log, deployments/scale"), found: [] },
  { name: "a group whose resources are not all known", yaml: role('"", acme.test', "gadgets"), found: [] },
  { name: "wildcards", yaml: role('"*"', '"*"'), found: [] },
  { name: "a group with its version", yaml: role("apps/v1", "deployments"), found: ["4:23 unknown API group apps/v1"] },
  { name: "the core group by its version", yaml: role("v1", "pods"), found: ["4:23 unknown API group v1"] },
  { name: "the core group as core", yaml: role("core", "pods"), found: ["4:23 unknown API group core"] },
  {
    name: "a resource of another group",
    yaml: role('""', "pods, deployments"),
    found: ["4:46 unknown resource deployments in the core group"],
  },
  {
    name: "a kind instead of a resource",
    yaml: role("mlops.seldon.io", "Model"),
    found: ["4:53 unknown resource Model in mlops.seldon.io"],
  },
  {
    name: "nodes in a Role",
    yaml: role('""', "nodes, namespaces"),
    found: ["4:40 invalid resource nodes in a Role: nodes are cluster-scoped"],
  },
  { name: "nodes in a ClusterRole", yaml: role('""', "nodes/metrics", "ClusterRole"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(accessGrantsNothing, yaml)).toEqual(found);
});
