import { providerOf } from "../../validate/addons/retire.ts";
import type { RouteScope } from "./route-objects.ts";

/** The address for external-dns, which reads the hosts from the objects themselves. */
export function dnsAnnotations({ scope, edge }: RouteScope): Readonly<Record<string, string>> {
  if (edge.address === undefined || providerOf(scope.cluster.addons, "dns") === undefined) return {};
  return { "external-dns.alpha.kubernetes.io/target": edge.address };
}
