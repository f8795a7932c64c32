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
    "An override of a SeldonRuntime names an unknown component, disables one, sets a number of schedulers other than 1, or leaves serviceType out.",
  docs: {
    why: "Seldon ignores an override of a component that it does not have, without an error. Each scheduler keeps its own state, so two schedulers disagree. An override of the scheduler or of Envoy without serviceType makes its Service ClusterIP, regardless of the serviceType that the SeldonRuntime sets elsewhere. A component that is disabled leaves the objects that it created behind. A component with 0 replicas does not.",
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
    fix: "Override hodometer, seldon-scheduler, seldon-envoy, seldon-dataflow-engine, seldon-modelgateway or seldon-pipelinegateway. To switch one off, set replicas: 0. Set serviceType for the scheduler and Envoy.",
  },
  *check({ object, at }, { seldon }) {
    const components = runtimeComponents(seldon);
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
      if (name === "seldon-scheduler" && replicas !== undefined && replicas !== 1)
        yield {
          at: at([...path, "replicas"], "value"),
          message: `invalid replicas ${replicas} of seldon-scheduler: there must be 1`,
          fix: "1",
        };
      if (valueAt(override, ["disable"]) === true)
        yield {
          at: at([...path, "disable"], "key"),
          message: `${name} is disabled`,
          hint: "Set replicas: 0 instead.",
        };
      if (exposed.includes(name) && (textAt(override, "serviceType") ?? "") === "")
        yield {
          at: at([...path, "name"], "value"),
          message: `missing serviceType: the Service of ${name} becomes ClusterIP`,
          hint: "Set the serviceType that you intend.",
        };
    }
  },
});
