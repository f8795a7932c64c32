import { replaced } from "../../diagnostics/example.ts";
import { runtimeComponents } from "../../evaluate/manifests/pods.ts";
import { listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import { runtimeKind } from "../../models/kinds.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

const exposed = ["seldon-scheduler", "seldon-envoy"];

export const seldonRuntimeOverride = defineRule({
  code: "seldon/runtime-override",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [runtimeKind],
  summary:
    "Overrides of a SeldonRuntime are about components that there are, one scheduler, and Services that stay inside.",
  docs: {
    why: "An override of a component that Seldon does not have is ignored in silence. The scheduler keeps its state by itself: two of them are two truths. An override of scheduler or Envoy without serviceType makes their Service ClusterIP, whatever serviceType the runtime says elsewhere. A component that is disabled leaves what it had made behind; replicas 0 does not.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec:
  seldonConfig: default
  overrides: [{ name: mlserver, replicas: 2 }]
`,
    valid: replaced(
      "overrides: [{ name: mlserver, replicas: 2 }]",
      "overrides: [{ name: seldon-envoy, replicas: 2, serviceType: ClusterIP }]",
    ),
    fix: "Override hodometer, seldon-scheduler, seldon-envoy, seldon-dataflow-engine, seldon-modelgateway or seldon-pipelinegateway; switch one off with replicas: 0; say serviceType.",
  },
  *check({ object, at }, { seldon }) {
    const components = runtimeComponents(seldon);
    for (const [index, override] of listAt(object, "spec", "overrides").entries()) {
      const path = ["spec", "overrides", index] as const;
      const name = textAt(override, "name") ?? "";
      if (!components.includes(name)) {
        yield {
          at: at([...path, "name"], "value"),
          message: `${name} is no component of a SeldonRuntime, and is ignored`,
          hint: suggestion(name, components),
          fix: nearest(name, components),
        };
        continue;
      }
      const replicas = numberAt(override, "replicas");
      if (name === "seldon-scheduler" && replicas !== undefined && replicas !== 1)
        yield { at: at([...path, "replicas"], "value"), message: `a scheduler with ${replicas} replicas`, fix: "1" };
      if (valueAt(override, ["disable"]) === true)
        yield {
          at: at([...path, "disable"], "key"),
          message: `${name} is disabled`,
          hint: "Say replicas: 0 instead.",
        };
      if (exposed.includes(name) && (textAt(override, "serviceType") ?? "") === "")
        yield {
          at: at([...path, "name"], "value"),
          message: `without serviceType the Service of ${name} becomes ClusterIP`,
          hint: "Say the one that is meant.",
        };
    }
  },
});
