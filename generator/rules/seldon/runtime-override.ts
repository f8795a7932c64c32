import { replaced } from "../../diagnostics/example.ts";
import { runtimeComponents } from "../../evaluate/manifests/pods.ts";
import { listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import { runtimeKind } from "../../models/kinds.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import { runningParts } from "../../validate/effective-components.ts";
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
    "An override of a SeldonRuntime names an unknown component, disables a component, sets a number of schedulers other than 1, or omits serviceType.",
  docs: {
    why: "Seldon ignores an override of an unknown component, without an error. Each scheduler keeps its own state, so two schedulers contradict each other. If an override of seldon-scheduler or seldon-envoy omits serviceType, the component's Service becomes ClusterIP, even if spec.config.serviceConfig sets another type. If an override sets disable to true, the operator no longer updates the component, and the component's pods keep running. If an override sets replicas to 0, the operator removes the component's pods.",
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
    fix: "Override only hodometer, seldon-scheduler, seldon-envoy, seldon-dataflow-engine, seldon-modelgateway or seldon-pipelinegateway. To stop a component, set replicas: 0 instead of disable: true. Set serviceType in each override of seldon-scheduler or seldon-envoy.",
  },
  *check({ object, at }, { seldon }) {
    const components = runtimeComponents(seldon);
    const single = runningParts(true).flatMap((part) => (seldon.sharing[part] === "one" ? seldon.component[part] : []));
    for (const [index, override] of listAt(object, "spec", "overrides").entries()) {
      const path = ["spec", "overrides", index] as const;
      const name = textAt(override, "name") ?? "";
      if (!components.includes(name)) {
        yield {
          at: at([...path, "name"], "value"),
          message: `unknown component ${name} of a SeldonRuntime: Seldon ignores it`,
          hint: suggestion(name, components),
          fix: nearest(name, components),
        };
        continue;
      }
      const replicas = numberAt(override, "replicas");
      if (single.includes(name) && replicas !== undefined && replicas !== 1)
        yield {
          at: at([...path, "replicas"], "value"),
          message: `invalid replicas ${replicas} of ${name}: expected 1`,
          fix: "1",
        };
      if (valueAt(override, ["disable"]) === true)
        yield {
          at: at([...path, "disable"], "key"),
          message: `invalid disable: true for ${name}: the pods of this component keep running`,
          hint: "Set replicas: 0 instead.",
        };
      if (exposed.includes(name) && (textAt(override, "serviceType") ?? "") === "")
        yield {
          at: at([...path, "name"], "value"),
          message: `missing serviceType: the Service of ${name} becomes ClusterIP`,
          hint: "Set serviceType in the override.",
        };
    }
  },
});
