import type { Location } from "../../diagnostics/diagnostic.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { serverConfigKind, serverKind } from "../../models/kinds.ts";
import { patterns } from "../../patterns/table.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

export const seldonServerConfigNotFound = defineRule({
  code: "seldon/server-config-not-found",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [serverKind],
  summary: "A Server's ServerConfig is not in the namespace where the operator looks for it.",
  docs: {
    why: "In all releases up to 2.10.2, the operator looks up a ServerConfig by name in the operator's own namespace, regardless of the Server's namespace. Only a patched operator looks up ServerConfigs in the Server's namespace. If the operator does not find the ServerConfig, the operator creates no StatefulSet, and the Server's status shows that the ServerConfig is not found.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: seldon-system/mlserver-config }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: churn.mlserver-config, namespace: seldon-system }
spec: { podSpec: { containers: [] }, volumeClaimTemplates: [] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config }
`,
    fix: "Set serverConfig to a name without a namespace. The ServerConfig must be in the namespace where the Server's operator looks for it.",
  },
  *check(server, manifestSet) {
    const name = textAt(server.object, "spec", "serverConfig") ?? "";
    const at = (): Location => server.at(["spec", "serverConfig"], "value");
    if (name.includes("/")) {
      yield {
        at: at(),
        message: `invalid ServerConfig name ${name}: the name contains a namespace`,
        hint: "The operator looks for ServerConfigs only in its own namespace.",
      };
      return;
    }
    const namespace = namespaceSearched(manifestSet, server.namespace);
    const all = manifestSet.everywhere().of(serverConfigKind);
    const here = all.filter(
      (manifest) =>
        namespace === undefined ||
        manifest.namespace === namespace ||
        (manifestSet.isPartial && manifest.namespace === undefined),
    );
    const names = here.map((manifest) => manifest.name);
    if (names.includes(name) || manifestSet.seldon.chartObjects.serverConfigs.includes(name)) return;
    // A folder without any ServerConfig may contain only the Servers.
    if ((namespace === undefined || manifestSet.isPartial) && all.length === 0) return;
    const elsewhere = all.find((manifest) => manifest.name === name && manifest.namespace !== undefined);
    yield {
      at: at(),
      message: `unknown ServerConfig ${name}${namespace === undefined ? "" : ` in ${namespace}, where the operator looks for it`}`,
      hint:
        elsewhere === undefined ? suggestion(name, names) : `A ServerConfig of this name is in ${elsewhere.namespace}.`,
    };
  },
});

/** The namespace where the operator of a Server looks for ServerConfigs. Undefined if the pattern is unknown. */
function namespaceSearched(
  { context: { cluster, platform } }: ManifestSet,
  namespace: string | undefined,
): string | undefined {
  if (cluster === undefined || platform === undefined) return undefined;
  const { operator, serverConfigs } = patterns[cluster.spec.seldon.pattern];
  return operator === "central" && serverConfigs === "operator" ? platform.spec.seldon.namespace : namespace;
}
