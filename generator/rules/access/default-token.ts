import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const accessDefaultToken = defineRule({
  code: "access/default-token",
  severity: "warning",
  over: "scene",
  summary: "Pods that name no account get a token that they never asked for.",
  docs: {
    why: "Kubernetes makes an account `default` in each namespace and mounts its token into every pod that names no other. It may little by itself; whoever binds it one day, or system:serviceaccounts, gives that to all of these pods, and whoever gets into one of them can speak to the API server.",
    invalid: `
apiVersion: v1
kind: ServiceAccount
metadata: { name: default, namespace: churn }
`,
    valid: replaced(
      "metadata: { name: default, namespace: churn }",
      `metadata: { name: default, namespace: churn }
automountServiceAccountToken: false`,
    ),
    fix: "Deliver the account with automountServiceAccountToken: false; a pod that needs a token names an account of its own.",
  },
  *check(manifestSet) {
    const accounts = manifestSet.of("ServiceAccount").filter(({ name }) => name === "default");
    for (const account of accounts) {
      if (valueAt(account.object, ["automountServiceAccountToken"]) === false) continue;
      yield {
        at: account.at(["metadata", "name"], "value"),
        message: `default of ${describeNamespace(account.namespace)} hands its token to every pod that names no account`,
        hint: "Add automountServiceAccountToken: false.",
      };
    }
    yield* withoutAccount(manifestSet);
  },
});

/** A tenant's namespace that leaves the account as Kubernetes makes it. */
function* withoutAccount(manifestSet: ManifestSet): Iterable<RuleFinding> {
  const tenant = manifestSet.context.tenant?.name;
  const namespace = tenant === undefined ? undefined : manifestSet.named("Namespace", undefined, tenant);
  if (namespace === undefined || manifestSet.named("ServiceAccount", tenant, "default") !== undefined) return;
  yield {
    at: namespace.at(["metadata", "name"], "value"),
    message: `nothing switches off the token of the default account of ${tenant}`,
    hint: "Deliver a ServiceAccount default with automountServiceAccountToken: false.",
  };
}
