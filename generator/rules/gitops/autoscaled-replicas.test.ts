import { expect, test } from "vitest";
import { findingsInFolder } from "../../testing/rule-pages.ts";
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
const reset =
  "churn/all.yaml:9:35 missing ignoreDifferences entry in Application churn: Argo CD resets the replicas of the autoscaled Server s";

test.each([
  { name: "ignored by kind", files: folder(`${ignoring("")}, ${respecting}`), found: [] },
  { name: "ignored by name", files: folder(`${ignoring(", name: s")}, ${respecting}`), found: [] },
  { name: "ignored for every kind", files: folder(`${ignoring("", "'*'")}, ${respecting}`), found: [] },
  { name: "not ignored", files: folder(respecting), found: [reset] },
  {
    name: "not ignored, with a minimum only",
    files: folder("", "Server", "replicas: 2, minReplicas: 2"),
    found: [reset],
  },
  { name: "a Model, not ignored", files: folder("", "Model"), found: [reset.replace("Server", "Model")] },
  { name: "ignored for another name", files: folder(`${ignoring(", name: t")}, ${respecting}`), found: [reset] },
  { name: "ignored for another kind", files: folder(`${ignoring("", "Model")}, ${respecting}`), found: [reset] },
  {
    name: "ignored, without RespectIgnoreDifferences",
    files: folder(ignoring(", name: s")),
    found: [
      "churn/all.yaml:9:35 missing RespectIgnoreDifferences=true in Application churn: every sync resets the replicas of Server s",
    ],
  },
  { name: "no replicas in git", files: folder("", "Server", "serverConfig: c, maxReplicas: 3"), found: [] },
  { name: "no bounds", files: folder("", "Server", "replicas: 2"), found: [] },
])("$name: found $found", async ({ files, found }) => {
  expect(await findingsInFolder(gitopsAutoscaledReplicas, files)).toEqual(found);
});
