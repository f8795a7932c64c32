import { expect, test } from "vitest";
import { findingsInFolder } from "../../testing/rule-pages.ts";
import { gitopsRenamed } from "./renamed.ts";

const folder = (more: string): string => `# churn/kustomization.yaml
resources: [all.yaml]
${more}
# churn/all.yaml
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: m, namespace: churn }
spec: { storageUri: "s3://b/m" }
`;

test.each([
  { name: "no prefix", files: folder(""), found: [] },
  {
    name: "a prefix",
    files: folder("namePrefix: a-"),
    found: ["churn/all.yaml:3:19 a kustomization renames Model m to a-m, but not the references to m"],
  },
  {
    name: "a suffix for another kind",
    files: folder("nameSuffix: -a").replace("mlops.seldon.io/v1alpha1", "v1").replace("Model", "ConfigMap"),
    found: [],
  },
])("$name: found $found", async ({ files, found }) => {
  expect(await findingsInFolder(gitopsRenamed, files)).toEqual(found);
});
