/** What an API server makes of a quantity (1.34): its value in billionths, or nothing where it refuses it. */
export type Reading =
  | { readonly kind: "amount"; readonly nanos: bigint }
  | { readonly kind: "refused" }
  /** Taken, or not, by chance: no digit, or so many that nobody can mean them. */
  | { readonly kind: "absurd" };

const form = /^([+-]?)([0-9]*)(?:\.([0-9]*))?([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?$/;
const longest = 64;
const largestExponent = 30;

const powers: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
const nano = 1_000_000_000n;
const largestBinary = ((1n << 63n) - 1n) * nano;

/** Any form that Kubernetes takes: signs, exponents, and values finer than a thousandth, which it rounds away from zero. */
export function readQuantity(written: unknown): Reading {
  if (typeof written !== "string" && typeof written !== "number") return { kind: "refused" };
  const text = String(written);
  if (text.length > longest) return { kind: "absurd" };
  const match = text === "" ? null : form.exec(text);
  if (match === null) return { kind: "refused" };
  const [, sign, whole = "", fraction = "", suffix = ""] = match;
  if (whole === "" && fraction === "") return { kind: "absurd" };
  const digits = BigInt(whole + fraction);
  const base = binary.indexOf(suffix);
  const power = base >= 0 || suffix === "" ? 0 : (powers[suffix] ?? Number(suffix.slice(1)));
  if (Math.abs(power) > largestExponent) return { kind: "absurd" };
  const multiplied = base < 0 ? digits : digits << (10n * BigInt(base + 1));
  const shifted = shift(multiplied, power + 9 - fraction.length);
  const value = base >= 0 && shifted > largestBinary ? largestBinary : shifted;
  return { kind: "amount", nanos: sign === "-" ? -value : value };
}

/** In billionths; nothing where the API server would refuse it, or nobody can mean it. */
export function amountOf(written: unknown): bigint | undefined {
  const reading = readQuantity(written);
  return reading.kind === "amount" ? reading.nanos : undefined;
}

function shift(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  const divisor = 10n ** BigInt(-power);
  return (digits + divisor - 1n) / divisor;
}
