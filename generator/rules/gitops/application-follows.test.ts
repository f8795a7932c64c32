import { expect, test } from "vitest";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { gitopsApplicationFollows } from "./application-follows.ts";

const application = (spec: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a, namespace: argocd }
spec: { ${spec} }
`;
const here = 'destination: { server: "https://kubernetes.default.svc", namespace: churn }';
const main = 'source: { repoURL: "https://github.com/acme/ml-platform.git", path: x, targetRevision: refs/heads/main }';
const healed = "syncPolicy: { automated: { prune: true, selfHeal: true } }";

test.each([
  { name: "its own branch and cluster", spec: `${here}, ${main}, ${healed}`, found: [] },
  {
    name: "another branch",
    spec: `${here}, ${main.replace("main }", "next }")}, ${healed}`,
    found: ["4:173 a follows refs/heads/next, and the platform is on refs/heads/main"],
  },
  {
    name: "another repository",
    spec: `${here}, source: { repoURL: https://h/a, targetRevision: x }, ${healed}`,
    found: [],
  },
  { name: "no source", spec: `${here}, ${healed}`, found: ["4:1 a has no source"] },
  {
    name: "another cluster",
    spec: `destination: { server: "https://other" }, ${main}, ${healed}`,
    found: ["4:9 a goes to https://other, which is not production"],
  },
  { name: "by hand", spec: `${here}, ${main}`, found: ["4:1 a is synced by hand"] },
  {
    name: "without healing",
    spec: `${here}, ${main}, syncPolicy: { automated: { prune: true } }`,
    found: ["4:206 a leaves what somebody changes by hand"],
  },
])("$name: found $found", ({ spec, found }) => {
  expect(foundIn(gitopsApplicationFollows, application(spec), churnOnProduction())).toEqual(found);
});

test("a cluster that is published to a branch is read from there, but for its roots", () => {
  const context = churnOnProduction();
  if (context.cluster === undefined) throw new Error("there is no production");
  const cluster = { ...context.cluster, spec: { ...context.cluster.spec, publish: "branch" as const } };
  const read = (path: string, revision: string): readonly string[] => {
    const source = `source: { repoURL: "https://github.com/acme/ml-platform.git", path: ${path}, targetRevision: ${revision} }`;
    return foundIn(gitopsApplicationFollows, application(`${here}, ${source}, ${healed}`), { ...context, cluster });
  };
  const rendered = "clusters/production/rendered/tenants/churn/workloads";
  expect(read(rendered, "refs/heads/environments/production")).toEqual([]);
  expect(read(rendered, "refs/heads/main")).toHaveLength(1);
  expect(read(rendered, "refs/heads/environments/staging")).toHaveLength(1);
  expect(read("clusters/production/applications/tenants", "refs/heads/main")).toEqual([]);
  expect(read("clusters/production/applications/tenants", "refs/heads/environments/production")).toHaveLength(1);
});
