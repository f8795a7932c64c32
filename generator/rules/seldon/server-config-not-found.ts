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
  summary: "A Server's ServerConfig lies where the operator looks for it.",
  docs: {
    why: "The operator looks a ServerConfig up by its bare name in its own namespace, whatever namespace the Server is in (every release so far; patched operators look beside the Server). Where there is none, no StatefulSet is made: the Server's status says that the ServerConfig is not found.",
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
    fix: "Give the bare name of a ServerConfig in the namespace of the operator that serves this Server.",
  },
  *check(server, manifestSet) {
    const name = textAt(server.object, "spec", "serverConfig") ?? "";
    const at = (): Location => server.at(["spec", "serverConfig"], "value");
    if (name.includes("/")) {
      yield {
        at: at(),
        message: `${name} is no name: a ServerConfig cannot be named with its namespace`,
        hint: "The operator looks in one namespace only: its own.",
      };
      return;
    }
    const namespace = lookedIn(manifestSet, server.namespace);
    const all = manifestSet.everywhere().of(serverConfigKind);
    const here = all.filter(
      (manifest) =>
        namespace === undefined ||
        manifest.namespace === namespace ||
        (manifestSet.isPartial && manifest.namespace === undefined),
    );
    const names = here.map((manifest) => manifest.name);
    if (names.includes(name) || manifestSet.seldon.chartObjects.serverConfigs.includes(name)) return;
    // A folder without any may hold the Servers alone.
    if ((namespace === undefined || manifestSet.isPartial) && all.length === 0) return;
    const elsewhere = all.find((manifest) => manifest.name === name && manifest.namespace !== undefined);
    yield {
      at: at(),
      message: `there is no ServerConfig ${name}${namespace === undefined ? "" : ` in ${namespace}, where its operator looks`}`,
      hint: elsewhere === undefined ? suggestion(name, names) : `There is one in ${elsewhere.namespace}.`,
    };
  },
});

/** The namespace that the operator of a Server looks into; nothing where nobody knows the pattern. */
function lookedIn({ context: { cluster, platform } }: ManifestSet, namespace: string | undefined): string | undefined {
  if (cluster === undefined || platform === undefined) return undefined;
  const { operator, serverConfigs } = patterns[cluster.spec.seldon.pattern];
  return operator === "central" && serverConfigs === "operator" ? platform.spec.seldon.namespace : namespace;
}
