import { replaced } from "../../diagnostics/example.ts";
import { serverConfigKind } from "../../models/kinds.ts";
import { patterns } from "../../patterns/table.ts";
import { defineRule } from "../rule.ts";

export const seldonServerConfigDead = defineRule({
  code: "seldon/server-config-dead",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  kinds: [serverConfigKind],
  summary: "A ServerConfig is in a namespace where no operator looks for it.",
  docs: {
    why: "Such a ServerConfig has no effect, and no error shows it. In addition, an edit of it makes the operator reconcile every Server that names it, in all namespaces.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver-config, namespace: churn }
spec: { podSpec: { containers: [] }, volumeClaimTemplates: [] }
`,
    valid: replaced("name: mlserver-config, namespace: churn", "name: churn.mlserver-config, namespace: seldon-system"),
    fix: "Move it to the operator's namespace, with the tenant's name in its own name. Or choose a pattern whose operator looks in the Server's namespace.",
  },
  *check(config, { context: { cluster, platform } }) {
    if (cluster === undefined || platform === undefined) return;
    const { operator, serverConfigs, name } = patterns[cluster.spec.seldon.pattern];
    const operatorNamespace = platform.spec.seldon.namespace;
    if (operator !== "central" || serverConfigs !== "operator" || config.namespace === operatorNamespace) return;
    if (config.namespace === undefined) return;
    yield {
      at: config.at(["metadata", "namespace"], "value"),
      message: `no operator looks for ServerConfigs in ${config.namespace}`,
      hint: `On the pattern ${name}, ServerConfigs must be in ${operatorNamespace}.`,
    };
  },
});
