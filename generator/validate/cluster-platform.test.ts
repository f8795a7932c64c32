import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SourceDocument } from "../load/source.ts";
import { documentsOf, inventoryOf } from "../testing/inventory.ts";
import { malformedValue, malformedVariants } from "../testing/malformed.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import type { ClusterEntry } from "./inventory.ts";
import { isMap, valueAt } from "./merge.ts";
import { withNames } from "./name-placeholders.ts";
import { PlatformSpec } from "./platform.ts";
import { validateInventory } from "./validate-inventory.ts";

const staging = "clusters/staging/cluster.yaml";

/** A repository with the tenant churn on both clusters. The text overrides the platform on staging. */
function repository(platform: string, tenant = "  servers: { mlserver: { template: mlserver } }\n"): string {
  const root = sandbox();
  const file = tenantText("churn", tenant).replace("production: {}", "production: {}, staging: {}");
  write(root, "tenants/churn.yaml", file);
  append(root, staging, `  platform:\n${platform.replace(/^\n/, "").replace(/^(?=.)/gm, "    ")}`);
  return root;
}

function append(root: string, file: string, text: string): void {
  write(root, file, `${readFileSync(join(root, file), "utf8")}${text}`);
}

function findingsOf(root: string): readonly string[] {
  return validateInventory(documentsOf(root)).diagnostics.map(
    ({ at, code, message }) => `${at.file}:${at.line}:${at.column} ${code} ${message}`,
  );
}

function clustersOf(root: string): readonly [production: ClusterEntry, staging: ClusterEntry] {
  const { clusters } = inventoryOf(root);
  const [production, stage] = ["production", "staging"].map((name) => clusters.find((item) => item.name === name));
  if (production === undefined || stage === undefined) throw new Error("missing cluster");
  return [production, stage];
}

/** The document of a cluster with another override of the platform. */
function overriding({ source, value }: SourceDocument, platform: unknown): SourceDocument {
  const spec = valueAt(value, ["spec"]);
  return { source, value: isMap(value) && isMap(spec) ? { ...value, spec: { ...spec, platform } } : value };
}

test("maps of an override are merged, lists are replaced, and null removes a value, only on its cluster", () => {
  const [production, stage] = clustersOf(
    repository(`
services: { mlflow: { namespace: tracking }, ingress: null }
registries: [harbor.staging.test/, docker.io/seldonio/, nvcr.io/nvidia/]
`),
  );
  expect(stage.platform.spec.services["mlflow"]).toEqual({
    ...production.platform.spec.services["mlflow"],
    namespace: "tracking",
  });
  expect(Object.keys(stage.platform.spec.services)).toEqual(["kafka", "minio", "mlflow"]);
  expect(Object.keys(production.platform.spec.services)).toContain("ingress");
  expect(stage.platform.spec.registries[0]).toBe("harbor.staging.test/");
  expect(production.platform.spec.registries).toContain("harbor.acme.test/");
});

test("a part of the platform comes from the cluster's file if it is overridden there, and from platform.yaml otherwise", () => {
  const [production, stage] = clustersOf(repository("services: { mlflow: { namespace: tracking } }\n"));
  const placeOf = ({ platform }: ClusterEntry, field: string): unknown => {
    const { source, path } = platform.at("services", "mlflow", field);
    return [source.file, path.join(".")];
  };
  expect(placeOf(stage, "namespace")).toEqual([staging, "spec.platform.services.mlflow.namespace"]);
  expect(placeOf(stage, "pods")).toEqual(["platform/platform.yaml", "spec.services.mlflow.pods"]);
  expect(placeOf(production, "namespace")).toEqual(["platform/platform.yaml", "spec.services.mlflow.namespace"]);
});

