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
  summary: "On a shared scheduler no two namespaces use one name.",
  neverWaived: "The later one replaces the other tenant's.",
  docs: {
    why: "A scheduler knows Servers, Models, Pipelines and Experiments by name alone. A second Model of the same name from another namespace is a new version of the first, and replaces it; a second Server's replicas overwrite the first one's.",
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
    fix: "Put the tenant's name before it.",
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
            message: `${manifest.object.kind} ${manifest.name} is in ${other.namespace} too, on the same scheduler`,
            related: [{ at: other.at(["metadata", "name"]), message: `the one of ${other.namespace}` }],
          };
      }
    }
  },
});
