/**
 * A Kubernetes quantity as the API server stores it: `0.5` is `500m`, `1024Mi` is `1Gi`, `20` is the string "20".
 * Two quantities of one value and one family of suffixes are one string.
 */
export type Quantity = string & { readonly __brand: "Quantity" };

const decimal: ReadonlyMap<string, number> = new Map([
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
const form = /^([0-9]{1,15})(?:\.([0-9]{1,3}))?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/;

const nano = 1_000_000_000n;

/** The canonical quantity of a text or number, or nothing where it is none (negative ones, exponents and what is finer than a thousandth are none here). */
export function quantity(input: string | number): Quantity | undefined {
  const nanos = nanosOf(String(input));
  if (nanos === undefined || nanos % 1_000_000n !== 0n) return undefined;
  const suffix = form.exec(String(input))?.[3] ?? "";
  const canonical = binary.has(suffix) && nanos >= 1024n * nano ? inBinary(nanos) : inDecimal(nanos);
  return isCanonical(canonical) ? canonical : undefined;
}

/** The value in billionths, exact, so that quantities can be added and compared. */
export function nanos(value: Quantity): bigint {
  return nanosOf(value) ?? 0n;
}

/** For people: cores or GiB with at most one decimal. */
export function readable(value: bigint, unit: "cores" | "GiB"): string {
  const scale = unit === "cores" ? nano : nano * (1n << 30n);
  const tenths = (value * 10n) / scale;
  return tenths % 10n === 0n ? String(tenths / 10n) : `${tenths / 10n}.${tenths % 10n}`;
}

/** For people, where little counts: 810m cores, 2.2 GiB, 64 MiB. */
export function precise(value: bigint, unit: "cores" | "bytes"): string {
  if (unit === "cores") return value % nano === 0n ? `${value / nano} cores` : `${value / 1_000_000n}m cores`;
  const mebibytes = value / (nano << 20n);
  return mebibytes < 1024n ? `${mebibytes} MiB` : `${readable(value, "GiB")} GiB`;
}

function nanosOf(text: string): bigint | undefined {
  const match = form.exec(text);
  if (match === null) return undefined;
  const [, whole = "0", fraction = "", suffix = ""] = match;
  const digits = BigInt(whole + fraction.padEnd(9, "0"));
  const power = decimal.get(suffix);
  if (power === undefined) return digits * (binary.get(suffix) ?? 1n);
  if (power >= 0) return digits * 10n ** BigInt(power);
  return digits / 10n ** BigInt(-power);
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

/** Only what was written in canonical form above comes here. */
function isCanonical(text: string): text is Quantity {
  return form.test(text);
}
