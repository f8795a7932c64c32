import { expect, test } from "vitest";
import type { Change } from "../plan/change.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import type { Inventory } from "../validate/inventory.ts";
import { type DesiredState, memoizedReader } from "./desired-state.ts";
import { statementsOf } from "./difference.ts";

const stateOf = (inventory: Inventory): DesiredState => ({
  inventory,
  tree: { read: () => undefined, below: () => [], clusters: () => [] },
  read: memoizedReader(),
});

const deletion = (kind: string, name: string, application: string | undefined, group = ""): Change => ({
  verb: "delete",
  cluster: "staging",
  application,
  tenant: "churn",
  ref: { group, kind, namespace: "churn", name },
  from: undefined,
  wave: 0,
  before: { kind, metadata: { name }, spec: { hard: { cpu: "8" } } },
  after: undefined,
});

const objects = [
  deletion("Application", "staging.roots.tenants", undefined),
  deletion("Application", "staging.churn.guardrails", "staging.roots.tenants"),
  deletion("ResourceQuota", "tenant-quota", "staging.churn.guardrails"),
  deletion("RoleBinding", "viewer", "staging.churn.guardrails", "rbac.authorization.k8s.io"),
  deletion("NetworkPolicy", "to-dns", "staging.churn.guardrails", "networking.k8s.io"),
];

test.each([
  {
    name: "with its own Argo CD",
    changes: objects,
    found: ["medium leaves: 5 objects stay in the cluster; tenants: churn"],
  },
  {
    name: "of a hub",
    changes: objects.map((change) =>
      change.application === undefined ? { ...change, application: "main.hub" } : change,
    ),
    found: [
      "medium leaves: 4 objects stay in the cluster; Argo CD deletes Application staging.roots.tenants; tenants: churn",
    ],
  },
  {
    name: "that is not drained",
    changes: [...objects, deletion("Server", "mlserver", "staging.churn.guardrails", "mlops.seldon.io")],
    found: ["high leaves: 6 objects stay in the cluster; not drained: Server mlserver; tenants: churn"],
  },
])("a cluster $name leaves: one statement, $found", ({ changes, found }) => {
  const root = sandbox();
  write(root, "tenants/churn.yaml", tenantText("churn").replace("production: {}", "production: {}, staging: {}"));
  const before = inventoryOf(root);
  const after = { ...before, clusters: before.clusters.filter(({ name }) => name !== "staging") };
  const statements = statementsOf(stateOf(before), stateOf(after), changes);
  expect(statements.map(({ risk, message }) => `${risk} ${message}`)).toEqual(found);
  expect(statements.every(({ cluster, tenant }) => cluster === "staging" && tenant === undefined)).toBe(true);
});
