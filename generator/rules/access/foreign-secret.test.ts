import { expect, test } from "vitest";
import { clusterOf, inventoryOf } from "../../testing/inventory.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { sandbox, tenantText, write } from "../../testing/sandbox.ts";
import { withStreams } from "../../testing/streams.ts";
import { accessForeignSecret } from "./foreign-secret.ts";

/** A role of the namespace `streams`, and its binding to an account. */
const bound = (names: string, subject: string, verbs = "get", namespace = "streams"): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: r, namespace: ${namespace} }
rules: [{ apiGroups: [""], resources: [secrets], ${names}verbs: [${verbs}] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: r, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: r }
subjects: [{ ${subject} }]
`;
const reader = "kind: ServiceAccount, name: stream-client-reader, namespace: churn";

function context(): ReturnType<typeof churnOnProduction> {
  const root = withStreams(sandbox());
  const spec = `
  servers: { mlserver: { template: mlserver } }
  models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
  pipelines: { p: { steps: { churn: {} }, output: [churn] } }
`;
  write(root, "tenants/churn.yaml", tenantText("churn", spec));
  const cluster = clusterOf(inventoryOf(root), "production");
  return { ...churnOnProduction(), platform: cluster.platform, cluster, tenant: cluster.tenants[0] };
}

test.each([
  { name: "the account of a copy reads its Secret", yaml: bound("resourceNames: [user-churn], ", reader), found: [] },
  {
    name: "it also reads another Secret",
    yaml: bound("resourceNames: [user-churn, user-fraud-detection], ", reader),
    found: ["10:42 ServiceAccount churn/stream-client-reader: it can read Secret user-fraud-detection in streams"],
  },
  {
    name: "it reads the Secret of the account of another copy",
    yaml: bound("resourceNames: [broker-certificate], ", reader),
    found: ["10:42 ServiceAccount churn/stream-client-reader: it can read Secret broker-certificate in streams"],
  },
  {
    name: "it reads every Secret",
    yaml: bound("", reader),
    found: ["10:42 ServiceAccount churn/stream-client-reader: it can read every Secret in streams"],
  },
  {
    name: "it lists Secrets",
    yaml: bound("", reader, "list"),
    found: ["10:42 ServiceAccount churn/stream-client-reader: it can read every Secret in streams"],
  },
  {
    name: "another account of the tenant reads the Secret",
    yaml: bound("resourceNames: [user-churn], ", "kind: ServiceAccount, name: training, namespace: churn"),
    found: ["10:42 ServiceAccount churn/training: it can read Secret user-churn in streams"],
  },
  {
    name: "all accounts of the tenant read the Secret",
    yaml: bound("resourceNames: [user-churn], ", "kind: Group, name: 'system:serviceaccounts:churn'"),
    found: ["10:33 Group system:serviceaccounts:churn: it can read Secret user-churn in streams"],
  },
  {
    name: "an account of the platform reads every Secret",
    yaml: bound("", "kind: ServiceAccount, name: operator, namespace: streams"),
    found: [],
  },
  { name: "in the tenant's namespace", yaml: bound("", reader, "get", "churn"), found: [] },
  { name: "the account only changes the Secret", yaml: bound("", reader, "delete"), found: [] },
])("$name: $found", ({ yaml, found }) => {
  expect(findingsIn(accessForeignSecret, yaml, context())).toEqual(
    found.map((text) => text.replace(" ", " too many rights of ")),
  );
});
