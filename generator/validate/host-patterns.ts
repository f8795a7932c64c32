import ipaddr from "ipaddr.js";

/**
 * Patterns of the addresses in a network as texts, with an asterisk for the rest and for a port: `10.42.*`. A network that ends
 * inside a part of the address needs several, at most 256.
 */
export function hostPatterns(cidr: string): readonly string[] {
  const [address, length] = ipaddr.parseCIDR(cidr);
  if (address.kind() === "ipv6") {
    // Software writes addresses of IPv6 in brackets, and shortens them.
    const parts = address
      .toNormalizedString()
      .split(":")
      .slice(0, Math.floor(length / 16));
    return [`[${parts.join(":")}${parts.length === 0 ? "" : ":"}*`];
  }
  const bytes = address.toByteArray();
  const whole = Math.floor(length / 8);
  const fixed = bytes.slice(0, whole).join(".");
  const prefix = fixed === "" ? "" : `${fixed}.`;
  const rest = length % 8;
  if (rest === 0) return whole === 4 ? [fixed, `${fixed}:*`] : [`${prefix}*`];
  const first = bytes[whole] ?? 0;
  const count = 2 ** (8 - rest);
  return Array.from({ length: count }, (_, index) => `${prefix}${first + index}${whole === 3 ? ":*" : ".*"}`);
}
