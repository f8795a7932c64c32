import { replaced } from "../../diagnostics/example.ts";
import { serverConfigKind } from "../../models/kinds.ts";
import { patterns } from "../../patterns/table.ts";
import { defineRule } from "../rule.ts";

export const seldonServerConfigDead = defineRule({
  code: "seldon/server-config-dead",
  severity: "error",
  inFolder: "not asked",
  over: "object",
  kinds: [serverConfigKind],
  summary: "A ServerConfig lies in a namespace where some operator looks.",
  docs: {
    why: "A ServerConfig anywhere else does nothing, and nobody says so. Worse: an edit of it makes the operator look at every Server that names it, in all namespaces.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver-config, namespace: churn }
spec: { podSpec: { containers: [] }, volumeClaimTemplates: [] }
`,
    valid: replaced("name: mlserver-config, namespace: churn", "name: churn.mlserver-config, namespace: seldon-system"),
    fix: "Put it beside the operator under a name of its tenant's, or choose a pattern whose operator looks beside the Server.",
  },
  *check(config, { context: { cluster, platform } }) {
    if (cluster === undefined || platform === undefined) return;
    const { operator, serverConfigs, name } = patterns[cluster.spec.seldon.pattern];
    const own = platform.spec.seldon.namespace;
    if (operator !== "central" || serverConfigs !== "operator" || config.namespace === own) return;
    if (config.namespace === undefined) return;
    yield {
      at: config.at(["metadata", "namespace"], "value"),
      message: `no operator looks for ServerConfigs in ${config.namespace}`,
      hint: `On the pattern ${name} they lie in ${own}.`,
    };
  },
});
