import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { serverConfigKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { agentContainers, inferenceServerNames, inferenceServersOf } from "./servers.ts";

export const seldonServerConfigContainers = defineRule({
  code: "seldon/server-config-containers",
  severity: "error",
  over: "object",
  kinds: [serverConfigKind],
  summary: `A ServerConfig does not have all of the containers rclone, agent, and ${inferenceServerNames}.`,
  docs: {
    why: "The agent registers the Server with the scheduler, and rclone fetches the artifacts of its models. Seldon identifies the containers agent and rclone by these names. If a ServerConfig has only an inference server, its pods run but never load a model.",
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
    fix: "Start with the ServerConfig of Seldon's chart, or with a server template of the platform.",
  },
  *check(config, manifestSet) {
    const containers = listAt(config.object, "spec", "podSpec", "containers");
    const names = containers.map((container) => textAt(container, "name") ?? "");
    const inference = inferenceServersOf(manifestSet).map(({ name }) => name);
    const missing = [
      ...agentContainers.filter((name) => !names.includes(name)),
      ...(inference.some((name) => names.includes(name)) ? [] : [inference.join(" or ")]),
    ];
    if (missing.length === 0) return;
    yield {
      at: config.at(["spec", "podSpec", "containers"], "key"),
      message: `missing container${missing.length === 1 ? "" : "s"} ${missing.join(", ")} in ServerConfig ${config.name}`,
      hint: names.length === 0 ? "The ServerConfig has no containers." : `The ServerConfig has ${names.join(", ")}.`,
    };
  },
});
