import { expect, test } from "vitest";
import type { UsageError } from "../diagnostics/usage-error.ts";
import { migrationsBetween } from "./path.ts";
import type { Release } from "./releases.ts";

const release = (version: string, breaking: boolean): Release => ({
  version,
  breaking,
  migrations: [{ summary: version, changes: () => ({ writes: new Map(), removes: [] }) }],
});
const releases = [release("0.2.0", false), release("0.3.0", true), release("0.10.0", true)];

test.for([
  ["0.1.0", "0.2.0", ["0.2.0"]],
  ["0.1.0", "0.9.4", ["0.2.0", "0.3.0"]],
  ["0.3.0", "0.10.1", ["0.10.0"]],
  ["0.2.0", "0.2.0", []],
] as const)("from %s to %s: the migrations of %o", ([from, to, expected]) => {
  expect(migrationsBetween(from, to, releases).map(({ summary }) => summary)).toEqual(expected);
});

test.for([
  ["0.2.0", "0.10.0", "0.3.0 and 0.10.0 are breaking releases between 0.2.0 and 0.10.0"],
  ["0.2.1", "0.2.0", "the repository uses Tenantry 0.2.1, which is newer than 0.2.0"],
  ["latest", "0.2.0", 'invalid version "latest" of Tenantry'],
] as const)("from %s to %s: %s", ([from, to, message]) => {
  expect(() => migrationsBetween(from, to, releases)).toThrow(
    expect.objectContaining({ name: "UsageError", message }) as UsageError,
  );
});