describe("placeholders", () => {
  test("{cluster} and {environment} become the names of each cluster, and {tenant} remains for the tenant's name", () => {
    const root = repository(`
secretStores: { vault: { prefix: "{environment}/{cluster}/{tenant}/" } }
artifactStores: { minio: { locations: ["s3://{tenant}-{environment}/{cluster}/"] } }
seldon: { kafka: { topicPrefix: "seldon-{cluster}" } }
`);
    append(
      root,
      "clusters/production/cluster.yaml",
      '  platform: { secretStores: { vault: { prefix: "ml/{cluster}/{tenant}/" } } }\n',
    );
    const [production, stage] = clustersOf(root);
    expect(stage.platform.spec.secretStores).toEqual({ vault: { prefix: "staging/staging/{tenant}/" } });
    expect(stage.platform.spec.artifactStores["minio"]?.locations).toEqual(["s3://{tenant}-staging/staging/"]);
    expect(stage.platform.spec.seldon.kafka?.topicPrefix).toBe("seldon-staging");
    expect(production.platform.spec.secretStores).toEqual({ vault: { prefix: "ml/production/{tenant}/" } });
    expect(production.platform.spec.artifactStores["minio"]?.locations).toContain("s3://{tenant}/");
  });

  test.each([
    ["secretStores: { vault: { prefix: 'ml/{team}/{tenant}/' } }", "34:38", "unknown placeholder {team}"],
    ["secretStores: { vault: { prefix: 'ml/{tenant}/{cluster}/' } }", "34:38", "it must be a folder that ends"],
    ["secretStores: { vault: { prefix: 'ml/{tenant}/{tenant}/' } }", "34:38", "it must be a folder that ends"],
    ["secretStores: { vault: { prefix: 'ml/x{tenant}/' } }", "34:38", "it must be a folder that ends"],
    ["artifactStores: { minio: { locations: ['s3://{Tenant}/'] } }", "34:44", "unknown placeholder {Tenant}"],
    ["seldon: { kafka: { topicPrefix: '{tenant}' } }", "34:37", "unknown placeholder {tenant}"],
    ["seldon: { kafka: { topicPrefix: '{cluster}{cluster}' } }", "34:37", "at most one {cluster}"],
  ])("%s is invalid at %s: %s", (override, at, message) => {
    const [found, ...others] = findingsOf(repository(`${override}\n`));
    expect(others).toEqual([]);
    expect(found).toContain(`${staging}:${at} input/invalid-value `);
    expect(found).toContain(message);
  });
});

describe("an invalid override is found in the cluster's file", () => {
  test.each([
    ["owner: { team: Others }", ["34:5 input/not-overridable"]],
    ["repository: null", ["34:5 input/not-overridable"]],
    ["roles: { viewer: null }", ["34:5 input/not-overridable"]],
    ["tenantLabels: []", ["34:5 input/not-overridable"]],
    ["tenantKinds: []", ["34:5 input/not-overridable"]],
    ["seldon: { version: 2.9.1 }", ["34:15 input/not-overridable"]],
    ["seldon: { namespace: seldon }", ["34:15 input/not-overridable"]],
    ["servces: {}", ["34:5 input/unknown-field"]],
    ["services: { mlflow: { port: 1 } }", ["34:27 input/unknown-field"]],
    ["floors: null", ["34:13 input/missing-field"]],
    ["seldon: null", ["34:13 input/missing-field"]],
    ["services: { mlflow: { pods: null } }", ["34:33 input/missing-field"]],
    ["services: []", ["34:5 input/wrong-type"]],
    ["services: { mlflow: mlflow }", ["34:25 input/wrong-type"]],
    ["floors: { podSecurity: strict }", ["34:28 input/invalid-value"]],
    ["services: { mlflow: { pods: { app: mlflow, 'a b': c } } }", ["34:48 input/invalid-value"]],
    ["defaults: { quotaSize: huge }", ["34:28 reference/unknown"]],
    ["seldon: { kafka: { bootstrap: 'kafka.other:9092' } }", ["34:35 platform/endpoint"]],
  ])("%s: %s", (override, found) => {
    const all = findingsOf(repository(`${override}\n`));
    expect(all.map((line) => line.split(" ").slice(0, 2).join(" "))).toEqual(found.map((at) => `${staging}:${at}`));
  });

  test("platform is not a map: the finding is at its value", () => {
    const root = sandbox();
    append(root, staging, "  platform: [services]\n");
    expect(findingsOf(root)).toEqual([expect.stringContaining(`${staging}:33:3 input/wrong-type `)]);
  });
});

