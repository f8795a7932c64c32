import { expect, test } from "vitest";
import { nameProblem } from "./object-name.ts";

const rbac = "rbac.authorization.k8s.io/v1";

test.each([
  ["v1", "ConfigMap", "kube-root-ca.crt", undefined],
  ["v1", "ConfigMap", "a".repeat(253), undefined],
  ["v1", "Namespace", "a".repeat(63), undefined],
  ["v1", "Service", "0-a", undefined],
  [rbac, "ClusterRole", "system:node", undefined],
  [rbac, "Role", "Upper_case", undefined],
  ["networking.k8s.io/v1", "NetworkPolicy", "to-mlflow", "churn"],
])("%s %s %s has a valid name", (apiVersion, kind, name, namespace) => {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  expect(nameProblem({ apiVersion, kind, metadata })).toBeUndefined();
});

test.each([
  ["v1", "ConfigMap", "../../../../evil", undefined],
  ["v1", "ConfigMap", "Upper", undefined],
  ["v1", "ConfigMap", "a..b", undefined],
  ["v1", "ConfigMap", "", undefined],
  ["v1", "ConfigMap", "a".repeat(254), undefined],
  ["v1", "Namespace", "a.b", undefined],
  ["v1", "Service", "a".repeat(64), undefined],
  [rbac, "Role", "a/b", undefined],
  [rbac, "Role", "..", undefined],
  ["v1", "ConfigMap", "fine", "../../evil"],
  ["v1", "ConfigMap", "fine", "a.b"],
])("%s %s %j in %j is invalid", (apiVersion, kind, name, namespace) => {
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
  expect(nameProblem({ apiVersion, kind, metadata })).toMatch(/name|path|label/);
});
