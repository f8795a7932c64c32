import { networksOverlap } from "./address-ranges.ts";

/** The networks that RFC 5737 reserves for documentation. No cluster uses them, so `init` writes them as placeholders. */
export const placeholderNetworks = {
  nodes: "192.0.2.0/24",
  apiServer: "192.0.2.10/32",
  pods: "198.51.100.0/24",
  services: "203.0.113.0/24",
} as const;

/** Whether a network is a placeholder, or a part of one. */
export function isPlaceholderNetwork(cidr: string): boolean {
  return Object.values(placeholderNetworks).some((network) => networksOverlap(network, cidr) === "inside");
}