describe("an override of an entry that platform.yaml does not declare", () => {
  test.each([
    [
      "services: { mlfow: { namespace: tracking } }",
      "services.mlfow",
      "17",
      "Did you mean mlflow? To add an entry only for staging, set namespace and pods.",
    ],
    [
      "artifactStores: { minoi: { service: minio } }",
      "artifactStores.minoi",
      "23",
      "Known: minio. To add an entry only for staging, set locations and credentials.",
    ],
    [
      "artifactStores: { minoi: { locations: ['s3://{tenant}/'] } }",
      "artifactStores.minoi",
      "23",
      "Known: minio. To add an entry only for staging, set locations and credentials.",
    ],
    [
      "secretStores: { vaults: {} }",
      "secretStores.vaults",
      "21",
      "Did you mean vault? To add an entry only for staging, set prefix.",
    ],
    [
      "serverTemplates: { mlsever: { image: harbor.acme.test/a/mlserver:1.7.1 } }",
      "serverTemplates.mlsever",
      "24",
      "Did you mean mlserver? To add an entry only for staging, set type, image, capabilities, resources, storage, agent and rclone.",
    ],
  ])("%s: unknown %s", (override, name, column, instead) => {
    const { diagnostics } = validateInventory(documentsOf(repository(`${override}\n`)));
    expect(
      diagnostics.map(({ at, code, message, hint }) => `${at.line}:${at.column} ${code} ${message}. ${hint}`),
    ).toEqual([
      `34:${column} reference/unknown unknown ${name}: staging overrides it, but spec.${name.split(".")[0]} does not declare it. ${instead}`,
    ]);
  });

  test("a complete entry that only this cluster has is valid", () => {
    const entry = "services: { tracker: { namespace: mlflow, pods: { app: mlflow }, ports: [{ port: 5000 }] } }\n";
    expect(findingsOf(repository(entry))).toEqual([]);
  });
});

describe("an override that makes another part invalid", () => {
  test("a service that an artifact store uses is removed: the finding names the cluster and the override", () => {
    const root = repository("services: { minio: null }\n");
    const { diagnostics } = validateInventory(documentsOf(root));
    expect(diagnostics).toMatchObject([
      {
        code: "reference/unknown",
        message: "unknown platform service minio, on staging",
        at: { file: staging, line: 33 },
        related: [{ at: { file: "platform/platform.yaml" } }],
      },
    ]);
  });

  test("a service that a tenant calls is removed: the finding in the tenant's file names the cluster", () => {
    const root = repository("services: { mlflow: null }\n", "  network: { needs: [mlflow] }\n");
    expect(findingsOf(root)).toEqual([
      "tenants/churn.yaml:7:22 reference/unknown unknown platform service mlflow, on staging",
    ]);
  });

  test("a mistake of platform.yaml that both clusters have is reported once, in platform.yaml", () => {
    const root = repository("registries: [docker.io/seldonio/, nvcr.io/nvidia/]\n");
    const file = "platform/platform.yaml";
    write(root, file, readFileSync(join(root, file), "utf8").replace("quotaSize: small", "quotaSize: smal"));
    expect(findingsOf(root)).toEqual([expect.stringMatching(/^platform\/platform[.]yaml:\d+:\d+ reference\/unknown /)]);
  });

  test("a mistake of platform.yaml that an override corrects is reported in platform.yaml, with the other cluster", () => {
    const root = repository("defaults: { quotaSize: small }\n");
    const file = "platform/platform.yaml";
    write(root, file, readFileSync(join(root, file), "utf8").replace("quotaSize: small", "quotaSize: smal"));
    expect(findingsOf(root)).toEqual([expect.stringMatching(/^platform\/platform[.]yaml:.* smal, on production$/)]);
  });
});

