import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { modelKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { placementOf, placementsByNamespace } from "./servers.ts";

export const seldonModelServerUnknown = defineRule({
  code: "seldon/model-server-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "The Server that a Model names does not exist in its namespace.",
  docs: {
    why: "If a Model names a Server, the scheduler places the Model only on that Server. If the named Server does not exist, Seldon never loads the Model, and the Model's status only shows that no server matches.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config, capabilities: [sklearn] }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn], server: ml-server }
`,
    valid: replaced("server: ml-server", "server: mlserver"),
    fix: "Name a Server of the namespace, or remove the field server: the scheduler then uses any suitable Server.",
  },
  *check(model, manifestSet) {
    const placement = placementOf(manifestSet, model);
    const server = placement?.model.server;
    if (placement === undefined || server === undefined) return;
    const names = (placementsByNamespace(manifestSet).get(model.namespace ?? "")?.offers ?? []).map(({ name }) => name);
    if (names.includes(server)) return;
    yield {
      at: model.at(["spec", "server"], "value"),
      message: `unknown Server ${server} of Model ${model.name} in ${describeNamespace(model.namespace)}`,
      hint: suggestion(server, names),
    };
  },
});
