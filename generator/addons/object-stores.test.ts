import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addonSandbox, generatedFiles } from "../testing/addon-sandbox.ts";
import { documentsOf, generatedObjects, inventoryOf } from "../testing/inventory.ts";
import { mergeSpec, tenantText, write } from "../testing/sandbox.ts";
import { filledAddon } from "../validate/addons/filled.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";
import { validateInventory } from "../validate/validate-inventory.ts";

const staging = "clusters/staging/cluster.yaml";
const stores = [
  { addon: "seaweedfs", namespace: "object-store", service: "object-store", list: "s3.createBuckets" },
  { addon: "minio", namespace: "minio", service: "minio", list: "buckets" },
] as const;
type Store = (typeof stores)[number];

/** A sandbox in which churn has a model in its bucket on staging, and the bucket shared is for all tenants. */
function withStore({ addon, service }: Store, options: RawMap = {}): string {
  const settings = { buckets: { shared: { tenants: "read" }, backups: {} } };
  const root = addonSandbox({ [addon]: { settings, ...options }, "external-secrets": {} });
  mergeSpec(root, staging, {
    platform: {
      artifactStores: {
        tenants: {
          locations: ["s3://tenant-{tenant}/", "s3://shared/"],
          service,
          credentials: { secret: "object-store", from: "add-on" },
        },
      },
    },
  });
  const serving =
    "  servers: { mlserver: { template: mlserver } }\n  models: { churn: { storageUri: s3://tenant-churn/model/7, requirements: [sklearn], memory: 64Mi } }\n";
  write(root, "tenants/churn.yaml", tenantText("churn", serving).replace("production", "staging"));
  return root;
}

function valueIn(root: string, addon: string, path: string): unknown {
  const cluster = inventoryOf(root).clusters.find(({ name }) => name === "staging");
  const entry = cluster?.addons.find(({ name }) => name === addon);
  if (cluster === undefined || entry === undefined) throw new Error("missing add-on");
  return valueAt(filledAddon(cluster, entry).values.get("store"), path.split("."));
}

function errors(root: string): readonly string[] {
  return validateInventory(documentsOf(root))
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code} ${message}`);
}

describe.each(stores)("$addon", (store) => {
  const { addon, namespace, list } = store;

  test("has a bucket for each tenant with Servers and each bucket of the settings", () => {
    const buckets = valueIn(withStore(store), addon, list);
    expect(Array.isArray(buckets) ? buckets.map((bucket) => valueAt(bucket, ["name"])) : []).toEqual([
      "backups",
      "shared",
      "tenant-churn",
    ]);
  });

  test("gives the tenant one Secret with one key, which its models name", () => {
    const objects = generatedObjects(withStore(store), "staging", "churn");
    expect(
      valueAt(
        objects.find(({ kind }) => kind === "Model"),
        ["spec", "secretName"],
      ),
    ).toBe("object-store");
    const copies = objects.filter(({ kind, metadata }) => kind === "ExternalSecret" && metadata.namespace === "churn");
    expect(copies.map(({ metadata, spec }) => [metadata.name, valueAt(spec, ["data"])])).toEqual([
      ["object-store", [expect.objectContaining({ secretKey: "s3" })]],
    ]);
    const [, text = ""] =
      [...generatedFiles(inventoryOf(withStore(store)))].find(
        ([file]) => file === "clusters/staging/overlays/addons/tenant-shares/churn/resources.yaml",
      ) ?? [];
    expect(text).toContain(`namespace: ${namespace}`);
    expect(text).toContain("resourceNames:\n      - tenant-churn");
  });

  test("gives an rclone remote for its own endpoint and the tenant's bucket", () => {
    const cluster = inventoryOf(withStore(store)).clusters.find(({ name }) => name === "staging");
    const spec = cluster?.addons.find(({ name }) => name === addon)?.spec;
    const template = valueAt(spec, ["perTenant", "identity", "object", "spec", "target", "template", "data", "s3"]);
    const remote = JSON.parse(
      String(template)
        .replace("{objectStore.endpoint}", spec?.provides.objectStore?.endpoint ?? "")
        .replace("{{ .password }}", "secret")
        .replaceAll("{tenant}", "churn"),
    );
    expect([remote.type, remote.name, remote.parameters.access_key_id]).toEqual(["s3", "s3", "tenant-churn"]);
    expect(remote.parameters.endpoint).toMatch(new RegExp(`^http://[a-z0-9-]+\\.${namespace}:(8333|9000)$`));
  });

  test("cannot leave while a tenant reads from it", () => {
    const root = withStore(store, { retired: ["tenants", "store"], discards: ["store"] });
    expect(errors(root)).toContain(
      `addons/in-use add-on ${addon} is in use on staging: contract objectStore is used by churn`,
    );
  });

  test("cannot leave with its data", () => {
    const root = addonSandbox({ [addon]: { retired: ["tenants", "store"] }, "external-secrets": {} });
    expect(errors(root)).toContain(
      `addons/in-use Application store of add-on ${addon} contains data on staging: the objects of all buckets`,
    );
  });

  test("without a copy of Secrets gives the bucket, and the artifact store needs another Secret", () => {
    const root = withStore(store);
    mergeSpec(root, staging, { addons: { "external-secrets": null } });
    expect(errors(root)).toEqual([expect.stringContaining("addons/artifact-store missing Secret object-store")]);
    mergeSpec(root, staging, {
      platform: { artifactStores: { tenants: { credentials: { secret: "own", from: "manual" } } } },
    });
    expect(errors(root)).toEqual([]);
    expect(generatedObjects(root, "staging", "churn").filter(({ kind }) => kind === "ExternalSecret")).toEqual([]);
  });
});

