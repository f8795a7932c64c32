import { describe, expect, test } from "vitest";
import { findings } from "../../testing/command-line.ts";
import { replaceInFile, sandbox, tenantText, write } from "../../testing/sandbox.ts";
import { withStreams } from "../../testing/streams.ts";

const addon = "platform/addons/streams.yaml";

describe("Secrets of an add-on", () => {
  test.each([
    { name: "the key of an authority", from: "keys: [ca.crt, user.crt, user.key]", to: "keys: [ca.crt, ca.key]" },
    { name: "a private key that all tenants share", from: "keys: [ca.crt], to", to: "keys: [tls.key], to" },
    { name: "a private key of a Secret with double braces in its name", from: "user-{tenant}", to: "user-{{tenant}}" },
    { name: "two Secrets of one name", from: "to: stream-broker", to: "to: stream-client" },
    {
      name: "a Secret with the name of one that every tenant has",
      from: "to: stream-broker",
      to: "to: seldon-rclone-gs-public",
    },
  ])("$name is rejected", async ({ from, to }) => {
    const root = withStreams(sandbox());
    replaceInFile(root, addon, from, to);
    const found = await findings(root);
    expect(found.filter((line) => line.endsWith("addons/secret"))).toHaveLength(1);
    expect(found[0]).toMatch(/^platform\/addons\/streams[.]yaml:[34][0-9]:/);
  });
});

describe("names of a tenant", () => {
  const withTenant = (name: string, more = "", copied = true): string => {
    const root = withStreams(sandbox(), { copied });
    write(root, `tenants/${name}.yaml`, tenantText(name, more));
    return root;
  };
  const secret = "  secrets: { stream-client: { keys: [user.key], from: manual } }\n";

  test.each([
    {
      name: "a name that begins as another tenant's consumer groups",
      root: () => withTenant("churn-seldon-models"),
      found: ["tenants/churn-seldon-models.yaml:3:19 input/reserved-name"],
    },
    {
      name: "a name with which another tenant's consumer groups begin",
      root: () => withTenant("churn-seldon"),
      found: ["tenants/churn-seldon.yaml:3:19 input/reserved-name"],
    },
    { name: "a name with seldon in another place", root: () => withTenant("seldon-models"), found: [] },
    {
      name: "the namespace of an add-on",
      root: () => withTenant("copies"),
      found: ["tenants/copies.yaml:3:19 input/reserved-name"],
    },
    {
      name: "a secret with the name of a copy",
      root: () => withTenant("churn", secret),
      found: ["tenants/churn.yaml:7:14 reference/ambiguous"],
    },
    {
      name: "a secret with the name of a Secret that nothing copies",
      root: () => withTenant("churn", secret, false),
      found: [],
    },
  ])("$name: $found", async ({ root, found }) => {
    const known = ["input/reserved-name", "reference/ambiguous"];
    const all = await findings(root());
    expect(all.filter((line) => known.some((code) => line.endsWith(code)))).toEqual(found);
  });

  test("without users of Kafka, a name may contain -seldon-", async () => {
    const root = sandbox();
    write(root, "tenants/churn-seldon-models.yaml", tenantText("churn-seldon-models"));
    expect(await findings(root)).toEqual([]);
  });
});
