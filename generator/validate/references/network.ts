import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { tenantFile } from "../../load/input-files.ts";
import { networksOverlap, ownNetworks } from "../addresses.ts";
import { findingAt, type Origin } from "../inventory.ts";
import { isEndpointWord } from "../terms.ts";
import type { TenantContext } from "./context.ts";
import { unknownReference } from "./unknown.ts";

/** Services exist and listen, consent between tenants is mutual, and the outside is outside. */
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
        yield* unknownReference(at, name, fitting, "service of the platform", "value", names);
      } else if (kind === "needs" && service.ports.length === 0) {
        yield findingAt(
          at,
          "reference/unknown",
          `service ${name} listens on no port`,
          "It only calls: name it under network.callers instead.",
        );
      }
    }
  }

  const others = cluster.tenants.filter((other) => other.name !== tenant.name);
  for (const [index, name] of tenants.calls.entries()) {
    const other = others.find((candidate) => candidate.name === name);
    const at = tenant.at("network", "tenants", "calls", index);
    if (other === undefined) yield* unknownTenant(at, name, tenant, cluster, tenants.calls);
    else if (!other.spec.network.tenants.calledBy.some((caller) => caller === tenant.name)) {
      yield findingAt(
        at,
        "reference/one-sided",
        `${name} does not let ${tenant.name} call it on ${cluster.name}`,
        `${name} adds ${tenant.name} to network.tenants.calledBy in ${tenantFile(name)}.`,
      );
    }
  }
  for (const [index, name] of tenants.calledBy.entries()) {
    const other = others.find((candidate) => candidate.name === name);
    const at = tenant.at("network", "tenants", "calledBy", index);
    if (other === undefined) yield* unknownTenant(at, name, tenant, cluster, tenants.calledBy);
    else if (!other.spec.network.tenants.calls.some((callee) => callee === tenant.name)) {
      yield findingAt(
        at,
        "reference/one-sided",
        `${name} does not ask to call ${tenant.name} on ${cluster.name}`,
        `${name} adds ${tenant.name} to network.tenants.calls in ${tenantFile(name)}, or this entry goes.`,
      );
    }
  }

  for (const [name, { cidrs }] of Object.entries(external)) {
    const meaning = suggestedEndpoint(name, platform, cluster);
    if (meaning !== undefined)
      yield findingAt(
        tenant.at("network", "external", name),
        "input/reserved-name",
        `${name} ${meaning}`,
        "Call the network something else: policies and answers about reach are read by name.",
        "key",
      );
    for (const [index, cidr] of cidrs.entries()) {
      const at = tenant.at("network", "external", name, "cidrs", index);
      yield* insideCluster(
        at,
        cidr,
        cluster,
        "External networks are outside the cluster: name a service under network.needs instead.",
      );
    }
  }
}

/** What lies inside a wider network is excepted from it; what lies inside the cluster is not the outside. */
export function* insideCluster(
  at: Origin,
  cidr: string,
  cluster: TenantContext["cluster"],
  hint: string,
): Iterable<Diagnostic> {
  const inside = ownNetworks(cluster.spec.network).find((own) => networksOverlap(own, cidr) === "inside");
  if (inside !== undefined)
    yield findingAt(
      at,
      "platform/cidr-overlap",
      `${cidr} lies within ${inside}, which is not outside of ${cluster.name}`,
      hint,
    );
}

/** What a network outside would be taken for by its name. */
function suggestedEndpoint(
  name: string,
  platform: TenantContext["platform"],
  cluster: TenantContext["cluster"],
): string | undefined {
  if (Object.hasOwn(platform.spec.services, name)) return "is a service of the platform";
  if (isEndpointWord(name)) return `is what ${cluster.name} calls one of its own parts`;
  if (cluster.tenants.some((other) => other.name === name)) return `is a tenant on ${cluster.name}`;
  return /^(to|from)-/.test(name) ? "reads like the name of a policy" : undefined;
}

function* unknownTenant(
  at: Origin,
  name: string,
  { name: own }: TenantContext["tenant"],
  { name: cluster, tenants }: TenantContext["cluster"],
  beside: readonly string[],
): Iterable<Diagnostic> {
  if (name === own)
    yield findingAt(
      at,
      "reference/unknown",
      `${name} is this tenant itself`,
      "Its own pods reach each other without it.",
    );
  const others = tenants.map((other) => other.name).filter((other) => other !== own);
  if (name !== own) yield* unknownReference(at, name, others, `other tenant on ${cluster}`, "value", beside);
}
