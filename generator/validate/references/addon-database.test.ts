import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";
import { addonSandbox, generatedFiles } from "../../testing/addon-sandbox.ts";
import { documentsOf, inventoryOf } from "../../testing/inventory.ts";
import { write } from "../../testing/sandbox.ts";
import { merge, type RawMap } from "../merge.ts";
import { validateInventory } from "../validate-inventory.ts";

const use = { harbor: { settings: { host: "harbor.acme.test" } } };

/** A sandbox in which staging uses Harbor, with another database in platform.yaml. */
function withDatabase(database: RawMap | null, addons: RawMap = use, services: RawMap = {}): string {
  const root = addonSandbox(addons);
  const file = "platform/platform.yaml";
  const platform: RawMap = parse(readFileSync(join(root, file), "utf8"));
  const without = merge(merge(platform, { spec: { database: null } }), { spec: { services } }, "keep");
  write(root, file, stringify(database === null ? without : merge(without, { spec: { database } }, "keep")));
  return root;
}

function errors(root: string): readonly string[] {
  const { diagnostics } = validateInventory(documentsOf(root));
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ at, code, message }) => `${at.file}:${at.line} ${code} ${message}`);
}

test("an add-on that needs a database without one is one finding at the line that switches it on", () => {
  expect(errors(withDatabase(null))).toEqual([
    expect.stringMatching(
      /^clusters\/staging\/cluster.yaml:\d+ addons\/needs missing database on staging: add-on harbor needs it$/,
    ),
  ]);
});

test.each([
  {
    name: "networks and a service",
    database: { host: "pg", cidrs: ["192.168.5.0/28"], service: "minio" },
    found: "it has cidrs and service",
  },
  { name: "neither networks nor a service", database: { host: "pg" }, found: "it needs cidrs or service" },
  {
    name: "an unknown service",
    database: { host: "pg", service: "postgres" },
    found: "unknown platform service postgres",
  },
  {
    name: "a port that the service does not have",
    database: { host: "pg", service: "minio" },
    found: "unknown port 5432 of service minio",
  },
  {
    name: "a network of the cluster",
    database: { host: "pg", cidrs: ["10.52.1.0/24"] },
    found: "10.52.1.0/24",
  },
])("a database with $name is one finding", ({ database, found }) => {
  const lines = errors(withDatabase(database));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(found);
  expect(lines[0]).toMatch(/^platform\/platform.yaml:/);
});

const services = { postgres: { namespace: "postgres", pods: { app: "postgres" }, ports: [{ port: 6432 }] } };

test.each([
  {
    name: "outside the cluster",
    database: { host: "postgres.acme.test", port: 6432, cidrs: ["192.168.5.0/28"] },
    target: "192.168.5.0/28",
  },
  {
    name: "of a service in the cluster",
    database: { host: "postgres.postgres.svc", port: 6432, service: "postgres" },
    target: '"app":"postgres"',
  },
])("policies open the connection to a database $name, and the values contain it", ({ database, target }) => {
  const files = generatedFiles(inventoryOf(withDatabase(database, use, services)));
  const policies = parseAllDocuments(
    files.get("clusters/staging/overlays/addons/harbor/guardrails/resources.yaml") ?? "",
  ).map((document) => document.toJS());
  const open = policies.filter(({ metadata }) => metadata.name.endsWith("-to-database"));
  expect(open.map(({ metadata }) => metadata.name)).toEqual(["from-core-to-database", "from-exporter-to-database"]);
  for (const policy of open) {
    const text = JSON.stringify(policy);
    expect(text).toContain("6432");
    expect(text).toContain(target);
  }
  const [application] = parseAllDocuments(
    files.get("clusters/staging/applications/addons/harbor/application-registry.yaml") ?? "",
  ).map((document) => document.toJS());
  expect(application.spec.source.helm.valuesObject.database.external).toMatchObject({
    host: database.host,
    port: 6432,
    sslmode: "require",
    existingSecret: "harbor-database-login",
  });
});

/** A database that an add-on of the platform installs. */
const postgres = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: postgres }
spec:
  description: A database
  kubernetes: { minimum: "1.30" }
  provides: { database: { service: postgres, workload: server, port: sql, host: postgres.postgres.svc, tls: disable } }
  namespaces: { postgres: { podSecurity: restricted } }
  applications:
    server: { git: { repository: "https://git.acme.invalid/postgres.git", revision: v1.0.0, path: deploy }, namespace: postgres, kinds: [apps/StatefulSet] }
  workloads: { server: { namespace: postgres, pods: { app: postgres }, ports: { sql: 5433 } } }
`;

test("an add-on of the platform provides the database, and cannot leave while another add-on needs it", () => {
  const root = withDatabase(null, { ...use, postgres: {} });
  write(root, "platform/addons/postgres.yaml", postgres);
  const files = generatedFiles(inventoryOf(root));
  const [application] = parseAllDocuments(
    files.get("clusters/staging/applications/addons/harbor/application-registry.yaml") ?? "",
  ).map((document) => document.toJS());
  expect(application.spec.source.helm.valuesObject.database.external).toMatchObject({
    host: "postgres.postgres.svc",
    port: 5433,
    sslmode: "disable",
  });
  expect(files.get("clusters/staging/overlays/addons/postgres/guardrails/resources.yaml")).toContain("5433");

  const leaving = withDatabase(null, { ...use, postgres: { retired: ["server"] } });
  write(leaving, "platform/addons/postgres.yaml", postgres);
  expect(errors(leaving)).toEqual([
    expect.stringMatching(/addons\/in-use add-on postgres is in use on staging: add-on harbor needs it$/),
  ]);
});

test("a file that contains the database of an add-on too is one finding", () => {
  const root = withDatabase({ host: "postgres.acme.test", cidrs: ["192.168.5.0/28"] }, { ...use, postgres: {} });
  write(root, "platform/addons/postgres.yaml", postgres);
  expect(errors(root).filter((line) => line.includes("addons/provided-twice"))).toHaveLength(1);
});
