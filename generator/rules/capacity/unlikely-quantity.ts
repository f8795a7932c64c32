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
    why: "Memory without a suffix is in bytes, and m means thousandths: 512 is half a kilobyte, and 512m is half a byte. Kubernetes accepts both. A container with such a limit is killed as it starts, and a pod that requests thousands of cores is never scheduled.",
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
    fix: "Add the unit: 512Mi, 4Gi, 500m of CPU.",
  },
  *check(manifestSet) {
    for (const { by, path, resource, value, ofOne } of quantitiesIn(manifestSet)) {
      const nanos = amountOf(value);
      if (nanos === undefined || nanos <= 0n) continue;
      // A model can need only some kibibytes, as in Seldon's own samples.
      const least = by.kind === modelKind ? kibibyte : mebibyte;
      if (isBytes(resource) && nanos < least)
        yield {
          at: by.at(path, "value"),
          message: `${quantityText(value)} of ${resource} is less than a ${least === kibibyte ? "kibibyte" : "mebibyte"}`,
          hint: "Mi and Gi are mebibytes and gibibytes, m is a thousandth, and no suffix means bytes.",
        };
      else if (resource === "cpu" && ofOne && nanos >= mostCores)
        yield {
          at: by.at(path, "value"),
          message: `${quantityText(value)} of cpu is more cores than any node has`,
          hint: "500m is half a core.",
        };
    }
  },
});

function isBytes(resource: string): boolean {
  return /(^|[.])(memory|storage|ephemeral-storage)$/.test(resource);
}
