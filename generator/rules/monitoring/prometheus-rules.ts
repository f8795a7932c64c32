import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { isMap, valueAt } from "../../validate/merge.ts";

export interface PrometheusAlertRule {
  readonly path: Path;
  /** Undefined for a recording rule. */
  readonly alert: string | undefined;
  readonly expr: string;
  readonly value: unknown;
}

/** Every rule of a PrometheusRule, with its path. An expression may be written as a number. */
export function alertRulesOf({ object }: Manifest): readonly PrometheusAlertRule[] {
  return listAt(object, "spec", "groups").flatMap((group, index) =>
    listAt(group, "rules").flatMap((rule, position) => {
      if (!isMap(rule)) return [];
      const expr = valueAt(rule, ["expr"]);
      return [
        {
          path: ["spec", "groups", index, "rules", position],
          alert: textAt(rule, "alert"),
          expr: typeof expr === "number" ? String(expr) : typeof expr === "string" ? expr : "",
          value: rule,
        },
      ];
    }),
  );
}
