import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ClusterEntry, findingAt, type Inventory, type Origin } from "../inventory.ts";
import type { PlatformSpec } from "../platform.ts";

/** Network policies allow traffic to a service's pods, so an address must match the namespace and a port of its service. */
export function* endpointReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) yield* clusterEndpointFindings(cluster);
}

function* clusterEndpointFindings({ platform, spec }: ClusterEntry): Iterable<Diagnostic> {
  const { kafka, tracing } = platform.spec.seldon;
  const endpoints = [
    [kafka?.service, kafka?.bootstrap.split(",") ?? [], platform.at("seldon", "kafka", "bootstrap")],
    [tracing?.service, tracing === undefined ? [] : [tracing.endpoint], platform.at("seldon", "tracing", "endpoint")],
  ] as const;
  for (const [name, addresses, at] of endpoints) {
    const service = platform.spec.services[name ?? ""];
    if (name === undefined || service === undefined) continue;
    for (const address of addresses) yield* addressFindings(at, address, name, service, spec.network.dns.domain);
  }
}

function* addressFindings(
  at: Origin,
  address: string,
  name: string,
  { namespace, ports }: PlatformSpec["services"][string],
  domain: string,
): Iterable<Diagnostic> {
  const [host = "", port] = address.split(":");
  const found = namespaceIn(host, domain);
  if (found !== namespace) {
    yield findingAt(
      at,
      "platform/endpoint",
      found === undefined
        ? codes["platform/endpoint"].messages.missingNamespace(host, name, namespace)
        : isOutside(host, domain)
          ? codes["platform/endpoint"].messages.outside(host, name, namespace)
          : codes["platform/endpoint"].messages.otherNamespace(host, found, name, namespace),
      isOutside(host, domain)
        ? `Use the address of a Service in namespace ${namespace}, whose pods the service ${name} selects: <Service>.${namespace}:${ports[0]?.port ?? port}. Network policies allow traffic only to these pods, so an address outside of the cluster, or a Service without these pods (ExternalName), does not work. Run the software, or a proxy for its protocol, in the cluster.`
        : `Use <Service>.<namespace>:<port>: ${host.split(".")[0]}.${namespace}:${ports[0]?.port ?? port}`,
    );
  } else if (!ports.some((candidate) => String(candidate.port) === port && candidate.protocol === "TCP")) {
    const listens = ports.map((item) => item.port).join(", ");
    yield findingAt(
      at,
      "platform/endpoint",
      codes["platform/endpoint"].messages.unlistedPort(String(port), host, name, listens === "" ? "no port" : listens),
      "Use a port that the service lists, or add this port to the service: network policies allow only listed ports.",
    );
  }
}

/** Whether a host can be outside of the cluster: it has other parts than `service.namespace`, and no ending of a Service. */
function isOutside(host: string, domain: string): boolean {
  return !host.endsWith(".svc") && !host.endsWith(`.svc.${domain}`) && host.split(".").length > 2;
}

/** The namespace in `service.namespace` or `pod.service.namespace`, with or without the cluster's domain at the end. */
function namespaceIn(host: string, domain: string): string | undefined {
  const ending = [`.svc.${domain}`, ".svc"].find((candidate) => host.endsWith(candidate)) ?? "";
  const names = host.slice(0, host.length - ending.length).split(".");
  return names.length === 2 || names.length === 3 ? names.at(-1) : undefined;
}
