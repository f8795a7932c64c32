import { expect, test } from "vitest";
import { findingsInFolder } from "../../testing/rule-pages.ts";
import { gitopsMoved } from "./moved.ts";

const folder = (more: string): string => `# churn/kustomization.yaml
resources: [all.yaml]
${more}
# churn/all.yaml
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: c, namespace: seldon-system }
spec: { podSpec: {} }
`;

test.each([
  { name: "no namespace in the kustomization", files: folder(""), found: [] },
  { name: "the same namespace in the kustomization", files: folder("namespace: seldon-system"), found: [] },
  {
    name: "another namespace in the kustomization",
    files: folder("namespace: churn"),
    found: ["churn/all.yaml:3:33 a kustomization moves ServerConfig c from namespace seldon-system to namespace churn"],
  },
  {
    name: "an object without a namespace",
    files: folder("namespace: churn").replace(", namespace: seldon-system", ""),
    found: [],
  },
])("$name: found $found", async ({ files, found }) => {
  expect(await findingsInFolder(gitopsMoved, files)).toEqual(found);
});
