import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import type { ArgoCDInstance } from "../../validate/argo-cd.ts";
import { gitopsProjectDestination } from "./project-destination.ts";

const project = (name: string, destination: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: ${name}, namespace: argocd }
spec: { destinations: [{ ${destination} }] }
`;

const inHub = (argoCD: Partial<ArgoCDInstance>): ReturnType<typeof churnOnProduction> => {
  const context = churnOnProduction();
  if (context.cluster === undefined) throw new Error("missing cluster production");
  const { spec } = context.cluster;
  return { ...context, cluster: { ...context.cluster, spec: { ...spec, argoCD: { ...spec.argoCD, ...argoCD } } } };
};
const byName = inHub({ hub: "main", destination: { name: "production" } });
const byServer = inHub({ hub: "main", destination: { server: "https://production.acme.test" } });
const tenants = "production.churn.workloads";

test.each([
  { name: "its own cluster by name", context: byName, text: project(tenants, "name: production, namespace: churn") },
  {
    name: "its own cluster by address",
    context: byServer,
    text: project(tenants, 'server: "https://production.acme.test", namespace: churn'),
  },
  {
    name: "the roots of the cluster, on the cluster of Argo CD",
    context: byName,
    text: project("production.roots", 'server: "https://kubernetes.default.svc", namespace: argocd'),
  },
  {
    name: "the hub, on the cluster of Argo CD",
    context: byName,
    text: project("main.hub", 'server: "https://kubernetes.default.svc", namespace: argocd'),
  },
  { name: "a denied cluster", context: byName, text: project(tenants, 'name: "!staging", namespace: "*"') },
])("$name: no finding", ({ context, text }) => {
  expect(findingsIn(gitopsProjectDestination, text, context)).toEqual([]);
});

test.each([
  { name: "another cluster of the hub", text: project(tenants, "name: staging, namespace: churn"), found: "staging" },
  { name: "all clusters", text: project(tenants, 'server: "*", namespace: churn'), found: "*" },
  {
    name: "a name and an address",
    text: project(tenants, 'name: production, server: "https://staging.acme.test", namespace: churn'),
    found: "https://staging.acme.test",
  },
  {
    name: "the cluster of Argo CD, for a tenant",
    text: project(tenants, 'server: "https://kubernetes.default.svc", namespace: churn'),
    found: "https://kubernetes.default.svc",
  },
  {
    name: "the cluster of Argo CD, for the roots of another cluster",
    text: project("staging.roots", 'server: "https://kubernetes.default.svc", namespace: argocd'),
    found: "https://kubernetes.default.svc",
  },
  {
    name: "the cluster of Argo CD, for another hub",
    text: project("other.hub", 'server: "https://kubernetes.default.svc", namespace: argocd'),
    found: "https://kubernetes.default.svc",
  },
])("$name: found $found", ({ text, found }) => {
  const [, name = ""] = /name: ([^,]+),/.exec(text) ?? [];
  expect(findingsIn(gitopsProjectDestination, text, byName)).toEqual([
    `4:24 invalid destination ${found} in project ${name}: expected the destination of cluster production`,
  ]);
});

test("the roots of the cluster on their own cluster: the roots belong to the cluster of Argo CD", () => {
  expect(
    findingsIn(gitopsProjectDestination, project("production.roots", "name: production, namespace: argocd"), byName),
  ).toEqual(["4:24 invalid destination production in project production.roots: expected the cluster of Argo CD"]);
});
