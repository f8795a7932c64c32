import { expect, test } from "vitest";
import { foundInFolder } from "../../../testing/rule-pages.ts";
import { autoscaledReplicas } from "./autoscaled-replicas.ts";

const folder = (ignored: string, kind = "Server"): string => `# churn/kustomization.yaml
resources: [all.yaml]
# churn/all.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { ignoreDifferences: ${ignored} }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: s, namespace: churn }
spec: { serverConfig: c, maxReplicas: 3 }
`;

test.each([
  {
    name: "left alone",
    files: folder("[{ group: mlops.seldon.io, kind: Server, jsonPointers: [/spec/replicas] }]"),
    found: [],
  },
  {
    name: "put back",
    files: folder("[]"),
    found: ["churn/all.yaml:9:39 churn puts back the replicas that Seldon gives s"],
  },
])("$name", async ({ files, found }) => {
  expect(await foundInFolder(autoscaledReplicas, files)).toEqual(found);
});
