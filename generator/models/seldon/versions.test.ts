import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Authority } from "../../evaluate/access/authority.ts";
import { accessCreatedBySeldon } from "../../evaluate/access/made-by-seldon.ts";
import { subjectName } from "../../evaluate/access/subject.ts";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, numberAt, textAt } from "../../evaluate/manifests/reading.ts";
import { namespaceLabelsOn } from "../../evaluate/manifests/unit-manifests.ts";
import { clusterEndpoints } from "../../evaluate/network/endpoints.ts";
import { generatePlatform } from "../../generate/generate-platform.ts";
import { generateTenant } from "../../generate/generate-tenant.ts";
import { clusterScope } from "../../generate/scope.ts";
import { tenantDemand } from "../../patterns/demand.ts";
import { preconditions } from "../../patterns/preconditions.ts";
import { patterns } from "../../patterns/table.ts";
import { seldonChartValueUnknown } from "../../rules/seldon/chart-value-unknown.ts";
import { seldonIgnoredField } from "../../rules/seldon/ignored-field.ts";
import { clusterOf, inventoryWithSeldon, type PlainObject, plainObjects, scopeOf } from "../../testing/inventory.ts";
import { findingsIn } from "../../testing/rules.ts";
import { emptyFolder, sandbox, tenantText, write } from "../../testing/sandbox.ts";
import type { Inventory } from "../../validate/inventory.ts";
import { valueAt } from "../../validate/merge.ts";
import { seldonSchemas } from "../seldon-schemas.ts";
import { seldon29 } from "./2.9/facts.ts";
import type { SeldonFacts } from "./facts.ts";
import { knownSeldon } from "./known.ts";
import { newestFacts, seldonFacts, seldonVersions } from "./versions.ts";

/** An invented version. Everything is as in 2.9 except the changes of a test. */
function made(up: Partial<SeldonFacts>): SeldonFacts {
  return { ...seldon29, releases: ["9.0.0", "9.0.1"], ...up };
}

/** One tenant on both clusters of the sample: production runs the platform's version 2.9.1, staging runs 9.0.1. */
function fleet(facts: SeldonFacts): Inventory {
  const root = sandbox();
  const staging = "clusters/staging/cluster.yaml";
  const text = readFileSync(join(root, staging), "utf8");
  write(root, staging, text.replace("{ pattern: dedicated }", "{ pattern: standard, version: 9.0.1 }"));
  const spec = `
  servers: { s: { template: mlserver } }
  models: { m: { storageUri: "s3://churn/m/1", requirements: [sklearn] } }
`;
  const both = tenantText("churn", spec).replace("production: {}", "production: {}, staging: {}");
  write(root, "tenants/churn.yaml", both);
  return inventoryWithSeldon(root, { ...knownSeldon, versions: [...seldonVersions, facts] });
}

function objectsOn(inventory: Inventory, cluster: string): readonly PlainObject[] {
  return plainObjects(generateTenant(scopeOf(inventory, cluster, "churn")));
}

const clusters = ["production", "staging"] as const;

/** The container of Seldon's agent. */
function agentIn(objects: readonly PlainObject[]): unknown {
  const config = objects.find(({ kind }) => kind === "ServerConfig")?.spec;
  return listAt(config, "podSpec", "containers")[1];
}

function settingOf(agent: unknown, variable: string): string | undefined {
  return textAt(named(listAt(agent, "env"), variable), "value");
}

function named(entries: readonly unknown[], name: string): unknown {
  return entries.find((entry) => textAt(entry, "name") === name);
}

