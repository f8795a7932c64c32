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
  summary: "A ServerConfig is in a namespace where no operator reads ServerConfigs.",
  docs: {
    why: "A ServerConfig that no operator reads has no effect, and no component reports an error. Nevertheless, if a user edits this ServerConfig, the operator reconciles all Servers that refer to a ServerConfig with the same name, in all namespaces that the operator watches.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver-config, namespace: churn }
spec: { podSpec: { containers: [] }, volumeClaimTemplates: [] }
`,
    valid: replaced("name: mlserver-config, namespace: churn", "name: churn.mlserver-config, namespace: seldon-system"),
    fix: "Move the ServerConfig to the operator's namespace, and prefix its name with the tenant's name. Alternatively, choose a pattern whose operator reads ServerConfigs in the Server's namespace.",
  },
  *check(config, { context: { cluster, platform } }) {
    if (cluster === undefined || platform === undefined) return;
    const { operator, serverConfigs, name } = patterns[cluster.spec.seldon.pattern];
    const operatorNamespace = platform.spec.seldon.namespace;
    if (operator !== "central" || serverConfigs !== "operator" || config.namespace === operatorNamespace) return;
    if (config.namespace === undefined) return;
    yield {
      at: config.at(["metadata", "namespace"], "value"),
      message: `invalid namespace ${config.namespace} of ServerConfig ${config.name}: no operator reads ServerConfigs there`,
      hint: `With the pattern ${name}, ServerConfigs must be in ${operatorNamespace}.`,
    };
  },
});
