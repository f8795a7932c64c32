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
  summary: "An Application with automated sync does not retry a failed sync, or retries only an old commit.",
  docs: {
    why: "If an Application does not set retry, Argo CD retries a failed automated sync at most five times within a few minutes. If the limit of retry is 0, Argo CD tries an automated sync only once. After the last failed attempt, Argo CD does not sync the Application until there is another commit (Argo CD 3.2 and 3.5). If a CustomResourceDefinition or a webhook becomes available only after the last attempt, Argo CD never creates the objects that need it. If retry does not set refresh, Argo CD retries the failed commit repeatedly, and does not sync a newer commit that fixes the error.",
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
    // Without retry, Argo CD retries an automated sync five times. A retry without a limit has limit 0.
    const limit = isMap(retry) ? (numberAt(retry, "limit") ?? 0) : defaultLimit;
    if (limit === 0)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: `invalid retry limit 0 in Application ${application.name}: Argo CD does not retry a failed sync`,
      };
    else if (!manifestSet.isPartial && valueAt(policy, ["retry", "refresh"]) !== true)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: isMap(retry)
          ? `missing refresh in Application ${application.name}: Argo CD retries the failed commit and ignores newer commits`
          : `missing retry in Application ${application.name}: Argo CD retries a failed sync ${defaultLimit} times and then stops`,
        hint: isMap(retry) ? "Add refresh: true." : "Add retry: { limit: -1, refresh: true }.",
      };
  },
});

/** The limit of an automated sync without retry (controller/appcontroller.go, Argo CD 3.2.11 and 3.5.1). */
const defaultLimit = 5;
