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
  summary: "An object sets a field that Seldon Core accepts and ignores.",
  docs: {
    why: "The CRDs contain fields that no Seldon component reads. The API server accepts an unused field, but the field has no effect. Seldon checks only whether a Model has a logger, and ignores the logger's percentage.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn], dedicated: true }
`,
    valid: replaced("dedicated: true", "server: mlserver-baseline"),
    fix: "Remove the field. To reserve a Server for one Model, name the Server in that Model, and give the Server only capabilities that no other Model requires.",
  },
  *check({ object, kind, at }, { seldon }) {
    for (const path of (seldon.ignoredFields[kind] ?? []).flatMap((item) => matchingPaths(object, item))) {
      const value = valueAt(object, path);
      if (value === undefined || value === false || value === null) continue;
      yield {
        at: at(path, "key"),
        message: `ignored field ${path.slice(1).join(".")}: no effect in Seldon Core ${seldon.releases.join(", ")}`,
      };
    }
  },
});

/** The paths that a path with `*` matches, one for each entry of the list. */
function matchingPaths(object: unknown, path: Path): readonly Path[] {
  const star = path.indexOf("*");
  if (star < 0) return [path];
  const [before, after] = [path.slice(0, star), path.slice(star + 1)];
  const list = valueAt(object, before);
  if (!Array.isArray(list)) return [];
  return list.flatMap((_, index) => matchingPaths(object, [...before, index, ...after]));
}
