import { expect, test } from "vitest";
import { kindComparisons } from "../diff/compared-kinds.ts";
import { applicationKinds, namespaceKind, tenantKinds } from "../layout/kinds.ts";
import { kindName } from "../models/kinds.ts";
import { patterns } from "../patterns/table.ts";
import { fieldPaths } from "../validate/field-reference.ts";
import { tenantFieldChecks } from "./fields.ts";

test("every field of a tenant's spec has a check for what it can widen", () => {
  const spec = fieldPaths("tenant").flatMap((path) => (path.startsWith("spec.") ? [path.slice("spec.".length)] : []));
  // A field that only contains other fields has no check.
  const leaves = spec.filter(
    (path) => !spec.some((other) => other.startsWith(`${path}.`)) || Object.hasOwn(tenantFieldChecks, path),
  );
  expect(leaves.length).toBeGreaterThan(60);
  expect([...leaves].sort()).toEqual(Object.keys(tenantFieldChecks).sort());
});

test("every kind that a tenant's Applications can contain is compared", () => {
  const parts = ["namespace", "guardrails", "serverconfigs", "operator", "aliases", "workloads"] as const;
  const declared = Object.values(patterns).flatMap((pattern) =>
    parts.flatMap((part) => tenantKinds(part, pattern, []).declared),
  );
  const kinds = [...declared, ...applicationKinds, namespaceKind].map(kindName);
  expect(new Set(kinds).size).toBeGreaterThan(20);
  expect([...new Set(kinds)].filter((kind) => !Object.hasOwn(kindComparisons, kind))).toEqual([]);
});
