import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { listAt, numberAt, textAt } from "../../../evaluate/manifests/reading.ts";
import { namespaceLabelsOn } from "../../../evaluate/manifests/unit-manifests.ts";
import { endpointLabel } from "../../../evaluate/network/endpoint-id.ts";
import { clusterEndpoints } from "../../../evaluate/network/endpoints.ts";
import { agentEnvironment } from "../../../generate/agent-environment.ts";
import { generateTenant } from "../../../generate/generate-tenant.ts";
import type { TenantScope } from "../../../generate/scope.ts";
import { claimRows } from "../../../layout/resource-tables.ts";
import { serverRows } from "../../../layout/serving-tables.ts";
import { networkFlowClosed } from "../../../rules/network/flow-closed.ts";
import { flowContextOf } from "../../../rules/network/flow-endpoints.ts";
import { neededTenantFlows } from "../../../rules/network/needed-flows.ts";
import { seldonAgentContract } from "../../../rules/seldon/agent-contract.ts";
import { seldonRuntimeNotInferred } from "../../../rules/seldon/runtime-not-inferred.ts";
import { seldonServerConfigContainers } from "../../../rules/seldon/server-config-containers.ts";
import {
  documentsOf,
  inventoryWithSeldon,
  type PlainObject,
  plainObjects,
  scopeOf,
} from "../../../testing/inventory.ts";
import { findingsInUnit } from "../../../testing/rendered-manifests.ts";
import { findingsIn } from "../../../testing/rules.ts";
import { sandbox, tenantText, write } from "../../../testing/sandbox.ts";
import { validateInventory } from "../../../validate/validate-inventory.ts";
import { knownSeldon } from "../known.ts";
import { newestFacts, seldonVersions } from "../versions.ts";
import type { InferenceServer } from "./inference-server.ts";

/** An invented type: it uses Triton's protocol, and everything else is different. */
const anvil: InferenceServer = {
  name: "anvil",
  control: "triton",
  environment: { ANVIL_HTTP: "9000", ANVIL_GRPC: "9500", ANVIL_MODELS: "/mnt/agent/models" },
  portVariables: { http: "ANVIL_HTTP", grpc: "ANVIL_GRPC" },
  tracingVariable: "ANVIL_TRACES",
  metricsPort: 8123,
  livePath: "/v2/health/anvil",
  startupFailures: 30,
  start: { command: ["anvil"], args: ["--hot"] },
  volumes: [{ name: "embers", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } }],
  mounts: [{ name: "embers", mountPath: "/embers" }],
};
if (knownSeldon.servers.some(({ name }) => name === anvil.name))
  throw new Error("rename the invented type of these tests");
const known = { ...knownSeldon, servers: [...knownSeldon.servers, anvil] };

/** The sample's platform with a template of the invented type, and one tenant. */
function repository(spec: string): string {
  const root = sandbox();
  const file = "platform/platform.yaml";
  const text = readFileSync(join(root, file), "utf8");
  const [triton = ""] = /^ {4}triton:\n(?: {6}.*\n)+/m.exec(text) ?? [];
  const template = triton.replaceAll("triton", "anvil").replace("nvcr.io/nvidia/anvilserver:23.03-py3", image);
  write(root, file, text.replace(triton, `${triton}${template}`));
  write(root, "tenants/churn.yaml", tenantText("churn", spec));
  return root;
}

const image = "harbor.acme.test/acme/anvil:1.0.0";
const alone = `
  servers: { forge: { template: anvil } }
  models: { m: { storageUri: "s3://churn/m/1", requirements: [anvil] } }
`;
const withMLServer = alone.replace("servers: { ", "servers: { other: { template: mlserver }, ");

function scopeWith(spec: string): TenantScope {
  return scopeOf(inventoryWithSeldon(repository(spec), known), "production", "churn");
}

function objectsWith(spec: string): readonly PlainObject[] {
  return plainObjects(generateTenant(scopeWith(spec)));
}

