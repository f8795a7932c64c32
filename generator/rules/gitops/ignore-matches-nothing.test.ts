import { expect, test } from "vitest";
import { findingsInFolder } from "../../testing/rule-pages.ts";
import { gitopsIgnoreMatchesNothing } from "./ignore-matches-nothing.ts";

const folder = (ignored: string, kind = "Server"): string => `# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { source: { path: churn }, ignoreDifferences: ${ignored} }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: s, namespace: churn }
spec: { serverConfig: c, maxReplicas: 3 }
`;

test.each([
  {
    name: "an object of the Application",
    files: folder("[{ group: mlops.seldon.io, kind: Server, name: s }]"),
    found: [],
  },
  { name: "every kind", files: folder("[{ group: '*', kind: '*' }]"), found: [] },
  {
    name: "another name",
    files: folder("[{ group: mlops.seldon.io, kind: Server, name: t }]"),
    found: ["churn/all.yaml:4:54 unknown object mlops.seldon.io/Server t in ignoreDifferences of Application churn"],
  },
  {
    name: "another kind",
    files: folder("[{ group: apps, kind: Deployment }]"),
    found: ["churn/all.yaml:4:54 unknown object apps/Deployment in ignoreDifferences of Application churn"],
  },
])("$name: found $found", async ({ files, found }) => {
  expect(await findingsInFolder(gitopsIgnoreMatchesNothing, files)).toEqual(found);
});
