import { replaced } from "../../diagnostics/example.ts";
import { numberAt } from "../../evaluate/manifests/reading.ts";
import { applicationKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const gitopsNoRetry = defineRule({
  code: "gitops/no-retry",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application that syncs by itself tries again, and takes newer commits on the way.",
  docs: {
    why: "Without retry a sync that failed is tried five times within some minutes, and with limit: 0 once; then not again until there is another commit (Argo CD 3.2 and 3.5): an object that waited longer for a definition, or for a webhook that was restarting, stays away for good. With retry, and without refresh, it tries the same commit again and again, and not the one that fixes it.",
    invalid: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { project: churn, syncPolicy: { automated: { prune: true } } }
`,
    valid: replaced("automated: { prune: true }", "automated: { prune: true }, retry: { limit: -1, refresh: true }"),
    fix: "Add retry: { limit: -1, refresh: true } under syncPolicy.",
  },
  *check(application, manifestSet) {
    const policy = valueAt(application.object, ["spec", "syncPolicy"]);
    if (!isMap(valueAt(policy, ["automated"]))) return;
    const retry = valueAt(policy, ["retry"]);
    // Without any retry an automated sync is tried five times; a retry that names no limit has 0.
    const limit = isMap(retry) ? (numberAt(retry, "limit") ?? 0) : defaultLimit;
    if (limit === 0)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: `${application.name} never tries again`,
      };
    else if (!manifestSet.isPartial && valueAt(policy, ["retry", "refresh"]) !== true)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: isMap(retry)
          ? `${application.name} tries one commit again and again, whatever is merged meanwhile`
          : `${application.name} tries a failed sync ${defaultLimit} times, and then not again`,
        hint: isMap(retry) ? "Add refresh: true." : "Add retry: { limit: -1, refresh: true }.",
      };
  },
});

/** Of an automated sync that says nothing of retries (controller/appcontroller.go, Argo CD 3.2.11 and 3.5.1). */
const defaultLimit = 5;
