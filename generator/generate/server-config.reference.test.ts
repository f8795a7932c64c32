import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { generatedObjects } from "../testing/inventory.ts";
import { describeReference, referencePath } from "../testing/reference.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";

const chart = referencePath("reference/seldon-2.9.1-charts/components.yaml");

/** Intended differences of the ServerConfigs from those of the chart, with the reason. */
const named: Readonly<Record<string, string>> = {
  "containers.rclone.resources.limits.cpu: ours": "a quota on limits rejects pods without one",
  "containers.agent.resources.limits.cpu: ours": "a quota on limits rejects pods without one",
  "containers.mlserver.resources.limits.cpu: ours": "a quota on limits rejects pods without one",
  "containers.triton.resources.limits.cpu: ours": "a quota on limits rejects pods without one",
  "containers.agent.ports.readiness-port.protocol: ours": "the CRD defaults it, so the API server stores it",
  "containers.mlserver.ports.server-metrics.protocol: ours": "the CRD defaults it, so the API server stores it",
  "containers.triton.ports.server-metrics.protocol: ours": "the CRD defaults it, so the API server stores it",
  "containers.agent.env.POD_NAME.valueFrom.fieldRef.apiVersion: ours": "the pod's own default, written out",
  "containers.agent.env.POD_NAMESPACE.valueFrom.fieldRef.apiVersion: ours": "the pod's own default, written out",
  "containers.agent.env.MLSERVER_TRACING_SERVER: theirs": "tracing is off unless the platform names a collector",
  "containers.triton.volumeMounts./dev/shm.readOnly: theirs": "false is the default",
  "containers.agent.env.SELDON_ENVOY_HOST: ours": "the chart's Triton leaves it out; the agent falls back to the same",
  "containers.agent.env.SELDON_ENVOY_PORT: ours": "the chart's Triton leaves it out; the agent falls back to the same",
  "containers.agent.env.SELDON_SCHEDULER_TLS_PORT: ours":
    "the chart's Triton leaves it out; the agent falls back to the same",
  "volumeClaimTemplates.mlserver-models.spec.storageClassName: ours": "the cluster sets the class",
  "volumeClaimTemplates.triton-models.spec.storageClassName: ours": "the cluster sets the class",
};

describeReference(chart, "the derived ServerConfigs compared with the chart's", () => {
  test.each(["mlserver", "triton"])("%s has the same ports, probes, environment and mounts", (type) => {
    const root = sandbox();
    write(root, "tenants/a.yaml", tenantText("a", `  servers: { s: { template: ${type} } }\n`));
    const ours = generatedObjects(root, "production", "a").find(({ kind }) => kind === "ServerConfig")?.spec;
    const theirs = parseAllDocuments(readFileSync(chart, "utf8"))
      .map((document) => document.toJS())
      .find((object) => object?.kind === "ServerConfig" && object.metadata.name === type)?.spec;
    const differences = compare("", flat(ours), flat(theirs));
    expect(differences.filter((difference) => named[difference] === undefined)).toEqual([]);
    expect(differences.length).toBeGreaterThan(3);
  });
});

/** Lists of named items as maps by their names, so that their order does not matter. */
// biome-ignore lint/suspicious/noExplicitAny: any YAML
function flat(value: any): any {
  if (Array.isArray(value)) {
    const key = ["mountPath", "name"].find((candidate) =>
      value.every((item) => typeof item === "object" && item !== null && candidate in item),
    );
    return key === undefined ? value.map(flat) : Object.fromEntries(value.map((item) => [item[key], flat(item)]));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, flat(child)]));
}

function compare(path: string, ours: unknown, theirs: unknown): readonly string[] {
  const place = path.replace(/^\.(podSpec\.)?/, "");
  if (ours === undefined) return [`${place}: theirs`];
  if (theirs === undefined) return [`${place}: ours`];
  if (typeof ours === "object" && ours !== null && typeof theirs === "object" && theirs !== null) {
    const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
    return [...keys].flatMap((key) => compare(`${path}.${key}`, Reflect.get(ours, key), Reflect.get(theirs, key)));
  }
  return ours === theirs ? [] : [`${place}: ${String(ours)} and not ${String(theirs)}`];
}
