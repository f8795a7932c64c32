import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

export const gitopsMoved = defineRule({
  code: "gitops/moved",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  summary: "A kustomization moves an object that sets a namespace to another namespace.",
  docs: {
    why: "kustomize sets the field namespace of a kustomization on every object that it builds. A ServerConfig for the operator's namespace is then created in the tenant's namespace, where no component reads it, and a RoleBinding is separated from its ServiceAccount.",
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
    fix: "Put objects of another namespace into a separate kustomization.",
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