describe("two versions on two clusters", () => {
  test("a changed port is allowed, listened on and configured only on its own cluster", () => {
    const inventory = fleet(
      made({ port: { ...seldon29.port, agentPlain: 9105, envoyStats: 9103, agentMetrics: 9106 } }),
    );
    const seen = clusters.map((name) => {
      const objects = objectsOn(inventory, name);
      const agent = agentIn(objects);
      const opened = (policy: string): readonly (number | undefined)[] => {
        const found = objects.find(({ metadata }) => metadata.name === policy);
        return listAt(found?.spec, "ingress", 0, "ports").map((port) => numberAt(port, "port"));
      };
      const { tenants } = clusterEndpoints(clusterOf(inventory, name));
      const envoy = tenants.get("churn")?.find(({ id }) => id.owner === "tenant" && id.component === "envoy");
      return {
        scheduler: settingOf(agent, "SELDON_SCHEDULER_PORT"),
        metrics: settingOf(agent, "SELDON_METRICS_PORT"),
        listens: numberAt(named(listAt(agent, "ports"), "metrics"), "containerPort"),
        envoy: opened("from-prometheus-to-envoy"),
        servers: opened("from-prometheus-to-servers"),
        endpoint: envoy?.ports["envoy-stats"]?.port,
      };
    });
    expect(seen).toEqual([
      { scheduler: "9005", metrics: "9006", listens: 9006, envoy: [9003], servers: [9006, 8082], endpoint: 9003 },
      { scheduler: "9105", metrics: "9106", listens: 9106, envoy: [9103], servers: [9106, 8082], endpoint: 9103 },
    ]);
  });

  test("a changed environment of the agent is used only on its own cluster", () => {
    const environment = { ...seldon29.agent.environment, SELDON_LOG_LEVEL: "warn" };
    const inventory = fleet(made({ agent: { ...seldon29.agent, environment } }));
    const levels = clusters.map((name) => settingOf(agentIn(objectsOn(inventory, name)), "SELDON_LOG_LEVEL"));
    expect(levels).toEqual(["info", "warn"]);
  });

  test("changed labels of the operator's pods are used only on their own cluster", () => {
    const inventory = fleet(made({ controllerPods: { "app.kubernetes.io/name": "operator" } }));
    const selected = clusters.map((name) => {
      const { seldon } = generatePlatform(clusterScope(clusterOf(inventory, name)));
      const policy = plainObjects(new Map([["workloads", seldon]])).find(
        ({ metadata }) => metadata.name === "to-schedulers",
      );
      return valueAt(policy?.spec, ["podSelector"]);
    });
    expect(selected).toEqual([
      { matchLabels: { "control-plane": "v2-controller-manager" } },
      { matchLabels: { "app.kubernetes.io/name": "operator" } },
    ]);
  });

  test("changed requests of the scheduler are used only on their own cluster", () => {
    const requests = { ...seldon29.requests, scheduler: { cpu: "100m", memory: "2Gi" } };
    const inventory = fleet(made({ requests }));
    const memory = clusters.map((name) => {
      const cluster = clusterOf(inventory, name);
      const [tenant] = cluster.tenants;
      if (tenant === undefined) throw new Error("missing tenant");
      return tenantDemand(patterns[cluster.spec.seldon.pattern], cluster, tenant).find(
        ({ component: what }) => what === "seldon-scheduler",
      )?.requests.memory;
    });
    const gibi = 1024n ** 3n * 1_000_000_000n;
    expect(memory).toEqual([gibi, 2n * gibi]);
  });

  test("rules use the version of the cluster of their manifest set", () => {
    const inventory = fleet(made({ ignoredFields: {}, charts: {} }));
    const { platform } = inventory;
    const model = `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: m, namespace: churn }
spec: { storageUri: s3://churn/m, requirements: [sklearn], dedicated: true }
`;
    const runtime = (revision: string): string => `
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a, namespace: argocd }
spec: { source: { chart: seldon-core-v2-runtime, targetRevision: ${revision}, helm: { valuesObject: { a: 1 } } } }
`;
    const found = clusters.map((name) => {
      const around = { platform, cluster: clusterOf(inventory, name) };
      return [
        findingsIn(seldonIgnoredField, model, around),
        // An Application with a chart sets its version itself.
        findingsIn(seldonChartValueUnknown, runtime("2.9.1"), around),
        findingsIn(seldonChartValueUnknown, runtime("9.0.1"), around),
        findingsIn(seldonChartValueUnknown, runtime("1.0.0"), around),
      ];
    });
    const ignored = "4:60 ignored field dedicated: no effect in Seldon Core 2.9.1";
    const unknown = expect.stringContaining("unknown value a of chart seldon-core-v2-runtime 2.9.1");
    expect(found).toEqual([
      [[ignored], [unknown], [], [unknown]],
      [[], [unknown], [], []],
    ]);
  });

  test("each version has its own classes and schemas", () => {
    class Server extends seldon29.kinds.Server {}
    const schemas = emptyFolder();
    const server = readFileSync(join(seldon29.schemas, "server.json"), "utf8");
    write(schemas, "server.json", server.replace('"capabilities"', '"capacities"'));
    const facts = made({ kinds: { ...seldon29.kinds, Server }, schemas });
    const inventory = fleet(facts);
    const classes = clusters.map((name) =>
      [...generateTenant(scopeOf(inventory, name, "churn")).values()]
        .flat()
        .some(({ object }) => object instanceof Server),
    );
    expect(classes).toEqual([false, true]);
    expect(seldonSchemas(facts).map(({ kind, text }) => [kind, text.includes('"capacities"')])).toEqual([
      ["Server", true],
    ]);
    expect(seldonSchemas(seldon29)).toHaveLength(7);
  });

  test("a runtime has the service accounts of its version", () => {
    const object = {
      apiVersion: "mlops.seldon.io/v1alpha1",
      kind: "SeldonRuntime",
      metadata: { name: "s", namespace: "churn" },
    };
    const access = { ...seldon29.access, runtime: [{ account: "agents", name: "agents", reads: ["secrets"] }] };
    const accounts = [seldon29, made({ access })].map((facts) =>
      new Authority(accessCreatedBySeldon(facts, [object])).subjects().map(subjectName),
    );
    expect(accounts).toEqual([["churn/hodometer", "churn/seldon-scheduler", "churn/seldon-server"], ["churn/agents"]]);
  });
});

