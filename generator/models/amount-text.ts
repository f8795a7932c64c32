const nano = 1_000_000_000n;
const mebi = 1n << 20n;
const gibi = 1n << 30n;

type Rounding = "up" | "down";

/**
 * An amount in billionths as a user would write it: 1500m, 2176Mi, 3. Finer amounts are rounded up, or down for
 * remaining capacity.
 */
export function amountText(nanos: bigint, resource: string, rounding: Rounding = "up"): string {
  if (nanos < 0n) return `-${amountText(-nanos, resource, oppositeRounding(rounding))}`;
  if (inBytes(resource)) {
    const mebibytes = divide(nanos, nano * mebi, rounding);
    return mebibytes > 0n && mebibytes % 1024n === 0n ? `${mebibytes / 1024n}Gi` : `${mebibytes}Mi`;
  }
  const thousandths = divide(nanos, nano / 1000n, rounding);
  return thousandths % 1000n === 0n ? String(thousandths / 1000n) : `${thousandths}m`;
}

/** An amount in a column of a table: cores, Gi or a count, such as 0.66, 3.44Gi, 3. */
export function columnText(nanos: bigint, resource: string, rounding: Rounding = "up"): string {
  return inBytes(resource) ? `${decimals(nanos, nano * gibi, 2, rounding)}Gi` : decimals(nanos, nano, 3, rounding);
}

/** In reports: cores or GiB with at most one decimal. */
export function readableAmount(nanos: bigint, unit: "cores" | "GiB"): string {
  return decimals(nanos, unit === "cores" ? nano : nano * gibi, 1, "down");
}

/** In reports where small amounts matter: 0.81 cores, 2.2 GiB, 64 MiB. */
export function preciseAmount(nanos: bigint, unit: "cores" | "bytes"): string {
  if (unit === "cores") return `${decimals(nanos, nano, 3, "down")} cores`;
  const mebibytes = nanos / (nano * mebi);
  return mebibytes < 1024n ? `${mebibytes} MiB` : `${readableAmount(nanos, "GiB")} GiB`;
}

/** With at most this many decimals, and no trailing zeros. */
function decimals(nanos: bigint, unit: bigint, digits: number, rounding: Rounding): string {
  if (nanos < 0n) return `-${decimals(-nanos, unit, digits, oppositeRounding(rounding))}`;
  const scale = 10n ** BigInt(digits);
  const amount = divide(nanos * scale, unit, rounding);
  const fraction = (amount % scale).toString().padStart(digits, "0").replace(/0+$/, "");
  return `${amount / scale}${fraction === "" ? "" : `.${fraction}`}`;
}

function divide(nanos: bigint, unit: bigint, rounding: Rounding): bigint {
  return (nanos + (rounding === "up" ? unit - 1n : 0n)) / unit;
}

function oppositeRounding(rounding: Rounding): Rounding {
  return rounding === "up" ? "down" : "up";
}

function inBytes(resource: string): boolean {
  return /(^|[./])(memory|storage|ephemeral-storage)$/.test(resource) || resource.includes("hugepages-");
}
