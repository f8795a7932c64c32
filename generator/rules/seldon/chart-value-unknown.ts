import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { seldonCharts, type UnknownKey, unknownKeys } from "../../evaluate/seldon/chart-keys.ts";
import { readDocuments } from "../../load/read-documents.ts";
import { applicationKind } from "../../models/kinds.ts";
import type { SeldonFacts } from "../../models/seldon/facts.ts";
import { seldonFacts } from "../../models/seldon/versions.ts";
import { suggestion } from "../../text/nearest.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { sourcesOf } from "../gitops/applications.ts";
import { defineRule } from "../rule.ts";

export const seldonChartValueUnknown = defineRule({
  code: "seldon/chart-value-unknown",
  severity: "warning",
  over: "object",
  kinds: [applicationKind],
  summary: "The values of a Seldon chart contain a key that the chart does not have.",
  docs: {
    why: "Helm accepts any key, and ignores a key that no template reads. Seldon's charts accept different keys: seldon-core-v2-setup accepts images and resources, and seldon-core-v2-runtime does not. The keys of a chart also differ between its versions. An unknown key has no effect, and no component reports an error (2.9.1).",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: seldon-runtime, namespace: argocd }
spec:
  project: churn
  source:
    repoURL: https://seldonio.github.io/helm-charts
    chart: seldon-core-v2-runtime
    targetRevision: 2.9.1
    helm: { valuesObject: { dataflowEngine: { replicas: 2 } } }
`,
    valid: replaced("dataflowEngine: { replicas: 2 }", "dataflow: { replicas: 2 }"),
    fix: "Write the key as in the chart's values.yaml. To print values.yaml, run helm show values.",
  },
  *check(application, manifestSet) {
    for (const { path, source } of sourcesOf(application)) {
      const chart = textAt(source, "chart") ?? "";
      // A chart has the version of the software that it installs.
      const revision = textAt(source, "targetRevision") ?? "";
      const seldon = seldonFacts(manifestSet.seldonKnown.versions, revision) ?? manifestSet.seldon;
      const charts = seldonCharts(seldon);
      const keys = Object.hasOwn(charts, chart) ? charts[chart] : undefined;
      if (keys === undefined) continue;
      const object = valueAt(source, ["helm", "valuesObject"]);
      const valuesPath = [...path, "helm", "valuesObject"];
      for (const key of unknownKeys(object, keys))
        yield { at: application.at([...valuesPath, ...key.path], "key"), ...unknownValueFinding(seldon, chart, key) };
      // Values in one text share the position of that text.
      const text = textAt(source, "helm", "values");
      if (isMap(object) || text === undefined) continue;
      for (const key of unknownKeys(readDocuments({ file: "values", text }).documents[0]?.value, keys))
        yield { at: application.at([...path, "helm", "values"], "key"), ...unknownValueFinding(seldon, chart, key) };
    }
  },
});

/** The message and hint for a key that a chart does not have, for every place where values can be written. */
export function unknownValueFinding(
  { releases }: SeldonFacts,
  chart: string,
  { path, known }: UnknownKey,
): { readonly message: string; readonly hint: string } {
  return {
    message: `unknown value ${path.join(".")} of chart ${chart} ${releases.at(-1) ?? ""}`,
    hint: suggestion(path.at(-1) ?? "", known),
  };
}