describe("the version of a cluster", () => {
  test("a known release is accepted, and an unknown one is reported at the line of its cluster", () => {
    const inventory = fleet(made({}));
    expect(preconditions(inventory, "2026-11-23")).toEqual([]);
    const without = {
      ...inventory,
      clusters: inventory.clusters.map((cluster) => ({
        ...cluster,
        platform: { ...cluster.platform, known: knownSeldon },
      })),
    };
    expect(preconditions(without, "2026-11-23")).toMatchObject([
      {
        code: "platform/version",
        at: { file: "clusters/staging/cluster.yaml" },
        hint: expect.stringContaining("Known versions: 2.9.1."),
      },
    ]);
  });

  test.each([
    ["2.9.1", seldon29],
    ["2.9.0", undefined],
    ["2.9", undefined],
    ["", undefined],
  ])("the facts of release %j", (release, facts) => {
    expect(seldonFacts(seldonVersions, release)).toBe(facts);
  });

  test("a folder without a known version uses the newest", () => {
    const newest = made({});
    expect(newestFacts([seldon29, newest])).toBe(newest);
    expect(new ManifestSet([], { namespaces: new Map() }).seldon).toBe(newestFacts(seldonVersions));
    const inventory = fleet(newest);
    const { platform } = inventory;
    const [production, staging] = clusters.map((name) => {
      const cluster = clusterOf(inventory, name);
      return new ManifestSet([], { platform, cluster, namespaces: namespaceLabelsOn(cluster) }).seldon;
    });
    expect([production, staging]).toEqual([seldon29, newest]);
  });

  test("no release belongs to two versions", () => {
    const releases = seldonVersions.flatMap((version) => version.releases);
    expect(releases).toEqual([...new Set(releases)]);
  });
});
