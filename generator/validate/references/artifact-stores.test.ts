import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bucketsFile, withBuckets } from "../../testing/buckets.ts";
import { documentsOf } from "../../testing/inventory.ts";
import { mergeSpec, sandbox, tenantText, write } from "../../testing/sandbox.ts";
import { validateInventory } from "../validate-inventory.ts";

/** The errors on the first cluster: the code, the message, and the line. */
function errors(root: string): readonly string[] {
  return validateInventory(documentsOf(root))
    .diagnostics.filter(({ severity }) => severity === "error")
    .map(({ code, message, at: { file, line } }) => {
      const text = readFileSync(join(root, file), "utf8").split("\n")[line - 1] ?? "";
      return `${code} ${message} | ${file}: ${text.trim()}`;
    });
}

const platform = "platform/platform.yaml";
const serving = "  servers: { mlserver: { template: mlserver } }\n";

describe("a location in a store of an add-on", () => {
  test("of each tenant's bucket, and of a bucket of the settings", () => {
    const root = withBuckets(sandbox("none"), {
      use: { settings: { buckets: { shared: { tenants: "read" } } } },
      store: { locations: ["s3://tenant-{tenant}/models/", "s3://shared/"] },
    });
    expect(errors(root)).toEqual([]);
  });

  test.each([
    { name: "another bucket of each tenant", location: "s3://{tenant}/", bucket: "{tenant}" },
    { name: "a bucket that the settings do not list", location: "s3://shared/", bucket: "shared" },
    { name: "the bucket of one tenant", location: "s3://tenant-churn/", bucket: "tenant-churn" },
  ])("of $name is rejected", ({ location, bucket }) => {
    const root = withBuckets(sandbox("none"), { store: { locations: [location] } });
    write(root, "tenants/churn.yaml", tenantText("churn", serving));
    expect(errors(root)).toEqual([
      `addons/artifact-store unknown bucket ${bucket} of artifact store buckets: add-on buckets creates no such bucket on staging | ${platform}: - ${location}`,
    ]);
  });

  test("in another service is not compared", () => {
    const root = withBuckets(sandbox("none"), { store: { locations: ["s3://other/"], service: "minio" } });
    expect(errors(root)).toEqual([]);
  });
});

describe("buckets", () => {
  test.each([
    {
      name: "of the settings with the name of a tenant's",
      bucket: "tenant-churn",
      fault: "duplicate bucket tenant-churn of add-on buckets",
    },
    { name: "with two characters", bucket: "ab", fault: "invalid bucket ab: a bucket has 3 to 63 characters" },
  ])("$name are rejected", ({ bucket, fault }) => {
    const root = withBuckets(sandbox("none"), { use: { settings: { buckets: { [bucket]: { tenants: "none" } } } } });
    write(root, "tenants/churn.yaml", tenantText("churn", serving));
    const found = errors(root).filter((error) => error.includes("clusters/production"));
    expect(found).toEqual([expect.stringContaining(fault)]);
  });

  test("of the tenants with the shortest and the longest names are valid", () => {
    const root = withBuckets(sandbox("none"));
    for (const name of ["a", `t${"e".repeat(48)}t`]) write(root, `tenants/${name}.yaml`, tenantText(name, serving));
    expect(errors(root)).toEqual([]);
  });
});

describe("the Secret of an artifact store", () => {
  const given = { credentials: { secret: "bucket-key", from: "add-on" } };
  const withCopies = (root: string): string => {
    for (const cluster of ["staging", "production"])
      mergeSpec(root, `clusters/${cluster}/cluster.yaml`, {
        addons: { "external-secrets": {} },
        kubernetes: { version: "1.35.4" },
      });
    return root;
  };
  const from = `${platform}: from: `;

  test("that an add-on gives", () => {
    expect(errors(withCopies(withBuckets(sandbox("none"), { store: given })))).toEqual([]);
  });

  test("that an add-on gives only on clusters that copy Secrets", () => {
    expect(errors(withBuckets(sandbox("none"), { store: given }))).toEqual([
      `addons/artifact-store missing Secret bucket-key of artifact store buckets: no add-on on staging gives tenants a Secret of this name with only the key s3 | ${from}add-on`,
    ]);
  });

  test.each([
    {
      name: "that no add-on gives",
      store: { credentials: { secret: "bucket-keys", from: "add-on" } },
      secret: "bucket-keys",
      key: "s3",
    },
    {
      name: "with the key of another scheme",
      store: { ...given, service: "minio", locations: ["gs://models/"] },
      secret: "bucket-key",
      key: "gs",
    },
  ])("$name is rejected", ({ store, secret, key }) => {
    expect(errors(withCopies(withBuckets(sandbox("none"), { store })))).toEqual([
      `addons/artifact-store missing Secret ${secret} of artifact store buckets: no add-on on staging gives tenants a Secret of this name with only the key ${key} | ${from}add-on`,
    ]);
  });

  test("that an add-on and a person create is rejected", () => {
    const store = { credentials: { secret: "bucket-key", from: "manual" } };
    expect(errors(withCopies(withBuckets(sandbox("none"), { store })))).toEqual([
      `addons/secret duplicate Secret bucket-key in the tenant's namespace: artifact store buckets also provides it | ${bucketsFile}: secrets: [{ name: "tenant-{tenant}", keys: [s3], to: bucket-key }]`,
    ]);
  });
});

