import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule, type RuleFinding } from "../rule.ts";

export const accessDefaultToken = defineRule({
  code: "access/default-token",
  severity: "warning",
  over: "manifest set",
  summary: "The ServiceAccount default gives a token to every pod that names no ServiceAccount.",
  docs: {
    why: "Kubernetes creates a ServiceAccount named default in each namespace, and mounts the token of this account into every pod that names no ServiceAccount. The token of an account without role bindings grants few rights. If a role is later bound to the ServiceAccount default or to the group system:serviceaccounts, every pod with its token gets the rights of the role. An attacker in a pod with a token can authenticate to the API server.",
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
    fix: "Deploy the ServiceAccount default, and set automountServiceAccountToken to false. In each pod that needs a token, set serviceAccountName to a separate ServiceAccount.",
  },
  *check(manifestSet) {
    const accounts = manifestSet.of("ServiceAccount").filter(({ name }) => name === "default");
    for (const account of accounts) {
      if (valueAt(account.object, ["automountServiceAccountToken"]) === false) continue;
      yield {
        at: account.at(["metadata", "name"], "value"),
        message: `missing automountServiceAccountToken: false in ServiceAccount default of ${describeNamespace(account.namespace)}: every pod that names no ServiceAccount gets a token`,
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
    message: `missing ServiceAccount default in ${tenant}: Kubernetes creates this account, and every pod that names no ServiceAccount gets its token`,
    hint: "Add a ServiceAccount default with automountServiceAccountToken: false.",
  };
}
