import { expect, test } from "vitest";
import { foundInFolder } from "../../testing/rule-pages.ts";
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
    name: "in order",
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
    name: "in one wave",
    files: folder(object("Server", "s"), object("Model", "m")),
    found: ["churn/all.yaml:9:19 Model m comes in wave 0, and Server s, which it waits for, in 0"],
  },
  {
    name: "the wrong way round",
    files: folder(object("Model", "m", 2), object("Experiment", "e", 1)),
    found: ["churn/all.yaml:9:19 Experiment e comes in wave 1, and Model m, which it waits for, in 2"],
  },
  { name: "what waits for nothing", files: folder(object("Model", "m"), object("Model", "n")), found: [] },
])("$name: found $found", async ({ files, found }) => {
  expect(await foundInFolder(gitopsWaveOrder, files)).toEqual(found);
});
