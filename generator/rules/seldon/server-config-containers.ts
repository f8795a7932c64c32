import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { serverConfigKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { agentContainers, anyServer, serversKnown } from "./servers.ts";

export const seldonServerConfigContainers = defineRule({
  code: "seldon/server-config-containers",
  severity: "error",
  over: "object",
  kinds: [serverConfigKind],
  summary: `A ServerConfig has the containers rclone, agent, and ${anyServer}.`,
  docs: {
    why: "The agent registers the Server with the scheduler, rclone fetches artifacts for it, and both are told apart by name. A ServerConfig with an inference server alone makes pods that run and never get a model.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: churn.mlserver-config, namespace: seldon-system }
spec:
  podSpec: { containers: [{ name: mlserver, image: docker.io/seldonio/mlserver:1.7.1 }] }
  volumeClaimTemplates: []
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: churn.mlserver-config, namespace: seldon-system }
spec:
  podSpec:
    containers:
      - { name: rclone, image: docker.io/seldonio/seldon-rclone:2.9.1 }
      - { name: agent, image: docker.io/seldonio/seldon-agent:2.9.1 }
      - { name: mlserver, image: docker.io/seldonio/mlserver:1.7.1 }
  volumeClaimTemplates: []
`,
    fix: "Begin with the ServerConfig of Seldon's chart, or with a server template of the platform.",
  },
  *check(config, manifestSet) {
    const containers = listAt(config.object, "spec", "podSpec", "containers");
    const names = containers.map((container) => textAt(container, "name") ?? "");
    const inference = serversKnown(manifestSet).map(({ name }) => name);
    const missing = [
      ...agentContainers.filter((name) => !names.includes(name)),
      ...(inference.some((name) => names.includes(name)) ? [] : [inference.join(" or ")]),
    ];
    if (missing.length === 0) return;
    yield {
      at: config.at(["spec", "podSpec", "containers"], "key"),
      message: `${config.name} has no container ${missing.join(", and no ")}`,
      hint: names.length === 0 ? "It has none." : `It has ${names.join(", ")}.`,
    };
  },
});
