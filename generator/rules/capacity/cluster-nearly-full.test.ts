import { expect, test } from "vitest";
import { findingsAmong, inventoryWith } from "../../testing/rules.ts";
import { capacityClusterNearlyFull } from "./cluster-nearly-full.ts";

const quota = (cpu: number, memory: string): string =>
  `quota: { requests: { cpu: ${cpu}, memory: ${memory} }, limits: { cpu: 200, memory: 400Gi } }\n`;

test.each([
  { name: "quotas below four fifths", spec: quota(16, "48Gi"), others: {}, found: [] },
  { name: "quotas of four fifths of 144 cores", spec: quota(115, "48Gi"), others: {}, found: [] },
  {
    name: "quotas of one core more",
    spec: quota(116, "48Gi"),
    others: {},
    found: ["clusters/production/cluster.yaml:29:15 quotas on production promise 116 of 144 cores: 80 %"],
  },
  {
    name: "memory quotas of two tenants together",
    spec: quota(16, "200Gi"),
    others: { pricing: quota(16, "100Gi") },
    found: ["clusters/production/cluster.yaml:29:24 quotas on production promise 300 of 307.2 GiB: 97 %"],
  },
])("$name: found $found", ({ spec, others, found }) => {
  expect(findingsAmong(capacityClusterNearlyFull, inventoryWith(spec, others))).toEqual(found);
});
