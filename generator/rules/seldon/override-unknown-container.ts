import { replaced } from "../../diagnostics/example.ts";
import { serverConfigOf } from "../../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { serverKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { inferenceServerNames } from "./servers.ts";

export const seldonOverrideUnknownContainer = defineRule({
  code: "seldon/override-unknown-container",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "object",
  kinds: [serverKind],
  summary:
    "A Server's podSpec names a container that its ServerConfig does not have, and sets no image for this container.",
  docs: {
    why: "The operator merges the containers of a Server and its ServerConfig by name. If a container is not in the ServerConfig, the operator adds this container to the pods unchanged. If the added container has no image, the API server rejects the StatefulSet, and the Server gets no pods.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: churn.mlserver-config, namespace: seldon-system }
spec:
  podSpec: { containers: [{ name: rclone, image: r:1 }, { name: agent, image: a:1 }, { name: mlserver, image: m:1 }] }
  volumeClaimTemplates: []
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec:
  serverConfig: churn.mlserver-config
  podSpec: { containers: [{ name: ml-server, env: [{ name: A, value: b }] }] }
`,
    valid: replaced("name: ml-server", "name: mlserver"),
    fix: `Use the name of a container in the ServerConfig: rclone, agent, ${inferenceServerNames}.`,
  },
  *check(server, manifestSet) {
    const config = serverConfigOf(manifestSet, server);
    if (config === undefined) return;
    const known = listAt(config.object, "spec", "podSpec", "containers").map(
      (container) => textAt(container, "name") ?? "",
    );
    for (const [index, container] of listAt(server.object, "spec", "podSpec", "containers").entries()) {
      const name = textAt(container, "name") ?? "";
      if (known.includes(name) || (textAt(container, "image") ?? "") !== "") continue;
      yield {
        at: server.at(["spec", "podSpec", "containers", index, "name"], "value"),
        message: `unknown container ${name}: it is not in ServerConfig ${config.name}, and a new container needs an image`,
        hint: suggestion(name, known),
      };
    }
  },
});
