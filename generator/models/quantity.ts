/**
 * A Kubernetes quantity as the API server stores it: `0.5` is `500m`, `1024Mi` is `1Gi`, `20` is the string "20".
 * Quantities with the same value and the same family of suffixes are the same string.
 */
export type Quantity = string & { readonly __brand: "Quantity" };

/** How the API server reads a quantity (1.34): its value in billionths, or rejected. */
export type QuantityReading =
  | { readonly kind: "amount"; readonly nanos: bigint }
  | { readonly kind: "refused" }
  /** Whether the API server accepts it depends on details of its parser: a text without digits, or with far too many. */
  | { readonly kind: "absurd" };

/** The power of ten of each suffix, ascending. */
const decimal: ReadonlyMap<string, number> = new Map([
  ["n", -9],
  ["u", -6],
  ["m", -3],
  ["", 0],
  ["k", 3],
  ["M", 6],
  ["G", 9],
  ["T", 12],
  ["P", 15],
  ["E", 18],
]);
const binary: ReadonlyMap<string, bigint> = new Map([
  ["Ki", 1n << 10n],
  ["Mi", 1n << 20n],
  ["Gi", 1n << 30n],
  ["Ti", 1n << 40n],
  ["Pi", 1n << 50n],
  ["Ei", 1n << 60n],
]);

/** The form of a quantity in Tenantry's input: no signs, no exponents, nothing finer than a thousandth of its unit. */
export const quantityForm = /^[0-9]{1,15}(\.[0-9]{1,3})?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;
const anyForm = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/;
const longest = 64;
const largestExponent = 30;

const nano = 1_000_000_000n;
/**
 * The API server (1.34) stores this value instead of 8Ei and more. It keeps larger decimal amounts, but prints them without
 * the part that exceeds the largest suffix: 1000E as 1.
 */
const largest = ((1n << 63n) - 1n) * nano;

/**
 * The canonical quantity of a text or number. Undefined if it does not match `quantityForm`, is finer than a thousandth, or
 * is so large that the API server would store another value.
 */
export function parseQuantity(input: string | number): Quantity | undefined {
  const match = quantityForm.exec(String(input));
  const value = match === null ? undefined : amountOf(input);
  if (match === null || value === undefined || value % 1_000_000n !== 0n) return undefined;
  if (value >= largest) return undefined;
  const canonical = binary.has(match[2] ?? "") && value >= 1024n * nano ? inBinary(value) : inDecimal(value);
  return isCanonical(canonical) ? canonical : undefined;
}

/** The value in billionths, exact, so that quantities can be added and compared. */
export function nanos(value: Quantity): bigint {
  return amountOf(value) ?? 0n;
}

/**
 * Reads any form that Kubernetes accepts: signs, exponents, and values finer than a billionth, which it rounds away
 * from zero.
 */
export function readQuantity(input: unknown): QuantityReading {
  if (typeof input !== "string" && typeof input !== "number") return { kind: "refused" };
  const text = String(input);
  if (text.length > longest) return { kind: "absurd" };
  const match = text === "" ? null : anyForm.exec(text);
  if (match === null) return { kind: "refused" };
  const [, sign, whole = "", fraction = "", suffix = ""] = match;
  if (whole === "" && fraction === "") return { kind: "absurd" };
  const digits = BigInt(whole + fraction);
  const factor = binary.get(suffix);
  const power = factor === undefined ? (decimal.get(suffix) ?? Number(suffix.slice(1))) : 0;
  if (Math.abs(power) > largestExponent) return { kind: "absurd" };
  const shifted = shiftDigits(digits * (factor ?? 1n), power + 9 - fraction.length);
  const value = factor !== undefined && shifted > largest ? largest : shifted;
  return { kind: "amount", nanos: sign === "-" ? -value : value };
}

/** In billionths. Undefined if the API server would reject the quantity, or it is absurd. */
export function amountOf(input: unknown): bigint | undefined {
  const reading = readQuantity(input);
  return reading.kind === "amount" ? reading.nanos : undefined;
}

function shiftDigits(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}

function inBinary(value: bigint): string {
  const whole = value / nano;
  if (whole * nano !== value) return inDecimal(value);
  let best = String(whole);
  for (const [suffix, factor] of binary) if (whole % factor === 0n) best = `${whole / factor}${suffix}`;
  return best;
}

function inDecimal(value: bigint): string {
  if (value === 0n) return "0";
  let best = "0";
  for (const [suffix, power] of decimal) {
    const factor = 10n ** BigInt(power + 9);
    if (value % factor === 0n) best = `${value / factor}${suffix}`;
  }
  return best;
}

/** The argument is always in the canonical form from above. */
function isCanonical(text: string): text is Quantity {
  return quantityForm.test(text);
}
