import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { tenantFile } from "../../load/input-files.ts";
import { networksOverlap } from "../address-ranges.ts";
import { findingAt, type Origin, type TenantEntry } from "../inventory.ts";
import { ownNetworks } from "../own-networks.ts";
import { isReservedEndpointName } from "../terms.ts";
import type { TenantContext } from "./context.ts";
import { unknownReference } from "./unknown.ts";

/** Services must exist and listen, two tenants must both declare a call, and external networks must be outside the cluster. */
export function* networkReferences({ platform, cluster, tenant }: TenantContext): Iterable<Diagnostic> {
  const { needs, callers, tenants, external } = tenant.spec.network;
  const { services } = platform.spec;
  for (const [kind, names] of [
    ["needs", needs],
    ["callers", callers],
  ] as const) {
    for (const [index, name] of names.entries()) {
      const at = tenant.at("network", kind, index);
      const service = services[name];
      if (service === undefined) {
        const fitting = Object.keys(services).filter((key) => kind === "callers" || services[key]?.ports.length !== 0);
        yield* unknownReference(at, name, fitting, "platform service", { siblings: names });
      } else if (kind === "needs" && service.ports.length === 0) {
        yield findingAt(
          at,
          "reference/unknown",
          codes["reference/unknown"].messages.serviceWithoutPort(name),
          "List the service under network.callers instead: the service has no ports, so tenants cannot call it.",
        );
      }
    }
  }

  const otherTenant = (name: string): TenantEntry | undefined =>
    cluster.tenants.find((other) => other.name === name && other.name !== tenant.name);
  for (const [index, name] of tenants.calls.entries()) {
    const other = otherTenant(name);
    const at = tenant.at("network", "tenants", "calls", index);
    if (other === undefined) yield* unknownTenant(at, name, tenant, cluster, tenants.calls);
    else if (!other.spec.network.tenants.calledBy.some((caller) => caller === tenant.name)) {
      yield findingAt(
        at,
        "reference/one-sided",
        codes["reference/one-sided"].messages.missingCalledBy(name, tenant.name, cluster.name),
        `Have the team of ${name} add ${tenant.name} to network.tenants.calledBy in ${tenantFile(name)}.`,
      );
    }
  }
  for (const [index, name] of tenants.calledBy.entries()) {
    const other = otherTenant(name);
    const at = tenant.at("network", "tenants", "calledBy", index);
    if (other === undefined) yield* unknownTenant(at, name, tenant, cluster, tenants.calledBy);
    else if (!other.spec.network.tenants.calls.some((callee) => callee === tenant.name)) {
      yield findingAt(
        at,
        "reference/one-sided",
        codes["reference/one-sided"].messages.missingCalls(name, tenant.name, cluster.name),
        `Have the team of ${name} add ${tenant.name} to network.tenants.calls in ${tenantFile(name)}, or remove this entry.`,
      );
    }
  }

  for (const [name, { cidrs }] of Object.entries(external)) {
    const meaning = suggestedEndpoint(name, platform, cluster);
    if (meaning !== undefined)
      yield findingAt(
        tenant.at("network", "external", name),
        "input/reserved-name",
        codes["input/reserved-name"].messages.reservedName("network name", name, meaning),
        "Rename the network: policies and the command reach identify a network by its name.",
        "key",
      );
    for (const [index, cidr] of cidrs.entries()) {
      const at = tenant.at("network", "external", name, "cidrs", index);
      yield* insideClusterFindings(
        at,
        cidr,
        cluster,
        "List a service under network.needs instead: external networks must be outside the cluster.",
      );
    }
  }
}

/** Reports a network inside the cluster. A wider network is allowed, because the cluster's networks are excepted from it. */
export function* insideClusterFindings(
  at: Origin,
  cidr: string,
  cluster: TenantContext["cluster"],
  hint: string,
): Iterable<Diagnostic> {
  const inside = ownNetworks(cluster.spec.network).find((network) => networksOverlap(network, cidr) === "inside");
  if (inside !== undefined)
    yield findingAt(
      at,
      "platform/cidr-overlap",
      codes["platform/cidr-overlap"].messages.insideCluster(cidr, inside, cluster.name),
      hint,
    );
}

/** The endpoint for which an external network would be mistaken because of its name, as the end of a sentence. */
function suggestedEndpoint(
  name: string,
  platform: TenantContext["platform"],
  cluster: TenantContext["cluster"],
): string | undefined {
  if (Object.hasOwn(platform.spec.services, name)) return "is a service of the platform";
  if (isReservedEndpointName(name)) return `is the name of a part of ${cluster.name}`;
  if (cluster.tenants.some((other) => other.name === name)) return `is a tenant on ${cluster.name}`;
  return /^(to|from)-/.test(name) ? "looks like the name of a policy" : undefined;
}

function* unknownTenant(
  at: Origin,
  name: string,
  tenant: TenantContext["tenant"],
  cluster: TenantContext["cluster"],
  siblings: readonly string[],
): Iterable<Diagnostic> {
  if (name === tenant.name)
    yield findingAt(
      at,
      "reference/unknown",
      codes["reference/unknown"].messages.ownTenant(name),
      "Remove this entry: a tenant's own pods can always reach each other.",
    );
  const others = cluster.tenants.map((other) => other.name).filter((other) => other !== tenant.name);
  if (name !== tenant.name)
    yield* unknownReference(at, name, others, "tenant", { scope: `on ${cluster.name}`, siblings });
}
