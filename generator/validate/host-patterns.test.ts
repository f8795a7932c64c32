import { expect, test } from "vitest";
import { hostPatterns } from "./host-patterns.ts";

test.each([
  { cidr: "10.42.0.0/16", patterns: ["10.42.*"] },
  { cidr: "10.0.0.0/8", patterns: ["10.*"] },
  { cidr: "10.42.0.0/15", patterns: ["10.42.*", "10.43.*"] },
  { cidr: "10.42.7.4/30", patterns: ["10.42.7.4:*", "10.42.7.5:*", "10.42.7.6:*", "10.42.7.7:*"] },
  { cidr: "10.42.7.4/32", patterns: ["10.42.7.4", "10.42.7.4:*"] },
  { cidr: "fd00:42::/32", patterns: ["[fd00:42:*"] },
])("$cidr: $patterns", ({ cidr, patterns }) => {
  expect(hostPatterns(cidr)).toEqual(patterns);
});