describe("the platform file", () => {
  test("accepts a known type, and rejects an unknown one", () => {
    const documents = documentsOf(repository(alone));
    expect(validateInventory(documents, known).diagnostics).toEqual([]);
    expect(validateInventory(documents).diagnostics).toMatchObject([
      {
        code: "input/invalid-value",
        message: "invalid value of spec.serverTemplates.anvil.type",
        at: { file: "platform/platform.yaml", line: 147 },
      },
    ]);
  });

  test("only the platform sets the variables of the type's own contract", () => {
    const spec = (variable: string): string =>
      `  serverConfigs: { own: { template: anvil, environment: { ${variable}: "1" } } }\n  servers: { forge: { config: own } }\n`;
    expect(validateInventory(documentsOf(repository(spec("ANVIL_HTTP"))), known).diagnostics).toMatchObject([
      {
        code: "input/invalid-value",
        message: "invalid variable ANVIL_HTTP: Seldon's containers depend on its value",
      },
    ]);
    expect(validateInventory(documentsOf(repository(spec("MLSERVER_HTTP_PORT"))), known).diagnostics).toEqual([]);
  });
});

describe("the generated objects", () => {
  const generated = (): PlainObject["spec"] => objectsWith(alone).find(({ kind }) => kind === "ServerConfig")?.spec;

  test("the container has the name of the type, and all its settings", () => {
    const config = generated();
    const [rclone, , server] = listAt(config, "podSpec", "containers");
    expect(server).toMatchObject({
      name: "anvil",
      image,
      command: ["anvil"],
      args: ["--hot"],
      env: [
        { name: "ANVIL_GRPC", value: "9500" },
        { name: "ANVIL_HTTP", value: "9000" },
        { name: "ANVIL_MODELS", value: "/mnt/agent/models" },
      ],
      livenessProbe: { httpGet: { path: "/v2/health/anvil", port: "server-http" } },
      startupProbe: { failureThreshold: 30 },
      volumeMounts: [
        { name: "anvil-models", mountPath: "/mnt/agent", readOnly: true },
        { name: "embers", mountPath: "/embers" },
      ],
    });
    expect(listAt(server, "ports")).toContainEqual({ name: "server-metrics", containerPort: 8123, protocol: "TCP" });
    expect(listAt(config, "podSpec", "volumes")).toContainEqual({
      name: "embers",
      emptyDir: { medium: "Memory", sizeLimit: "64Mi" },
    });
    expect(config).toMatchObject({ volumeClaimTemplates: [{ name: "anvil-models" }] });
    expect(listAt(rclone, "volumeMounts")).toEqual([{ name: "anvil-models", mountPath: "/mnt/agent" }]);
  });

  test("the agent gets one of its two protocols, and the container whose memory counts", () => {
    const variables = listAt(generated(), "podSpec", "containers", 1, "env");
    expect(variables).toContainEqual({ name: "SELDON_SERVER_TYPE", value: "triton" });
    const memory = variables.find((variable) => textAt(variable, "name") === "MEMORY_REQUEST");
    expect(textAt(memory, "valueFrom", "resourceFieldRef", "containerName")).toBe("anvil");
  });

  test.each([
    ["a variable and a collector: the variable is set", anvil, "collector:4317", ["ANVIL_TRACES=collector:4317"]],
    ["no collector: no variable", anvil, undefined, []],
    ["no name of a variable: no variable", { ...anvil, tracingVariable: undefined }, "collector:4317", []],
  ] as const)("traces: %s", (_, { tracingVariable, ...server }, tracing, wanted) => {
    const type = tracingVariable === undefined ? server : { ...server, tracingVariable };
    const reported = agentEnvironment(newestFacts(seldonVersions), type, {
      capabilities: [],
      overcommitPercentage: 10,
      tracing,
    });
    const traces = reported.filter(({ name, value }) => value === "collector:4317" || name.endsWith("_TRACES"));
    expect(traces.map(({ name, value }) => `${name}=${value}`)).toEqual(wanted);
  });

  test("Prometheus may reach its port, and both ports of a tenant with two types", () => {
    const ports = (spec: string): readonly (number | undefined)[] => {
      const policy = objectsWith(spec).find(({ metadata }) => metadata.name === "from-prometheus-to-servers");
      return listAt(policy?.spec, "ingress", 0, "ports").map((port) => numberAt(port, "port"));
    };
    expect(ports(alone)).toEqual([9006, 8123]);
    expect(ports(withMLServer)).toEqual([9006, 8082, 8123]);
  });

  test("the README lists its server and its claim", () => {
    expect(serverRows(scopeWith(alone))).toMatchObject([{ name: "forge", type: "anvil" }]);
    expect(claimRows(scopeWith(alone))).toMatchObject([{ name: "anvil-models-forge-0" }]);
  });
});

