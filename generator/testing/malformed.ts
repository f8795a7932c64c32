import fc from "fast-check";
import { isMap } from "../validate/merge.ts";

const hostileText = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    "",
    "__proto__",
    "constructor",
    "a/b/c",
    "9".repeat(5000),
    "1e400",
    "-1Gi",
    "0x1",
    "null",
    "../../..",
    "::/0",
    "999.1.1.1/99",
  ),
);
/** Any value in place of an expected one. */
export const malformedValue = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.integer(),
  hostileText,
  fc.array(fc.oneof(hostileText, fc.constant(null), fc.dictionary(hostileText, hostileText, { maxKeys: 2 })), {
    maxLength: 3,
  }),
  fc.dictionary(hostileText, fc.oneof(hostileText, fc.constant({}), fc.constant([])), { maxKeys: 3 }),
);

/** Replaces one value in some data. `choices` select its place. */
export function malformedVariants(data: unknown, choices: readonly number[], value: unknown): unknown {
  const [choice, ...deeper] = choices;
  if (choice === undefined) return value;
  if (Array.isArray(data) && data.length > 0) {
    const index = choice % data.length;
    return data.with(index, malformedVariants(data[index], deeper, value));
  }
  if (!isMap(data)) return value;
  const keys = Object.keys(data);
  const key = keys[choice % keys.length];
  return key === undefined ? value : { ...data, [key]: malformedVariants(data[key], deeper, value) };
}
