import { expect, test } from "vitest";
import { findingsInFolder } from "../../testing/rule-pages.ts";
import { findingsIn } from "../../testing/rules.ts";
import { gitopsProjectRefuses } from "./project-refuses.ts";

const object = (kind: string, spec: string, name = "a"): string => `---
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: argocd }
spec: { ${spec} }
`;

test.each([
  {
    name: "an allowed source",
    yaml:
      object("AppProject", "sourceRepos: ['https://h/a']", "p") +
      object("Application", "project: p, source: { repoURL: https://h/a.git }"),
    found: [],
  },
  {
    name: "a source that is not allowed",
    yaml:
      object("AppProject", "sourceRepos: ['https://h/a']", "p") +
      object("Application", "project: p, sources: [{ repoURL: https://h/b }]"),
    found: ["10:42 project p does not allow the source https://h/b of Application a"],
  },
  {
    name: "an allowed destination",
    yaml:
      object("AppProject", "destinations: [{ server: s, namespace: churn }]", "p") +
      object("Application", "project: p, destination: { server: s, namespace: churn }"),
    found: [],
  },
  {
    name: "a destination that is not allowed",
    yaml:
      object("AppProject", "destinations: [{ server: s, namespace: churn }]", "p") +
      object("Application", "project: p, destination: { server: s, namespace: other }"),
    found: ["10:21 project p does not allow Application a to deploy to other on s"],
  },
  {
    name: "an Application without its project",
    yaml: object("Application", "project: p, source: { repoURL: https://h/b }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsProjectRefuses, yaml)).toEqual(found);
});

test("an object whose kind the project does not allow is reported", async () => {
  const folder = (kinds: string): string => `# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
${object("AppProject", `destinations: [{ server: s, namespace: churn }], namespaceResourceWhitelist: ${kinds}`, "p")}
${object("Application", "project: p, source: { path: churn }, destination: { server: s, namespace: churn }", "churn")}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: c, namespace: churn }
`;
  const found = await findingsInFolder(gitopsProjectRefuses, folder("[{ group: '', kind: Secret }]"));
  expect(found.filter((candidate) => candidate.includes("ConfigMap"))).toEqual([
    "churn/all.yaml:16:19 project p rejects ConfigMap c: it does not allow ConfigMap",
  ]);
  const others = await findingsInFolder(gitopsProjectRefuses, folder("[{ group: '', kind: ConfigMap }]"));
  expect(others.filter((candidate) => candidate.includes("ConfigMap"))).toEqual([]);
});
