import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import type { Path } from "../../load/source.ts";
import { serverConfigKind } from "../../models/kinds.ts";
import type { InferenceServer } from "../../models/seldon/servers/inference-server.ts";
import { valueAt } from "../../validate/merge.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { agentContainers, inferenceServersOf } from "./servers.ts";

/** Variables that the agent requires. It reads these settings from its environment only (2.9.1). */
const requiredVariables = [
  ..."SELDON_SERVER_TYPE SELDON_SERVER_HTTP_PORT SELDON_SERVER_GRPC_PORT SELDON_REVERSE_PROXY_HTTP_PORT".split(" "),
  ..."SELDON_REVERSE_PROXY_GRPC_PORT SELDON_SCHEDULER_HOST SELDON_SCHEDULER_PORT SELDON_METRICS_PORT".split(" "),
  ..."SELDON_READINESS_PORT POD_NAME POD_NAMESPACE MEMORY_REQUEST".split(" "),
];

/** The agent's named port that each variable must match. */
const agentPorts: Readonly<Record<string, string>> = {
  SELDON_REVERSE_PROXY_HTTP_PORT: "http",
  SELDON_REVERSE_PROXY_GRPC_PORT: "grpc",
  SELDON_METRICS_PORT: "metrics",
  SELDON_READINESS_PORT: "readiness-port",
};

/** The port of the inference server that each variable must match. */
const serverPorts: Readonly<Record<string, "http" | "grpc">> = {
  SELDON_SERVER_HTTP_PORT: "http",
  SELDON_SERVER_GRPC_PORT: "grpc",
};

const fixed: Readonly<Record<string, string>> = {
  SELDON_SCHEDULER_HOST: "seldon-scheduler",
  SELDON_SCHEDULER_PORT: "9005",
  SELDON_ENVOY_HOST: "seldon-mesh",
};

const fields: Readonly<Record<string, Path>> = {
  POD_NAME: ["valueFrom", "fieldRef", "fieldPath"],
  POD_NAMESPACE: ["valueFrom", "fieldRef", "fieldPath"],
};
const fieldPaths: Readonly<Record<string, string>> = { POD_NAME: "metadata.name", POD_NAMESPACE: "metadata.namespace" };

export const seldonAgentContract = defineRule({
  code: "seldon/agent-contract",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [serverConfigKind],
  summary:
    "The agent, rclone and the inference server of a ServerConfig have different settings for ports, names or the folder for models.",
  docs: {
    why: "The agent reads the type of the inference server, the address of the scheduler and the available memory only from environment variables. If an environment variable of the agent is missing or inconsistent, the Server can register without capacity, or Models can load but answer no requests. Some inconsistent settings cause no error message.",
    invalid: exampleServerConfig("9005", "mlserver"),
    valid: exampleServerConfig("9000", "mlserver"),
    fix: "Start with the ServerConfig of Seldon's chart, or with a server template of the platform, and change as little as possible.",
  },
  *check(config, manifestSet) {
    const containers = listAt(config.object, "spec", "podSpec", "containers");
    const names = containers.map((container) => textAt(container, "name") ?? "");
    const agent = names.indexOf("agent");
    const known = inferenceServersOf(manifestSet);
    const [server] = names.flatMap((value) => known.filter(({ name }) => name === value));
    // seldon/server-config-containers reports missing containers.
    if (agent < 0 || server === undefined) return;
    yield* environment(config, containers, names, agent, server);
    yield* models(config, containers, names, known);
  },
});

function* environment(
  config: Manifest,
  containers: readonly unknown[],
  names: readonly string[],
  agent: number,
  server: InferenceServer,
): Iterable<RuleFinding> {
  const list: Path = ["spec", "podSpec", "containers", agent, "env"];
  const env = listAt(containers[agent], "env");
  const indexes = new Map(env.map((value, index) => [textAt(value, "name") ?? "", index]));
  const inference = new Map(
    listAt(containers[names.indexOf(server.name)], "env").map((value) => [
      textAt(value, "name") ?? "",
      textAt(value, "value"),
    ]),
  );
  for (const name of [...requiredVariables, ...Object.keys(fixed).filter((key) => !requiredVariables.includes(key))]) {
    const index = indexes.get(name);
    if (index === undefined && !requiredVariables.includes(name)) continue;
    if (index === undefined) {
      yield {
        at: config.at(list, "key"),
        message: `missing environment variable ${name} of the agent in ${config.name}`,
      };
      continue;
    }
    const value = textAt(env[index], "value");
    const at = (): RuleFinding["at"] => config.at([...list, index, "value"], "value");
    const expected = expectedValue(name, containers[agent], inference, server);
    if (expected !== undefined && value !== expected)
      yield {
        at: at(),
        message: `invalid ${name} of the agent in ${config.name}: ${value ?? "not a literal value"}, expected ${expected}`,
      };
    const path = fields[name];
    if (path !== undefined && valueAt(env[index], path) !== fieldPaths[name])
      yield {
        at: at(),
        message: `invalid ${name} of the agent in ${config.name}: expected the pod's ${fieldPaths[name] ?? ""}`,
      };
    if (name === "MEMORY_REQUEST") {
      const from = ["valueFrom", "resourceFieldRef"];
      const named = textAt(env[index], ...from, "containerName");
      if (textAt(env[index], ...from, "resource") !== "requests.memory" || named !== server.name)
        yield {
          at: at(),
          message: `invalid MEMORY_REQUEST of the agent in ${config.name}: expected the memory request of container ${server.name}`,
        };
    }
  }
}

