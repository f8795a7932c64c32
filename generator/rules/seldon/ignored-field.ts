import { replaced } from "../../diagnostics/example.ts";
import type { Path } from "../../load/source.ts";
import { modelKind, pipelineKind, serverKind } from "../../models/kinds.ts";
import { valueAt } from "../../validate/merge.ts";

import { defineRule } from "../rule.ts";

export const seldonIgnoredField = defineRule({
  code: "seldon/ignored-field",
  severity: "warning",
  over: "object",
  kinds: [modelKind, serverKind, pipelineKind],
  summary: "A field that Seldon Core takes and does not heed.",
  docs: {
    why: "These fields are in the CRDs, so nobody refuses them, and no code looks at them: what they ask for does not happen. Of a logger only that it is there counts, not its percentage.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn], dedicated: true }
`,
    valid: replaced("dedicated: true", "server: mlserver-baseline"),
    fix: "Leave it out. A Server for one model alone is one that this model names and that offers what no other requires.",
  },
  *check({ object, kind, at }, { seldon }) {
    for (const path of (seldon.ignoredFields[kind] ?? []).flatMap((item) => written(object, item))) {
      const value = valueAt(object, path);
      if (value === undefined || value === false || value === null) continue;
      yield {
        at: at(path, "key"),
        message: `${path.slice(1).join(".")} has no effect in Seldon Core ${seldon.releases.join(", ")}`,
      };
    }
  },
});

/** A path with each entry of a list in place of `*`. */
function written(object: unknown, path: Path): readonly Path[] {
  const star = path.indexOf("*");
  if (star < 0) return [path];
  const [before, after] = [path.slice(0, star), path.slice(star + 1)];
  const list = valueAt(object, before);
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, index) => written(object, [...before, index, ...after]));
}