describe("entries of an add-on", () => {
  const edited = (before: string, after: string): string =>
    withBuckets(sandbox("none"), {
      addon: (text) => {
        if (!text.includes(before)) throw new Error(`missing ${before}`);
        return text.replace(before, after);
      },
    });

  test.each([
    {
      name: "in a value that is not a list",
      root: () => edited("server: { buckets: [],", "server: { buckets: {},"),
      tenant: true,
      found: `addons/value-entry invalid path server.buckets in add-on buckets: the value is not a list | ${bucketsFile}: - { application: store, at: server.buckets, entry: { name: "tenant-{tenant}" } }`,
    },
    {
      name: "of an Application that does not exist",
      root: () => edited("{ application: store, at: server.users", "{ application: stores, at: server.users"),
      found: `reference/unknown unknown chart stores of add-on buckets | ${bucketsFile}: - { application: stores, at: server.users, entry: { user: "tenant-{tenant}" } }`,
    },
    {
      name: "for a map of settings that does not exist",
      root: () =>
        edited("forEach: settings.buckets, at: server.buckets", "forEach: settings.bucket, at: server.buckets"),
      found: `reference/unknown unknown map of settings settings.bucket of add-on buckets | ${bucketsFile}: - { forEach: settings.bucket, at: server.buckets, entry: { name: "{item.key}" } }`,
    },
    {
      name: "with a placeholder without a value",
      root: () => edited('entry: { user: "tenant-{tenant}" }', 'entry: { user: "tenant-{tenants}" }'),
      found: `addons/placeholder missing value of {tenants} on staging | ${bucketsFile}: - { application: store, at: server.users, entry: { user: "tenant-{tenants}" } }`,
    },
    {
      name: "without the tenant",
      root: () => edited('entry: { user: "tenant-{tenant}" }', "entry: { user: tenant }"),
      found: `addons/value-entry invalid entry in add-on buckets: it does not contain {tenant}, so the entries of all tenants are equal | ${bucketsFile}: - { application: store, at: server.users, entry: { user: tenant } }`,
    },
    {
      name: "and no object",
      root: () =>
        edited(
          '      values:\n        - { application: store, at: server.buckets, entry: { name: "tenant-{tenant}" } }\n        - { application: store, at: server.users, entry: { user: "tenant-{tenant}" } }\n',
          "",
        ),
      found: `input/invalid-value invalid value of spec.perTenant.bucket: it needs object or values | ${bucketsFile}: bucket:`,
    },
    {
      name: "and a namespace without an object",
      root: () => edited("      gives: a bucket\n", "      namespace: buckets\n      gives: a bucket\n"),
      found: `input/invalid-value invalid value of spec.perTenant.bucket.namespace: namespace without object has no effect | ${bucketsFile}: namespace: buckets`,
    },
    {
      name: "for each runtime",
      root: () => edited("      gives: a bucket\n", "      each: runtime\n      gives: a bucket\n"),
      found: `input/invalid-value invalid value of spec.perTenant.bucket.each: values are for each tenant | ${bucketsFile}: each: runtime`,
    },
  ])("$name are rejected", ({ root, found, tenant = false }) => {
    const folder = root();
    if (tenant) write(folder, "tenants/churn.yaml", tenantText("churn", serving).replace("production", "staging"));
    expect(errors(folder)).toEqual([found]);
  });
});
