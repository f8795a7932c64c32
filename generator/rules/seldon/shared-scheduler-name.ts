import { replaced } from "../../diagnostics/example.ts";
import { experimentKind, modelKind, pipelineKind, serverKind } from "../../models/kinds.ts";
import { patterns } from "../../patterns/table.ts";
import { defineRule } from "../rule.ts";

const kinds = [serverKind, modelKind, pipelineKind, experimentKind] as const;

export const seldonSharedSchedulerName = defineRule({
  code: "seldon/shared-scheduler-name",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "cluster",
  kinds,
  summary: "Objects of two namespaces have the same name on a shared scheduler.",
  neverWaived: "The object that is created later replaces the object of another tenant.",
  docs: {
    why: "A scheduler identifies Servers, Models, Pipelines and Experiments by name alone. If another namespace has a Model with the same name, the scheduler treats it as a new version, and replaces the first Model. The replicas of a second Server with the same name overwrite the replicas of the first Server.",
    pattern: "enhanced",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: gs://churn/baseline, requirements: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: fraud }
spec: { storageUri: gs://fraud/baseline, requirements: [sklearn] }
`,
    valid: replaced(
      "metadata: { name: baseline, namespace: fraud }",
      "metadata: { name: fraud-baseline, namespace: fraud }",
    ),
    fix: "Prefix the object's name with the tenant's name.",
  },
  *check(manifestSet) {
    const { cluster } = manifestSet.context;
    if (cluster === undefined || patterns[cluster.spec.seldon.pattern].runtime !== "shared") return;
    for (const kind of kinds) {
      const first = new Map<string, (typeof manifestSet.manifests)[number]>();
      for (const manifest of manifestSet.of(kind)) {
        const other = first.get(manifest.name);
        if (other === undefined) first.set(manifest.name, manifest);
        else if (other.namespace !== manifest.namespace && other.namespace !== undefined)
          yield {
            at: manifest.at(["metadata", "name"], "value"),
            message: `duplicate ${manifest.object.kind} ${manifest.name}: namespace ${other.namespace} uses the same name on the same scheduler`,
            related: [
              { at: other.at(["metadata", "name"]), message: `the ${manifest.object.kind} of ${other.namespace}` },
            ],
          };
      }
    }
  },
});
