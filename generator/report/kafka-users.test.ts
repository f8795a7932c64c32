import { describe, expect, test } from "vitest";
import { tenantry } from "../testing/command-line.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { onSharedRuntime, withStreams } from "../testing/streams.ts";

const spec = `
  servers: { mlserver: { template: mlserver } }
  models: { churn: { storageUri: "s3://churn/model/7", requirements: [sklearn], memory: 64Mi } }
  pipelines: { p: { steps: { churn: {} }, output: [churn] } }
`;
const both = (namespace: string): readonly object[] =>
  ["stream-broker", "stream-client"].map((name) => ({ namespace, name }));

describe.each([
  { name: "a runtime for each tenant", options: {}, users: "tenant", manual: [], warns: undefined },
  {
    name: "a runtime for each tenant, without an add-on that copies Secrets",
    options: { copied: false },
    users: "tenant",
    manual: both("churn"),
    warns: "until each tenant has its own user",
  },
  {
    name: "a shared runtime",
    options: { cluster: onSharedRuntime },
    users: "shared",
    manual: [],
    warns: "all tenants have the same user",
  },
  {
    name: "a shared runtime, without an add-on that copies Secrets",
    options: { cluster: onSharedRuntime, copied: false },
    users: "shared",
    manual: both("seldon-system"),
    warns: "must be created by hand",
  },
] as const)("$name", ({ options, users, manual, warns }) => {
  const root = (): string => {
    const folder = withStreams(sandbox(), options);
    write(folder, "tenants/churn.yaml", tenantText("churn", spec));
    return folder;
  };

  test("report lists the users and the Secrets to create by hand", async () => {
    const folder = root();
    const { kafka } = JSON.parse((await tenantry(folder, ["report", "--output", "json"])).out);
    const [entry] = kafka.filter(({ cluster }: { cluster: string }) => cluster === "production");
    expect(entry.users).toBe(users);
    expect(entry.manualSecrets).toHaveLength(manual.length);
    expect(entry.manualSecrets).toEqual(expect.arrayContaining([...manual]));
    expect((await tenantry(folder, ["report"])).out).toContain(warns ?? "Each tenant has its own user of Kafka.");
  });

  test("reach warns if Kafka does not separate the tenants", async () => {
    const folder = root();
    const { out } = await tenantry(folder, ["reach", "churn", "--cluster", "production", "--output", "json"]);
    expect(JSON.parse(out)[0].kafka.users).toBe(users);
    const text = (await tenantry(folder, ["reach", "churn", "--cluster", "production"])).out;
    if (warns === undefined) expect(text).not.toContain("Kafka does not separate");
    else expect(text).toContain(warns);
  });
});
