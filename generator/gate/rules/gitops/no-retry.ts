import { isMap, valueAt } from "../../../validate/merge.ts";
import { numberAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { applicationKind } from "./applications.ts";

export const noRetry = defineRule({
  code: "gitops/no-retry",
  severity: "error",
  over: "object",
  kinds: [applicationKind],
  summary: "An Application that syncs by itself tries again, and takes newer commits on the way.",
  page: {
    why: "Without retry a sync that failed is not tried again until there is another commit: an object that waited for a definition, or for a webhook that was restarting, stays away for good. With retry, and without refresh, it tries the same commit again and again, and not the one that mends it.",
    wrong: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { project: churn, syncPolicy: { automated: { prune: true } } }
`,
    right: `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: churn, namespace: argocd }
spec: { project: churn, syncPolicy: { automated: { prune: true }, retry: { limit: -1, refresh: true } } }
`,
    mend: "Add retry: { limit: -1, refresh: true } under syncPolicy.",
  },
  *check(application) {
    const policy = valueAt(application.object, ["spec", "syncPolicy"]);
    if (!isMap(valueAt(policy, ["automated"]))) return;
    const limit = numberAt(policy, "retry", "limit") ?? 0;
    if (limit === 0)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: `${application.name} never tries again`,
      };
    else if (valueAt(policy, ["retry", "refresh"]) !== true)
      yield {
        at: application.at(["spec", "syncPolicy", "retry"], "key"),
        message: `${application.name} tries one commit again and again, whatever is merged meanwhile`,
        hint: "Add refresh: true.",
      };
  },
});
