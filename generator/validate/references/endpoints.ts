import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt, type Inventory, type Origin } from "../inventory.ts";
import type { PlatformSpec } from "../platform.ts";

/** Network policies allow traffic to a service's pods, so an address must match the namespace and a port of its service. */
export function* endpointReferences({ platform, clusters }: Inventory): Iterable<Diagnostic> {
  const { kafka, tracing } = platform.spec.seldon;
  const domains = [...new Set(clusters.map(({ spec }) => spec.network.dns.domain))];
  const endpoints = [
    [kafka?.service, kafka?.bootstrap.split(",") ?? [], platform.at("seldon", "kafka", "bootstrap")],
    [tracing?.service, tracing === undefined ? [] : [tracing.endpoint], platform.at("seldon", "tracing", "endpoint")],
  ] as const;
  for (const [name, addresses, at] of endpoints) {
    const service = platform.spec.services[name ?? ""];
    if (name === undefined || service === undefined) continue;
    for (const address of addresses) yield* addressFindings(at, address, name, service, domains);
  }
}

function* addressFindings(
  at: Origin,
  address: string,
  name: string,
  { namespace, ports }: PlatformSpec["services"][string],
  domains: readonly string[],
): Iterable<Diagnostic> {
  const [host = "", port] = address.split(":");
  const found = namespaceIn(host, domains);
  if (found !== namespace) {
    yield findingAt(
      at,
      "platform/endpoint",
      found === undefined
        ? codes["platform/endpoint"].messages.missingNamespace(host, name, namespace)
        : codes["platform/endpoint"].messages.otherNamespace(host, found, name, namespace),
      `Use <Service>.<namespace>:<port>: ${host.split(".")[0]}.${namespace}:${ports[0]?.port ?? port}`,
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

/** The namespace in `service.namespace` or `pod.service.namespace`, with or without the cluster's domain at the end. */
function namespaceIn(host: string, domains: readonly string[]): string | undefined {
  const endings = [...domains.map((domain) => `.svc.${domain}`), ".svc"];
  const ending = endings.find((candidate) => host.endsWith(candidate)) ?? "";
  const names = host.slice(0, host.length - ending.length).split(".");
  return names.length === 2 || names.length === 3 ? names.at(-1) : undefined;
}
