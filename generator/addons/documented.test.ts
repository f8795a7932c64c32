import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shippedAddons } from "../load/shipped-addons.ts";
import { addonSandbox, shippedNames } from "../testing/addon-sandbox.ts";
import { tenantry } from "../testing/command-line.ts";
import { write } from "../testing/sandbox.ts";
import { Addon } from "../validate/addons/addon.ts";
import { contractNames } from "../validate/addons/contracts.ts";
import { settingTypes } from "../validate/addons/settings.ts";
import { placePeers, tenantPeers } from "../validate/addons/workload.ts";

const page = readFileSync(join(import.meta.dirname, "../docs/addons.md"), "utf8");

/** The files of the page by path: YAML blocks that begin with a path. */
const files = new Map(
  [...page.matchAll(/```yaml\n# (platform\/addons\/[a-z-]+[.]yaml)\n(.*?)```/gs)].map(([, path = "", text = ""]) => [
    path,
    text,
  ]),
);

test("the examples of the page are built and pass every check", async () => {
  const pools = { tenants: { for: "tenants", addresses: ["192.168.2.208/28"] } };
  const streaming = { strimzi: {}, "external-secrets": {} };
  const addresses = { settings: { pools } };
  const root = addonSandbox({ ...streaming, "gateway-api": {}, "envoy-gateway": {}, addresses }, "all");
  for (const [path, text] of files) write(root, path, text);
  expect([...files.keys()]).toEqual(["platform/addons/addresses.yaml", "platform/addons/envoy-gateway.yaml"]);
  const { code, out } = await tenantry(root, ["build"]);
  expect(code, out).toBe(0);
});

test("the page states which shipped add-ons have no more support", () => {
  const ended = shippedAddons().flatMap(({ value }) => {
    const { metadata, spec } = Addon.parse(value);
    return spec.endOfLife === undefined ? [] : [{ name: metadata.name, since: spec.endOfLife.since }];
  });
  expect(ended.length).toBeGreaterThan(0);
  for (const { name, since } of ended)
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\| .*No support since ${since}`, "m"));
});

test("the page names every shipped add-on, contract, type of a setting, and source of traffic", () => {
  const rows = page.split("\n").filter((line) => line.startsWith("| "));
  for (const name of [...shippedNames, ...contractNames, ...settingTypes, ...placePeers, ...tenantPeers, "map"])
    expect(
      rows.some((row) => row.includes(`\`${name}\``)),
      name,
    ).toBe(true);
});
