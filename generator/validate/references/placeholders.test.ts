import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { inventoryOf } from "../../testing/inventory.ts";
import { sandbox, write } from "../../testing/sandbox.ts";
import { placeholderAddresses } from "./placeholders.ts";

const file = "clusters/production/cluster.yaml";

test.for([
  ["nodeCIDRs: [192.168.1.0/24]", "nodeCIDRs: [192.168.1.0/24, 192.0.2.128/25]", ["192.0.2.128/25"]],
  ["podCIDRs: [10.42.0.0/16]", "podCIDRs: [198.51.100.0/24]", ["198.51.100.0/24"]],
  ["serviceCIDRs: [10.43.0.0/16]", "serviceCIDRs: [203.0.113.0/24]", ["203.0.113.0/24"]],
  ["192.168.1.11/32", "192.0.2.10/32", ["192.0.2.10/32"]],
  ["podCIDRs: [10.42.0.0/16]", "podCIDRs: [192.0.0.0/14]", []],
] as const)("%s replaced with %s: found %s", ([before, after, found]) => {
  const root = sandbox();
  const text = readFileSync(join(root, file), "utf8");
  write(root, file, text.replace(before, after));
  const findings = [...placeholderAddresses(inventoryOf(root))];
  expect(findings.map(({ severity, message }) => [severity, message])).toEqual(
    found.map((address) => ["warning", expect.stringContaining(`invalid address ${address} of cluster production`)]),
  );
});
