import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { docsPage } from "../text/program-folder.ts";
import { lifecycleOf } from "../validate/effective.ts";
import { type ClusterEntry, findingAt, type TenantEntry } from "../validate/inventory.ts";
import { unknownReference } from "../validate/references/unknown.ts";
import { type EdgeName, type EdgeRefusal, edgeOrRefusal } from "./edge.ts";
import { refusedFields } from "./edge-fields.ts";
import { routesOf, servesRoutes, tenantDomain } from "./route.ts";
import { certificateFindings } from "./route-certificates.ts";
import { claimFindings } from "./route-claims.ts";

/** The routes of a cluster's tenants: the edge, and what routes claim and need. */
export function* routeChecks(cluster: ClusterEntry): Iterable<Diagnostic> {
  for (const tenant of cluster.tenants) {
    if (!servesRoutes(cluster, tenant)) continue;
    const edge = edgeOrRefusal(cluster);
    if ("refused" in edge) {
      yield noEdge(cluster, tenant, edge);
      continue;
    }
    if (tenantDomain(cluster, tenant.name) === undefined) {
      const hint = "Set network.domain in the cluster's file.";
      const message = codes["routes/edge"].messages.noDomain(cluster.name);
      yield findingAt(tenant.at("routes"), "routes/edge", message, hint, "key");
      continue;
    }
    yield* fieldFindings(cluster, tenant, edge.name);
    yield* targetFindings(cluster, tenant);
    yield* hostFindings(cluster, tenant);
    yield* claimFindings(cluster, tenant);
    yield* certificateFindings(cluster, tenant);
  }
}

function noEdge(cluster: ClusterEntry, tenant: TenantEntry, found: EdgeRefusal): Diagnostic {
  const { messages } = codes["routes/edge"];
  const page = docsPage("routes.md");
  const [message, hint] =
    found.refused === "no-gateway"
      ? [
          messages.noGateway(cluster.name),
          `Switch on add-ons with a gateway that takes routes, for example istio and gateway-api. See ${page}.`,
        ]
      : found.refused === "no-routes"
        ? [
            messages.noRoutes(found.addon, cluster.name, found.reason),
            `Use a gateway of Istio, alone or behind the Ingress controller. See ${page}.`,
          ]
        : [
            messages.noDefinitions(found.addon, cluster.name),
            "Switch on an add-on that provides gatewayApi, for example gateway-api.",
          ];
  return findingAt(tenant.at("routes"), "routes/edge", message, hint, "key");
}

function* fieldFindings(cluster: ClusterEntry, tenant: TenantEntry, edge: EdgeName): Iterable<Diagnostic> {
  const { messages } = codes["routes/field"];
  const page = docsPage("routes.md");
  for (const [name, route] of Object.entries(tenant.spec.routes)) {
    for (const { field, when, reason } of refusedFields(edge, route)) {
      const path = field.split(".");
      const shown = when === undefined ? field : `${field} for ${when}`;
      yield findingAt(
        tenant.at("routes", name, ...path),
        "routes/field",
        messages.refused(shown, edge, cluster.name, reason),
        `Remove it, or set it only on clusters with another edge, under clusters.<cluster>.routes.${name}.${when === "grpc" ? " For REST alone, write a separate route for gRPC." : ""} The table in ${page} has the fields of each edge.`,
        "key",
      );
    }
    const [[kind = "", target = ""] = []] = Object.entries(route.to);
    if (route.sticky !== undefined && kind !== "experiment")
      yield findingAt(
        tenant.at("routes", name, "sticky"),
        "routes/field",
        messages.stickyWithoutExperiment(`${kind} ${target}`),
        "Remove it.",
        "key",
      );
    if (route.path !== undefined && !route.protocols.includes("rest"))
      yield findingAt(
        tenant.at("routes", name, "path"),
        "routes/field",
        messages.pathOfGrpc(),
        "Remove it, or add rest to protocols.",
        "key",
      );
  }
}

function* targetFindings(cluster: ClusterEntry, tenant: TenantEntry): Iterable<Diagnostic> {
  const { models, pipelines, experiments } = tenant.spec;
  const known = { model: models, pipeline: pipelines, experiment: experiments };
  const suspended = lifecycleOf(cluster, tenant) === "suspended";
  for (const { name, target, authentication } of routesOf(cluster, tenant)) {
    const at = tenant.at("routes", name, "to", target.kind);
    yield* unknownReference(at, target.name, Object.keys(known[target.kind]), target.kind, {
      scope: `of ${tenant.name}`,
    });
    if (authentication !== "none" && authentication.jwt !== undefined)
      yield* unknownReference(
        tenant.at("routes", name, "authentication", "jwt", "issuer"),
        authentication.jwt.issuer,
        Object.keys(cluster.platform.spec.tokenIssuers),
        "token issuer of the platform",
      );
    if (suspended)
      yield {
        ...findingAt(
          at,
          "routes/suspended",
          codes["routes/suspended"].messages.suspended(tenant.name),
          "Set lifecycle to active, or remove the route.",
        ),
        severity: "warning",
      };
  }
}

function* hostFindings(cluster: ClusterEntry, tenant: TenantEntry): Iterable<Diagnostic> {
  const domain = tenantDomain(cluster, tenant.name) ?? "";
  for (const { name, host } of routesOf(cluster, tenant)) {
    if (host.length > 253 || host.split(".").some((label) => label.length > 63))
      yield findingAt(
        tenant.at("routes", name, "host"),
        "routes/host",
        codes["routes/host"].messages.tooLong(host.length),
        "Use shorter names: a host has at most 253 characters, and each label at most 63.",
      );
    if (host === domain || host.endsWith(`.${domain}`)) continue;
    const message = codes["routes/host"].messages.outsideDomain(host, domain);
    const hint = `Use {tenant}.{domain} or a host below it, or remove the field.`;
    yield findingAt(tenant.at("routes", name, "host"), "routes/host", message, hint);
  }
}