function expectedValue(
  name: string,
  agent: unknown,
  inference: ReadonlyMap<string, string | undefined>,
  server: InferenceServer,
): string | undefined {
  if (name === "SELDON_SERVER_TYPE") return server.control;
  const port = agentPorts[name];
  if (port !== undefined) {
    const found = listAt(agent, "ports").find((candidate) => textAt(candidate, "name") === port);
    const number = numberAt(found, "containerPort");
    return number === undefined ? undefined : String(number);
  }
  const listens = serverPorts[name];
  const variable = listens === undefined ? undefined : server.portVariables[listens];
  return variable === undefined || !inference.has(variable) ? fixed[name] : inference.get(variable);
}

/** All three containers must mount the same volume, at the path where the inference server looks for models. */
function* models(
  config: Manifest,
  containers: readonly unknown[],
  names: readonly string[],
  known: readonly InferenceServer[],
): Iterable<RuleFinding> {
  const mounts = [...agentContainers, ...known.map(({ name }) => name)].flatMap((name) => {
    const index = names.indexOf(name);
    if (index < 0) return [];
    const mount = listAt(containers[index], "volumeMounts").find(
      (candidate) => textAt(candidate, "mountPath") === "/mnt/agent",
    );
    return [{ name, index, volume: textAt(mount, "name") }];
  });
  const [first] = mounts;
  for (const { name, index, volume } of mounts)
    if (volume === undefined || volume !== first?.volume)
      yield {
        at: config.at(["spec", "podSpec", "containers", index, "volumeMounts"], "key"),
        message:
          volume === undefined
            ? `missing volume at /mnt/agent, the folder for models, in container ${name} of ${config.name}`
            : `invalid volume at /mnt/agent in container ${name} of ${config.name}: container ${first?.name ?? ""} mounts another volume`,
      };
}

/** The smallest consistent ServerConfig, for the examples in the docs of the rule. */
function exampleServerConfig(httpPort: string, server: string): string {
  return `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: churn.mlserver-config, namespace: seldon-system }
spec:
  podSpec:
    containers:
      - name: rclone
        volumeMounts: [{ name: models, mountPath: /mnt/agent }]
      - name: agent
        volumeMounts: [{ name: models, mountPath: /mnt/agent }]
        ports:
          - { name: http, containerPort: 9001 }
          - { name: grpc, containerPort: 9501 }
          - { name: metrics, containerPort: 9006 }
          - { name: readiness-port, containerPort: 9008 }
        env:
          - { name: SELDON_SERVER_TYPE, value: ${server} }
          - { name: SELDON_SERVER_HTTP_PORT, value: "${httpPort}" }
          - { name: SELDON_SERVER_GRPC_PORT, value: "9500" }
          - { name: SELDON_REVERSE_PROXY_HTTP_PORT, value: "9001" }
          - { name: SELDON_REVERSE_PROXY_GRPC_PORT, value: "9501" }
          - { name: SELDON_SCHEDULER_HOST, value: seldon-scheduler }
          - { name: SELDON_SCHEDULER_PORT, value: "9005" }
          - { name: SELDON_METRICS_PORT, value: "9006" }
          - { name: SELDON_READINESS_PORT, value: "9008" }
          - { name: SELDON_ENVOY_HOST, value: seldon-mesh }
          - { name: SELDON_ENVOY_PORT, value: "80" }
          - { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
          - { name: POD_NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
          - name: MEMORY_REQUEST
            valueFrom: { resourceFieldRef: { containerName: mlserver, resource: requests.memory } }
      - name: mlserver
        volumeMounts: [{ name: models, mountPath: /mnt/agent, readOnly: true }]
        env: [{ name: MLSERVER_HTTP_PORT, value: "9000" }, { name: MLSERVER_GRPC_PORT, value: "9500" }]
  volumeClaimTemplates: []
`;
}
