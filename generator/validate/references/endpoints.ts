import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt, type Inventory, type Origin } from "../inventory.ts";
import type { PlatformSpec } from "../platform.ts";

/** Flows are opened to a service's pods, so the address that is called has to be that service's: its namespace, its port. */
export function* endpointReferences({ platform, clusters }: Inventory): Iterable<Diagnostic> {
  const { kafka, tracing } = platform.spec.seldon;
  const domains = [...new Set(clusters.map(({ spec }) => spec.network.dns.domain))];
  const asked = [
    [kafka?.service, kafka?.bootstrap.split(",") ?? [], platform.at("seldon", "kafka", "bootstrap")],
    [tracing?.service, tracing === undefined ? [] : [tracing.endpoint], platform.at("seldon", "tracing", "endpoint")],
  ] as const;
  for (const [name, addresses, at] of asked) {
    const service = platform.spec.services[name ?? ""];
    if (name === undefined || service === undefined) continue;
    for (const address of addresses) yield* elsewhere(at, address, name, service, domains);
  }
}

function* elsewhere(
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
        ? `${host} names no namespace, and service ${name} is in ${namespace}`
        : `${host} is in namespace ${found}, and service ${name} in ${namespace}`,
      `A name within a cluster is <Service>.<namespace>: ${host.split(".")[0]}.${namespace}:${ports[0]?.port ?? port}`,
    );
  } else if (!ports.some((candidate) => String(candidate.port) === port && candidate.protocol === "TCP")) {
    const listens = ports.map((item) => item.port).join(", ");
    yield findingAt(
      at,
      "platform/endpoint",
      `${host} is called on port ${port}, and service ${name} listens on ${listens === "" ? "none" : listens}`,
      "Policies are opened to the ports that a service lists: name one of them here, or list this one there.",
    );
  }
}

/** Of `service.namespace`, and of `pod.service.namespace`, with or without the cluster's domain behind it. */
function namespaceIn(host: string, domains: readonly string[]): string | undefined {
  const endings = [...domains.map((domain) => `.svc.${domain}`), ".svc"];
  const ending = endings.find((candidate) => host.endsWith(candidate)) ?? "";
  const names = host.slice(0, host.length - ending.length).split(".");
  return names.length === 2 || names.length === 3 ? names.at(-1) : undefined;
}
