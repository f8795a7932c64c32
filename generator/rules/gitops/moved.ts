import { replaced } from "../../diagnostics/example.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { defineRule } from "../rule.ts";

export const gitopsMoved = defineRule({
  code: "gitops/moved",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  summary: "A kustomization overwrites the namespace that an object's manifest sets.",
  docs: {
    why: "kustomize writes the namespace of a kustomization into every object of the kustomization. kustomize can thus move a ServerConfig from the operator's namespace to the tenant's namespace, where no controller reads the ServerConfig. kustomize can also move a RoleBinding to a namespace that does not contain its ServiceAccount.",
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
      message: `a kustomization moves ${object.kind} ${name} from namespace ${written} to namespace ${namespace}`,
    };
  },
});