describe("folders of tenants", () => {
  const nested = (prefix: string): string => {
    const root = repository(`secretStores: { vault: { prefix: "${prefix}" } }\n`);
    write(root, "tenants/staging.yaml", tenantText("staging"));
    return root;
  };

  test.each([
    ["ml-platform/staging/{tenant}/", "ml-platform/staging/churn/"],
    ["ml-platform/{cluster}/{tenant}/", "ml-platform/staging/churn/"],
    ["ml-platform/{environment}/x/{tenant}/", "ml-platform/staging/x/churn/"],
  ])("%s is below the folder of a tenant named staging: %s", (prefix, folder) => {
    expect(findingsOf(nested(prefix))).toEqual([
      `clusters/staging/cluster.yaml:34:38 platform/tenant-folder invalid folder ${folder} of churn on staging: in secret store vault, it is within ml-platform/staging/ of staging on production`,
    ]);
  });

  test.each(["ml-platform-staging/{tenant}/", "{cluster}/ml-platform/{tenant}/", "ml/{tenant}/"])(
    "%s is outside the tenants' folders of the other cluster",
    (prefix) => {
      expect(findingsOf(nested(prefix))).toEqual([]);
    },
  );

  test("a location in an external store that two environments and tenants share is found", () => {
    const root = sandbox();
    const file = "platform/platform.yaml";
    const text = readFileSync(join(root, file), "utf8")
      .replace('locations: ["s3://{tenant}/", "s3://mlflow-artifacts/"]', 'locations: ["s3://{tenant}-{environment}/"]')
      .replace("service: minio\n", "external: { cidrs: [203.0.113.0/24], port: 443 }\n");
    write(root, file, text);
    write(root, staging, readFileSync(join(root, staging), "utf8").replace("environment: staging", "environment: a-b"));
    const production = "clusters/production/cluster.yaml";
    write(
      root,
      production,
      readFileSync(join(root, production), "utf8").replace("environment: production", "environment: b"),
    );
    write(root, "tenants/x.yaml", tenantText("x").replace("production", "staging"));
    write(root, "tenants/x-a.yaml", tenantText("x-a"));
    expect(findingsOf(root)).toEqual([
      expect.stringContaining("invalid folder s3://x-a-b/ of x-a on production: in artifact store minio, it is within"),
    ]);
  });

  test("with one prefix for all clusters, no tenant's folder contains the folder of another tenant", () => {
    const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,4}[a-z0-9])?$/);
    const part = fc.constantFrom("{tenant}", "{cluster}", "{environment}", "/", "/", "a", "-");
    const prefix = fc.array(part, { maxLength: 8 }).map((parts) => `${parts.join("")}{tenant}/`);
    let accepted = 0;
    fc.assert(
      fc.property(prefix, fc.array(name, { minLength: 6, maxLength: 6 }), (vault, names) => {
        const [tenant = "", other = "", cluster = "", second = "", environment = "", third = ""] = names;
        if (tenant === other || !PlatformSpec.shape.secretStores.safeParse({ vault: { prefix: vault } }).success)
          return;
        accepted += 1;
        const folder = withNames(vault, { tenant, cluster, environment });
        const foreign = withNames(vault, { tenant: other, cluster: second, environment: third });
        expect([folder.startsWith(foreign), foreign.startsWith(folder)]).toEqual([false, false]);
      }),
      { numRuns: 2000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

test("a malformed override causes findings and no exception", () => {
  const root = repository("services: { mlflow: { namespace: tracking } }\n");
  const documents = documentsOf(root);
  const override = {
    services: { mlflow: { namespace: "a", pods: { app: "b" }, ports: [{ port: 1 }] } },
    seldon: { kafka: { service: "kafka", bootstrap: "a.kafka:9092" }, tracing: null },
    artifactStores: { minio: { locations: ["s3://{tenant}/"], credentials: "public" } },
    secretStores: { vault: { prefix: "{tenant}/" } },
    floors: { podSecurity: "baseline" },
  };
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 6 }), malformedValue, (choices, value) => {
      const clusters = documents.clusters.map((cluster) =>
        overriding(cluster, malformedVariants(override, choices, value)),
      );
      for (const { at } of validateInventory({ ...documents, clusters }).diagnostics) expect(at.file).not.toBe("");
    }),
    { numRuns: 200 },
  );
});
