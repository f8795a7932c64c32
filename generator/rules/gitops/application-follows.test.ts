import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
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
  { name: "the platform's branch and its own cluster", spec: `${here}, ${main}, ${healed}`, found: [] },
  {
    name: "another branch",
    spec: `${here}, ${main.replace("main }", "next }")}, ${healed}`,
    found: [
      "4:173 invalid targetRevision refs/heads/next in Application a: expected refs/heads/main, the revision of the platform",
    ],
  },
  {
    name: "another repository",
    spec: `${here}, source: { repoURL: https://h/a, targetRevision: x }, ${healed}`,
    found: [],
  },
  { name: "no source", spec: `${here}, ${healed}`, found: ["4:1 missing source in Application a"] },
  {
    name: "another cluster",
    spec: `destination: { server: "https://other" }, ${main}, ${healed}`,
    found: ["4:9 invalid destination https://other in Application a: expected the destination of cluster production"],
  },
  {
    name: "no automated sync",
    spec: `${here}, ${main}`,
    found: ["4:1 missing automated sync in Application a"],
  },
  {
    name: "no selfHeal",
    spec: `${here}, ${main}, syncPolicy: { automated: { prune: true } }`,
    found: ["4:206 missing selfHeal: true in Application a: Argo CD does not revert manual changes"],
  },
])("$name: found $found", ({ spec, found }) => {
  expect(findingsIn(gitopsApplicationFollows, application(spec), churnOnProduction())).toEqual(found);
});

test("the Applications of a cluster that is published to a branch follow that branch, except the roots", () => {
  const context = churnOnProduction();
  if (context.cluster === undefined) throw new Error("missing cluster production");
  const cluster = { ...context.cluster, spec: { ...context.cluster.spec, publish: "branch" as const } };
  const read = (path: string, revision: string): readonly string[] => {
    const source = `source: { repoURL: "https://github.com/acme/ml-platform.git", path: ${path}, targetRevision: ${revision} }`;
    return findingsIn(gitopsApplicationFollows, application(`${here}, ${source}, ${healed}`), { ...context, cluster });
  };
  const rendered = "clusters/production/rendered/tenants/churn/workloads";
  expect(read(rendered, "refs/heads/environments/production")).toEqual([]);
  expect(read(rendered, "refs/heads/main")).toHaveLength(1);
  expect(read(rendered, "refs/heads/environments/staging")).toHaveLength(1);
  expect(read("clusters/production/applications/tenants", "refs/heads/main")).toEqual([]);
  expect(read("clusters/production/applications/tenants", "refs/heads/environments/production")).toHaveLength(1);
});

test.each([
  { name: "production.churn.workloads", to: "name: production", found: [] },
  { name: "production.churn.workloads", to: "name: staging", found: ["the destination of cluster production"] },
  {
    name: "production.churn.workloads",
    to: 'name: production, server: "https://staging.acme.test"',
    found: ["the destination of cluster production"],
  },
  { name: "production.roots.tenants", to: 'server: "https://kubernetes.default.svc"', found: [] },
  { name: "main.hub", to: 'server: "https://kubernetes.default.svc"', found: [] },
  { name: "production.roots.tenants", to: "name: production", found: ["the cluster of Argo CD"] },
  {
    name: "staging.roots.tenants",
    to: 'server: "https://kubernetes.default.svc"',
    found: ["the destination of cluster production"],
  },
])("in hub main, Application $name to $to: expected $found", ({ name, to, found }) => {
  const context = churnOnProduction();
  if (context.cluster === undefined) throw new Error("missing cluster production");
  const { spec } = context.cluster;
  const argoCD = { ...spec.argoCD, hub: "main", destination: { name: "production" } };
  const text = application(`destination: { ${to}, namespace: x }, ${main}, ${healed}`).replace(
    "name: a,",
    `name: ${name},`,
  );
  const findings = findingsIn(gitopsApplicationFollows, text, {
    ...context,
    cluster: { ...context.cluster, spec: { ...spec, argoCD } },
  });
  expect(findings.map((finding) => finding.split(": expected ")[1])).toEqual(found);
});
