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
  { name: tenantApplication("c", "t", "p"), message: { of: "tenant", cluster: "c", tenant: "t", part: "p" } },
  { name: platformApplication("c", "x"), message: { of: "platform", cluster: "c", component: "x" } },
  { name: rootApplication("c", "tenants"), message: { of: "root", cluster: "c", root: "tenants" } },
  { name: platformProject("c"), message: undefined },
  { name: "c.roots.x", message: undefined },
  { name: "c.t.p.x", message: undefined },
  { name: "c..p", message: undefined },
])("$name says $message", ({ name, message }) => {
  expect(parseApplicationName(name)).toEqual(message);
});

test.each([
  { project: tenantApplication("c", "t", "guardrails"), purpose: "guardrails" },
  { project: platformProject("c"), purpose: "platform" },
  { project: rootProject("c"), purpose: "roots" },
])("the project $project is for $purpose", ({ project, purpose }) => {
  expect(purposeOf(project)).toBe(purpose);
});