describe("the rules", () => {
  test("its pods are an endpoint, with a separate name if there are other types", () => {
    const labels = (spec: string): readonly string[] => {
      const { cluster } = scopeWith(spec);
      return (clusterEndpoints(cluster).tenants.get("churn") ?? []).map(({ id }) => endpointLabel(id));
    };
    expect(labels(alone)).toContain("churn/server");
    expect(labels(withMLServer)).toEqual(expect.arrayContaining(["churn/mlserver", "churn/anvil"]));
  });

  test("Prometheus needs access to its port", () => {
    const { cluster, tenant } = scopeWith(withMLServer);
    const scraped = neededTenantFlows(flowContextOf(cluster), tenant)
      .filter(({ why }) => why === "Prometheus scrapes inference servers")
      .map(({ to, port }) => `${endpointLabel(to.id)} ${port}`);
    expect(scraped).toEqual(["churn/mlserver 8082", "churn/anvil 8123"]);
  });

  test("the generated objects pass, and missing parts are reported", () => {
    const { platform, cluster, tenant } = scopeWith(alone);
    const around = { platform, cluster, tenant, namespaces: namespaceLabelsOn(cluster) };
    const yaml = (without = ""): string =>
      objectsWith(alone)
        .filter(({ metadata }) => metadata.name !== without)
        .map((object) => stringify(object, { compat: "yaml-1.1", aliasDuplicateObjects: false }))
        .join("---\n");
    for (const rule of [networkFlowClosed, seldonAgentContract, seldonServerConfigContainers])
      expect([rule.code, findingsInUnit(rule, yaml(), around)]).toEqual([rule.code, []]);
    expect(findingsInUnit(networkFlowClosed, yaml("from-prometheus-to-servers"), around)).toEqual([
      expect.stringContaining("prometheus to churn/server on 8123/TCP, "),
    ]);
    expect(findingsIn(seldonAgentContract, yaml().replace("value: triton", "value: anvil"), around)).toEqual([
      expect.stringContaining(": anvil, expected triton"),
    ]);
    expect(findingsIn(seldonServerConfigContainers, yaml().replace("name: anvil\n", "name: other\n"), around)).toEqual([
      expect.stringContaining(`missing container ${known.servers.map(({ name }) => name).join(" or ")}`),
    ]);
  });

  test.each([
    ["MLServer's protocol requires a requirement that names a runtime", "mlserver", 1],
    ["Triton's protocol does not", "triton", 0],
  ] as const)("$0: count $2", (_, control, count) => {
    const { platform } = scopeWith(alone);
    const model = `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: m, namespace: churn }
spec: { storageUri: s3://churn/m, requirements: [anvil] }
`;
    const around = {
      platform: { ...platform, known: { ...known, servers: [...knownSeldon.servers, { ...anvil, control }] } },
    };
    expect(findingsIn(seldonRuntimeNotInferred, model, around)).toHaveLength(count);
  });
});
