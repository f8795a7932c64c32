import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const accessDefaultToken = defineRule({
  code: "access/default-token",
  severity: "warning",
  over: "manifest set",
  summary: "The default ServiceAccount gives a token to every pod that names no other account.",
  docs: {
    why: "Kubernetes creates a ServiceAccount default in each namespace and mounts its token into every pod that names no other. Alone it allows little. If a role is later bound to it, or to system:serviceaccounts, all of these pods get the rights of that role. An attacker in one of these pods can call the API server.",
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
    fix: "Deploy the ServiceAccount default with automountServiceAccountToken: false. Set a separate ServiceAccount in each pod that needs a token.",
  },
  *check(manifestSet) {
    const accounts = manifestSet.of("ServiceAccount").filter(({ name }) => name === "default");
    for (const account of accounts) {
      if (valueAt(account.object, ["automountServiceAccountToken"]) === false) continue;
      yield {
        at: account.at(["metadata", "name"], "value"),
        message: `ServiceAccount default of ${describeNamespace(account.namespace)} gives its token to every pod that names no other`,
        hint: "Add automountServiceAccountToken: false.",
      };
    }
    yield* withoutAccount(manifestSet);
  },
});

/** A tenant's namespace without a manifest of the account, where the one that Kubernetes creates is in use. */
function* withoutAccount(manifestSet: ManifestSet): Iterable<RuleFinding> {
  const tenant = manifestSet.context.tenant?.name;
  const namespace = tenant === undefined ? undefined : manifestSet.named("Namespace", undefined, tenant);
  if (namespace === undefined || manifestSet.named("ServiceAccount", tenant, "default") !== undefined) return;
  yield {
    at: namespace.at(["metadata", "name"], "value"),
    message: `missing ServiceAccount default for ${tenant}: every pod that names no other gets its token`,
    hint: "Add a ServiceAccount default with automountServiceAccountToken: false.",
  };
}
