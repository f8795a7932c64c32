import { expect, test } from "vitest";
import type { ClusterSelector } from "../validate/cluster-selector.ts";
import type { TenantSelection } from "../validate/inventory.ts";
import { widerSelection } from "./cluster-selection.ts";

type Requirement = NonNullable<ClusterSelector["matchExpressions"]>[number];

const selection = (more: Partial<TenantSelection>): TenantSelection => ({
  groups: [],
  selector: undefined,
  excluded: [],
  ...more,
});
const region = (operator: Requirement["operator"], ...values: readonly string[]): Requirement => ({
  key: "region",
  operator,
  ...(values.length === 0 ? {} : { values: [...values] }),
});
const expressions = (...matchExpressions: readonly Requirement[]): Partial<TenantSelection> => ({
  selector: { matchExpressions: [...matchExpressions] },
});
const labels = (matchLabels: Record<string, string>): Partial<TenantSelection> => ({ selector: { matchLabels } });

test.each<[name: string, before: Partial<TenantSelection>, after: Partial<TenantSelection>]>([
  ["a new group", { groups: ["eu"] }, { groups: ["eu", "us"] }],
  ["a new empty selector", {}, { selector: {} }],
  ["a new selector that requires a label", {}, labels({ region: "eu" })],
  ["a selector without its label", labels({ region: "eu" }), { selector: {} }],
  ["a selector with another value", labels({ region: "eu" }), labels({ region: "us" })],
  ["a selector of another label", labels({ region: "eu" }), labels({ zone: "eu" })],
  ["In with one more value", expressions(region("In", "eu")), expressions(region("In", "eu", "us"))],
  ["NotIn with one value less", expressions(region("NotIn", "eu", "us")), expressions(region("NotIn", "eu"))],
  ["Exists instead of In", expressions(region("In", "eu")), expressions(region("Exists"))],
  ["NotIn instead of Exists", expressions(region("Exists")), expressions(region("NotIn", "eu"))],
  ["DoesNotExist instead of Exists", expressions(region("Exists")), expressions(region("DoesNotExist"))],
  ["In of an excluded value", expressions(region("NotIn", "eu")), expressions(region("In", "eu"))],
  ["a group that includes an excluded cluster", { groups: ["eu"], excluded: ["beta"] }, { groups: ["eu"] }],
])("%s is wider", (_, before, after) => {
  expect(widerSelection("churn", selection(before), selection(after))).toContain("tenant churn");
});

test.each<[name: string, before: Partial<TenantSelection>, after: Partial<TenantSelection>]>([
  ["an equal selector", labels({ region: "eu" }), labels({ region: "eu" })],
  ["one group less", { groups: ["eu", "us"] }, { groups: ["eu"] }],
  ["a removed selector", { selector: {} }, {}],
  ["one label more", labels({ region: "eu" }), labels({ region: "eu", zone: "a" })],
  ["an expression that equals a label", labels({ region: "eu" }), expressions(region("In", "eu"))],
  ["In with one value less", expressions(region("In", "eu", "us")), expressions(region("In", "eu"))],
  ["NotIn with one more value", expressions(region("NotIn", "eu")), expressions(region("NotIn", "eu", "us"))],
  ["In instead of Exists", expressions(region("Exists")), expressions(region("In", "eu"))],
  ["In of another value instead of NotIn", expressions(region("NotIn", "eu")), expressions(region("In", "us"))],
  ["DoesNotExist instead of NotIn", expressions(region("NotIn", "eu")), expressions(region("DoesNotExist"))],
  ["one more exclusion", { groups: ["eu"] }, { groups: ["eu"], excluded: ["beta"] }],
  ["no exclusion and no group", { groups: ["eu"], excluded: ["beta"] }, {}],
])("%s is not wider", (_, before, after) => {
  expect(widerSelection("churn", selection(before), selection(after))).toBeUndefined();
});
