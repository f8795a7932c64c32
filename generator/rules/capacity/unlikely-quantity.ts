import { replaced } from "../../diagnostics/example.ts";
import { modelKind } from "../../models/kinds.ts";
import { amountOf } from "../../models/quantity.ts";
import { defineRule } from "../rule.ts";
import { quantitiesIn, quantityText } from "./quantities.ts";

const nano = 1_000_000_000n;
const kibibyte = (1n << 10n) * nano;
const mebibyte = (1n << 20n) * nano;
const mostCores = 1024n * nano;

export const capacityUnlikelyQuantity = defineRule({
  code: "capacity/unlikely-quantity",
  severity: "warning",
  over: "manifest set",
  summary: "A quantity is so small or so large that another unit was probably intended.",
  docs: {
    why: "An amount of memory without a suffix is in bytes, and m means thousandths: 512 is half a kilobyte, and 512m is half a byte. The API server accepts 512 and 512m as amounts of memory. A container with a memory limit of 512 bytes cannot start, and a pod that requests thousands of cores is never scheduled.",
    invalid: `
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec:
  limits:
    - type: Container
      default: { cpu: "1", memory: 512m }
`,
    valid: replaced(`default: { cpu: "1", memory: 512m }`, `default: { cpu: "1", memory: 512Mi }`),
    fix: "Add the unit, for example 512Mi or 4Gi for memory, and 500m for CPU.",
  },
  *check(manifestSet) {
    for (const { by, path, resource, value, ofOne } of quantitiesIn(manifestSet)) {
      const nanos = amountOf(value);
      if (nanos === undefined || nanos <= 0n) continue;
      // A model can need only some kibibytes, as in Seldon's own samples.
      const least = by.kind === modelKind ? kibibyte : mebibyte;
      if (isMeasuredInBytes(resource) && nanos < least)
        yield {
          at: by.at(path, "value"),
          message: `unlikely quantity ${quantityText(value)} of ${resource}: less than a ${least === kibibyte ? "kibibyte" : "mebibyte"}`,
          hint: "Use Mi for mebibytes or Gi for gibibytes. The suffix m means thousandths of a byte, and no suffix means bytes.",
        };
      else if (resource === "cpu" && ofOne && nanos >= mostCores)
        yield {
          at: by.at(path, "value"),
          message: `unlikely quantity ${quantityText(value)} of cpu: more cores than any node has`,
          hint: "Use m for thousandths of a core: 500m is half a core.",
        };
    }
  },
});

function isMeasuredInBytes(resource: string): boolean {
  return /(^|[.])(memory|storage|ephemeral-storage)$/.test(resource);
}
