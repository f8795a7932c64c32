import { expect, test } from "vitest";
import {
  hubApplication,
  parseApplicationName,
  platformApplication,
  platformProject,
  purposeOf,
  rootApplication,
  rootProject,
  tenantApplication,
} from "./names.ts";

test.each([
  { name: tenantApplication("c", "t", "p"), parsed: { of: "tenant", cluster: "c", tenant: "t", part: "p" } },
  { name: platformApplication("c", "x"), parsed: { of: "platform", cluster: "c", component: "x" } },
  { name: rootApplication("c", "tenants"), parsed: { of: "root", cluster: "c", root: "tenants" } },
  { name: hubApplication("h"), parsed: { of: "hub", hub: "h" } },
  { name: platformProject("c"), parsed: undefined },
  { name: "c.roots.x", parsed: undefined },
  { name: "c.t.p.x", parsed: undefined },
  { name: "c..p", parsed: undefined },
])("$name is parsed as $parsed", ({ name, parsed }) => {
  expect(parseApplicationName(name)).toEqual(parsed);
});

test.each([
  { project: tenantApplication("c", "t", "guardrails"), purpose: "guardrails" },
  { project: platformProject("c"), purpose: "platform" },
  { project: rootProject("c"), purpose: "roots" },
  { project: hubApplication("h"), purpose: "hub" },
])("the purpose of project $project is $purpose", ({ project, purpose }) => {
  expect(purposeOf(project)).toBe(purpose);
});