test.each([
  { addon: "seaweedfs", values: { master: { data: { type: "hostPath" } } }, at: "master.data.type" },
  { addon: "seaweedfs", values: { volume: { dataDirs: null } }, at: "volume.dataDirs" },
  { addon: "seaweedfs", values: { filer: { logs: null } }, at: "filer.logs.type" },
  {
    addon: "seaweedfs",
    values: { s3: { podSecurityContext: { enabled: false } } },
    at: "s3.podSecurityContext.enabled",
  },
  { addon: "seaweedfs", values: { s3: { extraArgs: [] } }, at: "s3.enableAuth" },
  { addon: "seaweedfs", values: { s3: { enableAuth: true } }, at: "s3.existingConfigSecret" },
  {
    addon: "seaweedfs",
    values: { global: { seaweedfs: { createClusterRole: true } } },
    at: "global.seaweedfs.createClusterRole",
  },
  { addon: "minio", values: { users: null }, at: "users" },
  { addon: "minio", values: { existingSecret: null }, at: "existingSecret" },
  { addon: "minio", values: { resources: null }, at: "resources.requests.memory" },
  { addon: "minio", values: { ignoreChartChecksums: false }, at: "ignoreChartChecksums" },
  { addon: "minio", values: { auth: { rootUser: "root" } }, at: "auth" },
])("$addon: $at with a known effect is rejected", ({ addon, values, at }) => {
  const root = addonSandbox({ [addon]: { values: { store: values } }, "external-secrets": {} });
  expect(errors(root)).toEqual([expect.stringContaining(`addons/chart-trap invalid value of ${at} of chart`)]);
});

test("all tenants may read only the buckets of the settings that allow it", () => {
  expect(valueIn(withStore(stores[1]), "minio", "policies.0.statements.2.resources")).toEqual([
    "arn:aws:s3:::shared",
    "arn:aws:s3:::shared/*",
  ]);
  expect(valueIn(withStore(stores[1]), "minio", "policies.0.statements.3")).toBeUndefined();
  expect(valueIn(withStore(stores[0]), "seaweedfs", "s3.createBuckets.1")).toEqual({ name: "shared", tenants: "read" });
});

describe("the identities of SeaweedFS", () => {
  const container = String(valueIn(withStore(stores[0]), "seaweedfs", "s3.initContainers"));
  const lines = container.slice(container.indexOf("cd /keys"), container.indexOf("\n  resources:")).split("\n");
  /** The script that Helm renders with the bucket shared for all tenants, and the buckets of churn and fraud. */
  const script = lines
    .filter((line) => !/^\s*\{\{- (range|end)/.test(line))
    .map((line) => line.trim())
    .join("\n")
    .replace(/shared='.*'/, `shared=',"Read:shared","List:shared"'`)
    .replace("tenant {{ .name }}", "tenant tenant-churn\ntenant tenant-fraud")
    .replace('"$waited" -ge 180', "true");

  /** The file that the script writes, and its exit code. */
  function run(keys: Readonly<Record<string, string>>): { readonly code: number; readonly identities: RawMap[] } {
    const folder = mkdtempSync(join(tmpdir(), "store-"));
    for (const [file, text] of Object.entries({ "platform/accessKey": "admin", ...keys })) {
      mkdirSync(join(folder, file, ".."), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const text = script.replaceAll("/keys", folder).replaceAll("/identities", folder);
    try {
      execFileSync("/bin/sh", ["-ec", text], { stdio: "pipe" });
    } catch {
      return { code: 1, identities: [] };
    }
    return { code: 0, identities: JSON.parse(readFileSync(join(folder, "config.json"), "utf8")).identities };
  }

  const platform = { "platform/secretKey": "secret" };

  test("an identity may use its own bucket, and read those for all tenants", () => {
    const { identities } = run({ ...platform, "tenant-churn/secretKey": "abc", "tenant-fraud/secretKey": "def\n" });
    expect(identities.map(({ name }) => name)).toEqual(["platform", "tenant-churn", "tenant-fraud"]);
    expect(identities[1]).toEqual({
      name: "tenant-churn",
      credentials: [{ accessKey: "tenant-churn", secretKey: "abc" }],
      actions: [
        ...["Read", "Write", "List", "Tagging"].map((action) => `${action}:tenant-churn`),
        "Read:shared",
        "List:shared",
      ],
    });
  });

  test.each([
    { name: "missing", key: undefined },
    { name: "empty", key: "" },
    { name: "no part of a JSON text", key: 'a"b' },
  ])("a tenant whose key is $name stops no other tenant", ({ key }) => {
    const keys = key === undefined ? {} : { "tenant-churn/secretKey": key };
    const { code, identities } = run({ ...platform, ...keys, "tenant-fraud/secretKey": "def" });
    expect([code, ...identities.map(({ name }) => name)]).toEqual([0, "platform", "tenant-fraud"]);
  });

  test.each([{}, { "platform/secretKey": 'a"b' }])("without the administrator the pod does not start: %o", (keys) => {
    expect(run({ ...keys, "tenant-churn/secretKey": "abc" }).code).toBe(1);
  });
});
