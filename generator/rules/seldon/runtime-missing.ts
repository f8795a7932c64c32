import { modelKind, runtimeKind, serverKind } from "../../models/kinds.ts";
import { runtimeNamespace } from "../../patterns/pattern.ts";
import { patterns } from "../../patterns/table.ts";
import { defineRule } from "../rule.ts";

export const seldonRuntimeMissing = defineRule({
  code: "seldon/runtime-missing",
  severity: "error",
  inFolder: "not checked",
  over: "manifest set",
  summary:
    "A namespace with Servers or Models has no SeldonRuntime, although the cluster's pattern requires a SeldonRuntime in each namespace.",
  docs: {
    why: "Every Seldon component looks for seldon-scheduler in its own namespace. Without a SeldonRuntime, a namespace has no scheduler: a Server gets no StatefulSet, and a Model remains in progress. The status of the Server only shows that a name does not resolve.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: churn.mlserver-config }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
`,
    fix: "Add a SeldonRuntime. For a tenant that declares Servers, build generates the SeldonRuntime.",
  },
  *check(manifestSet) {
    const { cluster, platform } = manifestSet.context;
    if (cluster === undefined || platform === undefined) return;
    const pattern = patterns[cluster.spec.seldon.pattern];
    const bare = new Set<string>();
    for (const manifest of manifestSet.of(serverKind, modelKind)) {
      const namespace = manifest.namespace ?? "";
      const home = runtimeNamespace(pattern, platform.spec.seldon.namespace, namespace);
      if (home !== namespace || bare.has(namespace)) continue;
      if (manifestSet.of(runtimeKind).some((candidate) => candidate.namespace === namespace)) continue;
      bare.add(namespace);
      yield {
        at: manifest.at(["metadata", "name"], "value"),
        message: `missing SeldonRuntime in ${namespace}: the namespace has a ${manifest.object.kind}`,
      };
    }
  },
});
