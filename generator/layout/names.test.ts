import { expect, test } from "vitest";
import {
  parseApplicationName,
  platformApplication,
  platformProject,
  purposeOf,
  rootApplication,
  rootProject,
  tenantApplication,
} from "./names.ts";

test.each([
  { name: tenantApplication("c", "t", "p"), says: { of: "tenant", cluster: "c", tenant: "t", part: "p" } },
  { name: platformApplication("c", "x"), says: { of: "platform", cluster: "c", component: "x" } },
  { name: rootApplication("c", "tenants"), says: { of: "root", cluster: "c", root: "tenants" } },
  { name: platformProject("c"), says: undefined },
  { name: "c.roots.x", says: undefined },
  { name: "c.t.p.x", says: undefined },
  { name: "c..p", says: undefined },
])("$name says $says", ({ name, says }) => {
  expect(parseApplicationName(name)).toEqual(says);
});

test.each([
  { project: tenantApplication("c", "t", "guardrails"), purpose: "guardrails" },
  { project: platformProject("c"), purpose: "platform" },
  { project: rootProject("c"), purpose: "roots" },
])("the project $project is for $purpose", ({ project, purpose }) => {
  expect(purposeOf(project)).toBe(purpose);
});
