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
  summary: "Two namespaces use the same name on a shared scheduler.",
  neverWaived: "The later object replaces the other tenant's.",
  docs: {
    why: "A scheduler identifies Servers, Models, Pipelines and Experiments by name alone. A second Model of the same name from another namespace is a new version of the first, and replaces it. The replicas of a second Server overwrite those of the first.",
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
    fix: "Prefix the name with the tenant's name.",
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
            message: `duplicate ${manifest.object.kind} ${manifest.name}: ${other.namespace} has it too, on the same scheduler`,
            related: [
              { at: other.at(["metadata", "name"]), message: `the ${manifest.object.kind} of ${other.namespace}` },
            ],
          };
      }
    }
  },
});
