import { runtimeKind } from "../../models/kinds.ts";

import { defineRule } from "../rule.ts";

export const seldonSchedulerAlias = defineRule({
  code: "seldon/scheduler-alias",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "object",
  kinds: ["Service"],
  summary: "A namespace has both its own SeldonRuntime and alias Services of a shared SeldonRuntime.",
  neverWaived:
    "Argo CD and Seldon's operator would overwrite the same Service in turn, and the namespace's models would alternate between two schedulers.",
  docs: {
    why: "The operator creates the Services seldon-scheduler and seldon-mesh in the namespace of each SeldonRuntime. The alias Services of a shared SeldonRuntime have the type ExternalName and point to its Services. If Argo CD applies an alias Service with one of these names, Argo CD and the operator revert each other's changes.",
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
    fix: "Remove the alias Service or the SeldonRuntime.",
  },
  *check(alias, manifestSet) {
    const { service } = manifestSet.seldon;
    if (alias.name !== service.scheduler && alias.name !== service.mesh) return;
    const runtime = manifestSet.of(runtimeKind).find(({ namespace }) => namespace === alias.namespace);
    if (runtime === undefined) return;
    yield {
      at: alias.at(["metadata", "name"], "value"),
      message: `duplicate Service ${alias.name}: SeldonRuntime ${runtime.name} creates it too`,
      related: [{ at: runtime.at(["metadata", "name"]), message: `SeldonRuntime ${runtime.name}` }],
    };
  },
});
