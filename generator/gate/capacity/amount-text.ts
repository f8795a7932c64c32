const nano = 1_000_000_000n;
const mebi = 1n << 20n;

/** An amount as somebody would write it: 1500m, 2176Mi, 3; what is finer is rounded up, and of what is left, down. */
export function amountText(nanos: bigint, resource: string, rounding: "up" | "down" = "up"): string {
  if (nanos < 0n) return `-${amountText(-nanos, resource, rounding === "up" ? "down" : "up")}`;
  const rounded = (unit: bigint): bigint => (nanos + (rounding === "up" ? unit - 1n : 0n)) / unit;
  if (inBytes(resource)) {
    const mebibytes = rounded(nano * mebi);
    return mebibytes > 0n && mebibytes % 1024n === 0n ? `${mebibytes / 1024n}Gi` : `${mebibytes}Mi`;
  }
  const thousandths = rounded(nano / 1000n);
  return thousandths % 1000n === 0n ? String(thousandths / 1000n) : `${thousandths}m`;
}

/** The same where amounts stand below each other: cores, Gi or a count, whatever is nearest; 0.66, 3.44Gi, 3. */
export function columnText(nanos: bigint, resource: string, rounding: "up" | "down" = "up"): string {
  if (nanos < 0n) return `-${columnText(-nanos, resource, rounding === "up" ? "down" : "up")}`;
  const bytes = inBytes(resource);
  const [unit, digits] = bytes ? ([nano * mebi * 1024n, 2] as const) : ([nano, 3] as const);
  const scale = 10n ** BigInt(digits);
  const amount = (nanos * scale + (rounding === "up" ? unit - 1n : 0n)) / unit;
  const fraction = (amount % scale).toString().padStart(digits, "0").replace(/0+$/, "");
  return `${amount / scale}${fraction === "" ? "" : `.${fraction}`}${bytes ? "Gi" : ""}`;
}

function inBytes(resource: string): boolean {
  return /(^|[./])(memory|storage|ephemeral-storage)$/.test(resource) || resource.includes("hugepages-");
}
