import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { providerOf } from "../validate/addons/retire.ts";
import { type ClusterEntry, findingAt, type Origin, type TenantEntry } from "../validate/inventory.ts";
import { isMap } from "../validate/merge.ts";
import { unknownReference } from "../validate/references/unknown.ts";
import { hostsOf, routesOf } from "./route.ts";

const hintOfCluster =
  "Set network.certificates in the cluster's file: issuer with the name of a ClusterIssuer, or secret with the name of a Secret.";

/** Something must make the certificate of each host: an issuer of cert-manager, or a person who creates a Secret. */
export function* certificateFindings(cluster: ClusterEntry, tenant: TenantEntry): Iterable<Diagnostic> {
  const { messages } = codes["routes/certificate"];
  const { certificates } = cluster.spec.network;
  if (certificates === undefined) {
    yield findingAt(tenant.at("routes"), "routes/certificate", messages.missing(cluster.name), hintOfCluster, "key");
    return;
  }
  const { issuer, secret, names = [`*.${cluster.spec.network.domain}`] } = certificates;
  if (issuer !== undefined) yield* issuerFindings(cluster, issuer);
  if (secret === undefined) return;
  const routes = routesOf(cluster, tenant);
  for (const host of hostsOf(routes)) {
    if (names.some((name) => covers(name, host))) continue;
    const route = routes.find((candidate) => candidate.host === host)?.name ?? "";
    const at = tenant.spec.routes[route]?.host === undefined ? [] : ["host"];
    const message = messages.notCovered(host, names.join(", "));
    const hint =
      "Use a host that the certificate contains, or add its name to network.certificates.names of the cluster.";
    yield findingAt(tenant.at("routes", route, ...at), "routes/certificate", message, hint);
  }
}

function* issuerFindings(cluster: ClusterEntry, issuer: string): Iterable<Diagnostic> {
  const at: Origin = cluster.at("network", "certificates", "issuer");
  const provider = providerOf(cluster.addons, "certificates");
  if (provider === undefined) {
    const message = codes["routes/certificate"].messages.noIssuing(issuer, cluster.name);
    yield findingAt(
      at,
      "routes/certificate",
      message,
      "Switch on an add-on that provides certificates, or set secret.",
    );
    return;
  }
  const { issuers } = provider.spec.provides.certificates ?? {};
  if (issuers === undefined) return;
  const declared = provider.settings[issuers.slice("{settings.".length, -1)];
  yield* unknownReference(at, issuer, isMap(declared) ? Object.keys(declared) : [], "ClusterIssuer", {
    scope: `of add-on ${provider.name}`,
    otherwise: `Settings of add-on ${provider.name} list the ClusterIssuers.`,
  });
}

/** Whether a name in a certificate is for a host. `*` stands for exactly one label (RFC 6125). */
function covers(name: string, host: string): boolean {
  if (!name.startsWith("*.")) return name === host;
  const dot = host.indexOf(".");
  return dot > 0 && host.slice(dot + 1) === name.slice(2);
}
