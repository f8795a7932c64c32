import { runtimeKind } from "../../models/kinds.ts";

import { defineRule } from "../rule.ts";

export const seldonSchedulerAlias = defineRule({
  code: "seldon/scheduler-alias",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "object",
  kinds: ["Service"],
  summary: "A namespace has a runtime of its own or aliases of a shared one, not both.",
  neverWaived:
    "Two controllers then write one Service in turn, and models of the namespace reach now one scheduler, now the other.",
  docs: {
    why: "A SeldonRuntime makes the Services seldon-scheduler and seldon-mesh in its namespace. An alias of the same name is written by Argo CD: each puts back what the other changed.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
---
apiVersion: v1
kind: Service
metadata: { name: seldon-scheduler, namespace: churn }
spec: { type: ExternalName, externalName: seldon-scheduler.seldon-system.svc.cluster.local }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
`,
    fix: "Take the alias away, or the SeldonRuntime.",
  },
  *check(alias, manifestSet) {
    const { service } = manifestSet.seldon;
    if (alias.name !== service.scheduler && alias.name !== service.mesh) return;
    const runtime = manifestSet.of(runtimeKind).find(({ namespace }) => namespace === alias.namespace);
    if (runtime === undefined) return;
    yield {
      at: alias.at(["metadata", "name"], "value"),
      message: `SeldonRuntime ${runtime.name} makes a Service ${alias.name} too`,
      related: [{ at: runtime.at(["metadata", "name"]), message: `SeldonRuntime ${runtime.name}` }],
    };
  },
});
