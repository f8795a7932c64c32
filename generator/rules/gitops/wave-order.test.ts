import { expect, test } from "vitest";
import { findingsInFolder } from "../../testing/rule-pages.ts";
import { gitopsWaveOrder } from "./wave-order.ts";

const object = (kind: string, name: string, wave?: number): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ${kind}
metadata: { name: ${name}, namespace: churn${wave === undefined ? "" : `, annotations: { argocd.argoproj.io/sync-wave: "${wave}" }`} }
spec: {  }
`;
const folder = (...objects: readonly string[]): string =>
  `# churn/kustomization.yaml\nresources: [all.yaml]\n# churn/all.yaml\n${objects.join("")}# churn.yaml\n${application}`;
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { source: { path: churn } }
`;

test.each([
  {
    name: "ascending waves",
    files: folder(
      object("SeldonRuntime", "r", -1),
      object("ServerConfig", "c"),
      object("Server", "s", 1),
      object("Model", "m", 2),
      object("Pipeline", "p", 3),
    ),
    found: [],
  },
  {
    name: "a Server and a Model in the same wave",
    files: folder(object("Server", "s"), object("Model", "m")),
    found: ["churn/all.yaml:9:19 invalid sync wave 0 of Model m: the Model needs Server s of wave 0"],
  },
  {
    name: "an Experiment in an earlier wave than its Model",
    files: folder(object("Model", "m", 2), object("Experiment", "e", 1)),
    found: ["churn/all.yaml:9:19 invalid sync wave 1 of Experiment e: the Experiment needs Model m of wave 2"],
  },
  {
    name: "objects that do not wait for each other",
    files: folder(object("Model", "m"), object("Model", "n")),
    found: [],
  },
])("$name: found $found", async ({ files, found }) => {
  expect(await findingsInFolder(gitopsWaveOrder, files)).toEqual(found);
});
