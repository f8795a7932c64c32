import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace } from "../../evaluate/manifests/manifest.ts";
import { modelKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { placedModels, placementOf } from "./servers.ts";

export const seldonModelServerUnknown = defineRule({
  code: "seldon/model-server-unknown",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "The Server that a Model names is in its namespace.",
  docs: {
    why: "A Model with a server is placed on that one only. Where there is none of that name it is never loaded, and its status only says that no server matches.",
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
    fix: "Name a Server of the namespace, or leave it out: then any that suits is taken.",
  },
  *check(model, manifestSet) {
    const placement = placementOf(manifestSet, model);
    const server = placement?.model.server;
    if (placement === undefined || server === undefined) return;
    const names = (placedModels(manifestSet).get(model.namespace ?? "")?.offers ?? []).map(({ name }) => name);
    if (names.includes(server)) return;
    yield {
      at: model.at(["spec", "server"], "value"),
      message: `there is no Server ${server} in ${describeNamespace(model.namespace)}`,
      hint: suggestion(server, names),
    };
  },
});
