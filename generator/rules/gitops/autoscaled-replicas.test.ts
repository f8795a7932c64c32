import { expect, test } from "vitest";
import { foundInFolder } from "../../testing/rule-pages.ts";
import { gitopsAutoscaledReplicas } from "./autoscaled-replicas.ts";

const folder = (
  application: string,
  kind = "Server",
  spec = "replicas: 1, maxReplicas: 3",
): string => `# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { source: { path: churn }, ${application} }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: s, namespace: churn }
spec: { ${spec} }
`;
const ignoring = (more: string, kind = "Server"): string =>
  `ignoreDifferences: [{ group: mlops.seldon.io, kind: ${kind}${more}, jsonPointers: [/spec/replicas] }]`;
const respecting = "syncPolicy: { syncOptions: [ServerSideApply=true, RespectIgnoreDifferences=true] }";
const back = "churn/all.yaml:9:35 churn puts back the replicas that s is scaled to";

test.each([
  { name: "left alone, with its kind", files: folder(`${ignoring("")}, ${respecting}`), found: [] },
  { name: "left alone, by its name", files: folder(`${ignoring(", name: s")}, ${respecting}`), found: [] },
  { name: "every kind", files: folder(`${ignoring("", "'*'")}, ${respecting}`), found: [] },
  { name: "put back", files: folder(respecting), found: [back] },
  {
    name: "put back by its maximum or minimum",
    files: folder("", "Server", "replicas: 2, minReplicas: 2"),
    found: [back],
  },
  { name: "a Model", files: folder("", "Model"), found: [back] },
  { name: "another one is left alone", files: folder(`${ignoring(", name: t")}, ${respecting}`), found: [back] },
  { name: "another kind is left alone", files: folder(`${ignoring("", "Model")}, ${respecting}`), found: [back] },
  {
    name: "left alone until something else changes",
    files: folder(ignoring(", name: s")),
    found: [
      "churn/all.yaml:9:35 churn puts back the replicas of s with every sync: RespectIgnoreDifferences=true is missing",
    ],
  },
  { name: "no number to put back", files: folder("", "Server", "serverConfig: c, maxReplicas: 3"), found: [] },
  { name: "fixed", files: folder("", "Server", "replicas: 2"), found: [] },
])("$name: found $found", async ({ files, found }) => {
  expect(await foundInFolder(gitopsAutoscaledReplicas, files)).toEqual(found);
});
