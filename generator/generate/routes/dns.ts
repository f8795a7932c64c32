import { providerOf } from "../../validate/addons/retire.ts";
import type { RouteScope } from "./route-objects.ts";

/** On an object with hosts: the address that external-dns publishes. Other annotations of external-dns publish other hosts. */
export const dnsAnnotation = "external-dns.alpha.kubernetes.io/target";

/** The address for external-dns, which reads the hosts from the objects themselves. */
export function dnsAnnotations({ scope, edge }: RouteScope): Readonly<Record<string, string>> {
  if (edge.address === undefined || providerOf(scope.cluster.addons, "dns") === undefined) return {};
  return { [dnsAnnotation]: edge.address };
}
