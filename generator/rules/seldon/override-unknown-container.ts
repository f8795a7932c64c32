import { replaced } from "../../diagnostics/example.ts";
import { serverConfigOf } from "../../evaluate/manifests/pods.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { serverKind } from "../../models/kinds.ts";
import { suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";
import { anyServer } from "./servers.ts";

export const seldonOverrideUnknownContainer = defineRule({
  code: "seldon/override-unknown-container",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "object",
  kinds: [serverKind],
  summary: "What a Server lays over its ServerConfig names containers that are there, or brings their image.",
  docs: {
    why: "Containers are merged by name. One that the ServerConfig does not have is added as it stands; without an image the API server refuses the pods of the StatefulSet, and the Server waits for pods that never come.",
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
    fix: `Name the container as the ServerConfig does: rclone, agent, ${anyServer}.`,
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
        message: `${config.name} has no container ${name}, and none is added without an image`,
        hint: suggestion(name, known),
      };
    }
  },
});
