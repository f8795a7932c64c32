import { fixed } from "../../../diagnostics/example.ts";
import type { Path } from "../../../load/source.ts";
import { modelKind, pipelineKind, serverKind } from "../../../models/kinds.ts";
import { valueAt } from "../../../validate/merge.ts";
import { listAt, numberAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";

/** Fields of the CRDs that nothing in 2.9.1 reads. */
const ignored: Readonly<Record<string, readonly string[]>> = {
  [modelKind]: ["preloaded", "dedicated", "schemaUri"],
  [serverKind]: ["imageOverrides"],
};

export const ignoredField = defineRule({
  code: "seldon/ignored-field",
  severity: "warning",
  over: "object",
  kinds: [modelKind, serverKind, pipelineKind],
  summary: "A field that Seldon Core 2.9.1 takes and does not heed.",
  page: {
    why: "These fields are in the CRDs, so nobody refuses them, and no code looks at them: what they ask for does not happen. Of a logger only that it is there counts, not its percentage.",
    wrong: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn], dedicated: true }
`,
    right: fixed("dedicated: true", "server: mlserver-baseline"),
    mend: "Leave it out. A Server for one model alone is one that this model names and that offers what no other requires.",
  },
  *check({ object, kind, at }) {
    const paths: Path[] = (ignored[kind] ?? []).map((field) => ["spec", field]);
    if (kind === modelKind && numberAt(object, "spec", "logger", "percent") !== undefined)
      paths.push(["spec", "logger", "percent"]);
    if (kind === pipelineKind)
      for (const [index] of listAt(object, "spec", "steps").entries())
        paths.push(["spec", "steps", index, "batch", "rolling"]);
    for (const path of paths) {
      const value = valueAt(object, path);
      if (value === undefined || value === false || value === null) continue;
      yield { at: at(path, "key"), message: `${path.slice(1).join(".")} has no effect in Seldon Core 2.9.1` };
    }
  },
});
