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
  summary: "An Application with automated sync does not retry, or ignores newer commits when it retries.",
  docs: {
    why: "Without retry, Argo CD tries a failed sync five times within some minutes, and with limit: 0 once. It does not try again until there is another commit (Argo CD 3.2 and 3.5). An object that had to wait longer for a CustomResourceDefinition, or for a webhook that was restarting, is never created. With retry but without refresh, Argo CD retries the same commit again and again, and not the commit that fixes it.",
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
    // Without retry, Argo CD tries an automated sync five times. A retry without a limit has limit 0.
    const limit = isMap(retry) ? (numberAt(retry, "limit") ?? 0) : defaultLimit;
    if (limit === 0)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: `Application ${application.name} does not retry a failed sync`,
      };
    else if (!manifestSet.isPartial && valueAt(policy, ["retry", "refresh"]) !== true)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: isMap(retry)
          ? `Application ${application.name} retries the same commit and ignores newer commits`
          : `Application ${application.name} tries a failed sync ${defaultLimit} times and then stops`,
        hint: isMap(retry) ? "Add refresh: true." : "Add retry: { limit: -1, refresh: true }.",
      };
  },
});

/** The limit of an automated sync without retry (controller/appcontroller.go, Argo CD 3.2.11 and 3.5.1). */
const defaultLimit = 5;
