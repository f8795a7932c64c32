import { z } from "zod";

/**
 * Adds the old name of a renamed JSON field: `says` is `message`. Version 0.3 removes the old names (CHANGELOG.md).
 */
export function withOldMessageField<T extends { readonly message: string }>(data: T): T & { readonly says: string } {
  return { ...data, says: data.message };
}

/** The same for the fix of a finding or a code: `mend` is `fix`. */
export function withOldFixField<T extends { readonly fix: string }>(data: T): T & { readonly mend: string } {
  return { ...data, mend: data.fix };
}

/** The same for the example of a code: `wrong` is `invalid`, and `right` is `valid`. */
export function withOldExampleFields<T extends { readonly invalid: string; readonly valid: string }>(
  example: T,
): T & { readonly wrong: string; readonly right: string } {
  return { ...example, wrong: example.invalid, right: example.valid };
}

/** Reads an object of an earlier version, which has `says`, or of both. */
export function readOldMessageField(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("says" in value)) return value;
  const { says, ...rest } = value;
  return { message: says, ...rest };
}

/** The old field of a finding in a schema. */
export const oldFixFields = { mend: z.string().optional() };
