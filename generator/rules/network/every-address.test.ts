import { expect, test } from "vitest";
import { findingsAmong, inventoryWith } from "../../testing/rules.ts";
import { networkEveryAddress } from "./every-address.ts";

test.each([
  ["203.0.113.0/24", []],
  ["8.0.0.0/8", []],
  ["2001:db8::/32", []],
  ["0.0.0.0/0", ["tenants/churn.yaml:9:17 network 0.0.0.0/0 is not allowed: it covers every address"]],
  ["::/0", ["tenants/churn.yaml:9:17 network ::/0 is not allowed: it covers every address"]],
  [
    "128.0.0.0/1",
    ["tenants/churn.yaml:9:17 network 128.0.0.0/1 is not allowed: it covers a large part of all addresses"],
  ],
  ["2000::/3", ["tenants/churn.yaml:9:17 network 2000::/3 is not allowed: it covers a large part of all addresses"]],
])("$0: found $1", (cidr, found) => {
  const spec = `network:\n  external:\n    web: { cidrs: ['${cidr}'], ports: [{ port: 443 }], why: Scores }\n`;
  expect(findingsAmong(networkEveryAddress, inventoryWith(spec))).toEqual(
    found.map((value) => value.replace(":17 ", ":22 ")),
  );
});
