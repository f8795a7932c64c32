import { expect, test } from "vitest";
import { addonSandbox } from "../testing/addon-sandbox.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { addonEffects } from "./addon-effects.ts";
import { lastAddonStep } from "./addon-removal.ts";
import type { Change } from "./change.ts";

const harbor = {
  settings: { host: "harbor.acme.test" },
  secrets: { "harbor-admin": { store: "vault", path: "harbor/admin" } },
};

test("the end of an Application of Secrets is a high risk, and the last step deletes an Application that remains", () => {
  const inventory = inventoryOf(addonSandbox({ harbor, "external-secrets": {} }));
  const cluster = inventory.clusters.find(({ name }) => name === "staging");
  const addon = cluster?.addons.find(({ name }) => name === "harbor");
  if (cluster === undefined || addon === undefined) throw new Error("missing add-on");
  const change: Change = {
    verb: "delete",
    cluster: "staging",
    application: "staging.roots.addons",
    tenant: undefined,
    ref: { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "staging.platform.harbor.secrets" },
    from: undefined,
    wave: 2,
    before: {},
    after: undefined,
  };
  const name = { of: "addon", cluster: "staging", addon: "harbor", application: "secrets" } as const;
  const context = { inventory, cluster, changes: [change] };
  expect(addonEffects(change, name, context)).toEqual([
    expect.objectContaining({ risk: "high", message: expect.stringContaining("The Secrets that a store fills") }),
  ]);
  const alone = { ...cluster, addons: [addon] };
  expect(lastAddonStep(alone, addon).parts[0]?.commands[0]).toContain("staging.platform.harbor.secrets");
});
