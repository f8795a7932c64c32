import { syncedObjectPolicies } from "../../admission/synced.ts";
import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import { syncedBy } from "../../evaluate/manifests/synced-by.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { partKinds } from "../../layout/kinds.ts";
import { patterns } from "../../patterns/table.ts";
import { defineRule } from "../rule.ts";

export const gitopsUndeclaredKind = defineRule({
  code: "gitops/undeclared-kind",
  severity: "error",
  over: "object",
  summary: "What Argo CD applies in a tenant's namespace is of a kind that the Application declares.",
  docs: {
    why: "A project has to allow the kinds that controllers make, pods and endpoints too: what it does not allow is missing in Argo CD's resource tree. So a file that gets into a rendered folder past the checks could be a pod with any account of the namespace, or an EndpointSlice that sends somebody's requests elsewhere, and Argo CD would apply it. The cluster's admission policies know the account that Argo CD writes with, and the Application from the mark that it puts on each object.",
    invalid: `
apiVersion: v1
kind: Pod
metadata:
  name: shell
  namespace: churn
  annotations: { argocd.argoproj.io/tracking-id: "production.churn.workloads:/Pod:churn/shell" }
spec: { containers: [{ name: shell, image: "harbor.acme.test/shell:1" }] }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata:
  name: baseline
  namespace: churn
  annotations: { argocd.argoproj.io/tracking-id: "production.churn.workloads:mlops.seldon.io/Model:churn/baseline" }
spec: { storageUri: "s3://churn/baseline", requirements: [sklearn] }
`,
    fix: "Ask for it in the tenant's file. What a component brings is of the kinds that its Application declares.",
  },
  inCluster: [
    {
      policy: syncedObjectPolicies,
      holds: 'variables.tenant == request.namespace && (variables.part + " " + variables.kind) in variables.declared',
      found:
        'variables.kind + " is not declared by " + (variables.part == "" ? "an Application of this tenant" : variables.path.join("."))',
    },
  ],
  *check(manifest, manifestSet) {
    const { cluster } = manifestSet.context;
    const by = syncedBy(manifest);
    const tenant = tenantOf(manifestSet, manifest.namespace);
    // Of a component the gate says it at the line that asks for it.
    if (
      cluster === undefined ||
      by === undefined ||
      tenant === undefined ||
      (isUnit(manifestSet) && manifest.handWritten)
    )
      return;
    const pattern = patterns[cluster.spec.seldon.pattern];
    if (by.of === "tenant" && by.tenant === tenant && partKinds(by.part, pattern).includes(manifest.kind)) return;
    yield {
      at: manifest.at(["metadata", "name"], "value"),
      message: `${manifest.kind} ${manifest.name} is not declared by ${by.name}`,
    };
  },
});
