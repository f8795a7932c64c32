import { syncedObjectPolicies } from "../../admission/synced.ts";
import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import { syncedBy } from "../../evaluate/manifests/synced-by.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { addedKinds, partKinds } from "../../layout/kinds.ts";
import { hostedParts } from "../../layout/paths.ts";
import { patterns } from "../../patterns/table.ts";
import { defineRule } from "../rule.ts";

export const gitopsUndeclaredKind = defineRule({
  code: "gitops/undeclared-kind",
  severity: "error",
  over: "object",
  summary: "Argo CD applies an object of a kind that the Application does not declare for a tenant's namespace.",
  docs: {
    why: "The platform defines which kinds each Application of a tenant may apply. An Argo CD project must also allow kinds that controllers create, such as Pod and StatefulSet, because Argo CD's resource tree omits kinds that the project does not allow. From a file that bypasses the checks, Argo CD could create a Pod with any ServiceAccount of the namespace. Admission policies on the cluster recognise Argo CD by its ServiceAccount, and the Application by the tracking annotation of the object.",
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
    fix: "Request the object in the tenant file. A component may contain only kinds that its Application declares.",
  },
  inCluster: [
    {
      policy: syncedObjectPolicies,
      compliesWhen: `variables.tenant == request.namespace && !(variables.part in [${hostedParts.map((part) => `"${part}"`).join(", ")}]) && (variables.part + " " + variables.kind) in variables.declared`,
      message:
        'variables.kind + " is not allowed: " + (variables.part == "" ? "no Application of this tenant declares" : "Application " + variables.path.join(".") + " does not declare") + " this kind for namespace " + request.namespace + ". Request the object in the tenant file."',
    },
  ],
  *check(manifest, manifestSet) {
    const { cluster } = manifestSet.context;
    const by = syncedBy(manifest);
    const tenant = tenantOf(manifestSet, manifest.namespace);
    // For a component, the gate reports this at the line that requests the component.
    if (
      cluster === undefined ||
      by === undefined ||
      tenant === undefined ||
      (isUnit(manifestSet) && manifest.handWritten)
    )
      return;
    const furtherKinds = addedKinds(cluster);
    const pattern = patterns[cluster.spec.seldon.pattern];
    if (by.of === "tenant" && by.tenant === tenant && partKinds(by.part, pattern, furtherKinds).includes(manifest.kind))
      return;
    yield {
      at: manifest.at(["metadata", "name"], "value"),
      message: `undeclared ${manifest.kind} ${manifest.name}: Application ${by.name} does not declare this kind for namespace ${manifest.namespace}`,
    };
  },
});
