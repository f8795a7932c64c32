import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { mergeAddon } from "../testing/addon-clusters.ts";
import { initialised } from "../testing/git.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, write } from "../testing/sandbox.ts";
import { chartDescription, widgetsAddon } from "../testing/widgets.ts";
import type { RawMap } from "../validate/merge.ts";
import { lifecycleViolations } from "./lifecycle-order.ts";

const application = "clusters/staging/applications/addons/widgets/application-server.yaml";

/** Without git, the files on disk count as merged: an Application with version 1.2.3, and the description of it. */
function merged(addon: string, after: string, use: RawMap = {}, installed = "1.2.3"): string {
  const root = sandbox();
  write(root, "platform/addons/widgets.yaml", addon);
  write(root, "platform/charts/widgets-1.2.3.yaml", chartDescription("1.2.3"));
  write(root, "platform/charts/widgets.yaml", after);
  write(
    root,
    application,
    `spec: { source: { repoURL: "https://charts.widgets.invalid", chart: widgets, targetRevision: ${installed}, helm: { releaseName: widgets } }, destination: { namespace: widgets } }\n`,
  );
  mergeAddon(root, "staging", "widgets", use);
  return root;
}

async function violations(root: string): Promise<readonly string[]> {
  const found = await lifecycleViolations(root, inventoryOf(root));
  return found.map(({ code, severity, message, at }) => `${at.file}:${at.line} ${severity} ${code} ${message}`);
}

const version = /chart: .*\n/;
const line = (text: string, match: RegExp | string): number => text.slice(0, text.search(match)).split("\n").length;

describe("a chart in another version", () => {
  const addon = widgetsAddon("1.3.0");
  const at = `platform/addons/widgets.yaml:${line(addon, version)}`;

  test("with the same selectors, claims and versions of kinds is not reported", async () => {
    expect(await violations(merged(addon, chartDescription("1.3.0")))).toEqual([]);
  });

  test.each<[string, string, string]>([
    [
      "another selector",
      chartDescription("1.3.0", { selector: { app: "widgets", tier: "store" } }),
      "immutable selector of StatefulSet/store: chart widgets 1.3.0 changes it from app=store to app=widgets,tier=store",
    ],
    [
      "other claims",
      chartDescription("1.3.0", { claims: ["files"] }),
      "immutable volume claim templates of StatefulSet/store: chart widgets 1.3.0 changes them from data to files",
    ],
    [
      "a kind without the stored version",
      chartDescription("1.3.0", { definition: { stored: "v2", versions: ["v2"] } }),
      "invalid CustomResourceDefinition widgets.acme.test of chart widgets 1.3.0: it has no version v1, in which objects are stored",
    ],
  ])("with %s is reported at its line", async (_, after, message) => {
    expect(await violations(merged(addon, after))).toEqual([`${at} error addons/upgrade ${message}`]);
  });

  test("with another selector is not reported if a person replaces the workload", async () => {
    const after = chartDescription("1.3.0", { selector: { app: "widgets" } });
    expect(await violations(merged(addon, after, { replaces: ["StatefulSet/store"] }))).toEqual([]);
  });

  test.each([
    [{ app: "store" }, 0],
    [{ app: "widgets" }, 1],
  ])("after a description without a selector, the selector %j is reported %s times", async (selector, count) => {
    const root = merged(addon, chartDescription("1.3.0", { selector }));
    const older = chartDescription("1.2.3").replace(/ +selector:\n +app: store\n/, "");
    write(root, "platform/charts/widgets-1.2.3.yaml", older.replace(/ +claims:\n +- data\n/, ""));
    expect(await violations(root)).toHaveLength(count);
  });

  test("with another release name has other objects", async () => {
    const after = chartDescription("1.3.0", { selector: { app: "widgets" } });
    expect(await violations(merged(addon.replace("release: widgets", "release: next"), after))).toEqual([]);
  });

  test("that the cluster's file selects is reported in the cluster's file", async () => {
    const after = chartDescription("1.3.0", { selector: { app: "widgets" } });
    const [found] = await violations(merged(widgetsAddon("1.2.3"), after, { versions: { server: "1.3.0" } }));
    expect(found).toMatch(/^clusters\/staging\/cluster.yaml:\d+ error addons\/upgrade immutable selector/);
  });
});

test("the merged description is compared, also if the upgrade has replaced its file", async () => {
  const root = merged(widgetsAddon("1.2.3"), chartDescription("1.1.0"));
  initialised(root);
  write(root, "platform/addons/widgets.yaml", widgetsAddon("1.3.0"));
  rmSync(join(root, "platform/charts/widgets-1.2.3.yaml"));
  write(root, "platform/charts/widgets.yaml", chartDescription("1.3.0", { selector: { app: "widgets" } }));
  expect(await violations(root)).toEqual([expect.stringContaining("immutable selector of StatefulSet/store")]);
});

test.each([
  ["1.1.0", [expect.stringContaining("warning addons/rollback chart widgets goes back from 1.2.3 to 1.1.0")]],
  ["1.3.0", []],
])("an installed 1.2.3 that changes to %s", async (to, found) => {
  expect(await violations(merged(widgetsAddon(to), chartDescription(to)))).toEqual(found);
});

test.each([
  ["1.3.0", 0],
  ["1.4.0", 1],
  ["1.0.0", 1],
  ["2.0.0", 0],
  ["3.0.0", 1],
])("software that must run each minor changes from 1.2.3 to %s: %s findings", async (to, count) => {
  const addon = widgetsAddon(to).replace("release: widgets", "release: widgets, upgrades: each-minor");
  const found = await violations(merged(addon, chartDescription(to)));
  expect(found.filter((text) => text.includes("skipped minor version"))).toHaveLength(count);
});
