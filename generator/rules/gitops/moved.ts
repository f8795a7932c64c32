import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

export const gitopsMoved = defineRule({
  code: "gitops/moved",
  severity: "error",
  inFolder: "not asked",
  over: "object",
  summary: "No kustomization moves objects that say their namespace to another one.",
  docs: {
    why: "The field namespace of a kustomization is set on everything that it builds: a ServerConfig written for the operator's namespace lands in the tenant's, where nobody looks, and a RoleBinding leaves the account it was for.",
    invalid: `
# churn/kustomization.yaml
namespace: churn
resources: [config.yaml]
# churn/config.yaml
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: churn.mlserver-config, namespace: seldon-system }
spec: { podSpec: { containers: [{ name: mlserver }] }, volumeClaimTemplates: [] }
`,
    valid: replaced(
      `# churn/kustomization.yaml
namespace: churn`,
      "# churn/kustomization.yaml",
    ),
    fix: "Keep what belongs to another namespace in a kustomization of its own.",
  },
  *check({ object, name, namespace, before, at }) {
    const written = textAt(before, "metadata", "namespace");
    if (written === undefined || namespace === undefined || written === namespace) return;
    yield {
      at: at(["metadata", "namespace"], "value"),
      message: `a kustomization moves ${object.kind} ${name} from ${written} to ${namespace}`,
    };
  },
});
