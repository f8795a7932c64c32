import { amountOf, readQuantity } from "../../models/quantity.ts";
import { didYouMean } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { quantitiesIn, quantityText } from "./quantities.ts";

export const capacityQuantity = defineRule({
  code: "capacity/quantity",
  severity: "error",
  over: "manifest set",
  summary: "A quantity is invalid in Kubernetes, or its amount is not plausible.",
  docs: {
    why: "A quantity is a number, optionally with one of Kubernetes' suffixes: n, u, m, k, M, G, T, P, E, or Ki, Mi, Gi, Ti, Pi, Ei. The API server rejects an invalid quantity in a pod, a quota or a LimitRange. In a ServerConfig or another custom resource, the API server can accept an invalid quantity, and reject the pods later. Amounts must not be negative, and counts must be whole numbers.",
    invalid: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec:
  hard:
    requests.cpu: 20 cores
    requests.memory: 80GiB
`,
    valid: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec:
  hard:
    requests.cpu: "20"
    requests.memory: 80Gi
`,
    fix: "Set a number, or a number with one of Kubernetes' suffixes, for example 500m or 4Gi.",
  },
  *check(manifestSet) {
    for (const { by, path, resource, value } of quantitiesIn(manifestSet)) {
      const problem = problemOf(resource, value);
      if (problem === undefined) continue;
      const meant = intended(value);
      yield {
        at: by.at(path, "value"),
        message: `invalid quantity ${quantityText(value)} of ${resource}: ${problem}`,
        hint:
          meant === undefined
            ? "Set a value such as 500m or 2 for CPU, or a value such as 512Mi or 4Gi for memory or storage."
            : didYouMean(meant),
        fix: meant,
      };
    }
  },
});

function problemOf(resource: string, value: unknown): string | undefined {
  const reading = readQuantity(value);
  if (reading.kind === "absurd") return "it is not a plausible amount";
  if (reading.kind === "refused") return "Kubernetes rejects it";
  if (reading.nanos < 0n) return "it is negative";
  const thousandths = (reading.nanos + 999_999n) / 1_000_000n;
  return isCounted(resource) && thousandths % 1000n !== 0n ? "a count must be a whole number" : undefined;
}

const counts: readonly string[] = [
  ..."pods services secrets configmaps resourcequotas replicationcontrollers persistentvolumeclaims".split(" "),
  "services.loadbalancers",
  "services.nodeports",
];

/** Objects and devices. A quota of requested devices may be a fraction (1.34). */
function isCounted(resource: string): boolean {
  if (counts.includes(resource)) return true;
  return resource.includes("/") && !resource.startsWith("requests.") && !resource.includes("kubernetes.io/");
}

/** Replaces GB with G and GiB with Gi, and removes a single space. For other texts the intended quantity is unknown. */
function intended(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 40) return undefined;
  const meant = value.replace(/^([0-9.]+) ?([kMGTPE]|[KMGTPE]i)B?$/, "$1$2");
  return meant !== value && amountOf(meant) !== undefined ? meant : undefined;
}
