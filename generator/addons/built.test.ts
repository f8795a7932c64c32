import { expect, test } from "vitest";
import { addonSandbox, allAddons, otherAddons } from "../testing/addon-sandbox.ts";
import { tenantry } from "../testing/command-line.ts";

test.each(["none", "all"] as const)("with all shipped add-ons and tenants: %s, every check passes", async (tenants) => {
  const { code, out } = await tenantry(addonSandbox(allAddons, tenants), ["check"]);
  expect(code, out).toBe(0);
});

test.each(["none", "all"] as const)(
  "with the other provider of each contract and tenants: %s, every check passes",
  async (tenants) => {
    const { code, out } = await tenantry(addonSandbox(otherAddons, tenants), ["check"]);
    expect(code, out).toBe(0);
  },
);
