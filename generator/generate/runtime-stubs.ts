import { ConfigMap, Role, RoleBinding, Service, ServiceAccount } from "../models/kubernetes-classes.ts";
import { managedBy, tenantLabel } from "../models/marks.ts";
import { hasRuntime, mostReplicas } from "../validate/effective.ts";
import type { Origin } from "../validate/inventory.ts";
import {
  type ClusterScope,
  type Generated,
  metadata,
  type ObjectPlace,
  sortedEntries,
  syncOrder,
  type TenantScope,
} from "./scope.ts";

/**
 * The objects that a SeldonRuntime would create in the tenant's namespace and that Servers need (2.9.1): the service account
 * of their pods, its Role, the ConfigMaps that they mount, and the names by which they look up the scheduler and Envoy. The
 * operator connects to the scheduler by the same name.
 */
export function runtimeStubs(scope: TenantScope): readonly Generated[] {
  const { platform, seldon, tenant } = scope;
  const origin = tenant.at("servers");
  const { tracing } = platform.spec.seldon;
  const read = ["get", "list", "watch"];
  const objects = [
    // The agent watches its ConfigMap and reads the Secrets of its remotes with the account's token.
    new ServiceAccount({ metadata: metadata(scope, "seldon-server"), automountServiceAccountToken: true }),
    new Role({
      metadata: metadata(scope, "agent-role"),
      rules: [
        { apiGroups: [""], resources: ["configmaps"], verbs: read },
        { apiGroups: [""], resources: ["secrets"], verbs: read },
      ],
    }),
    new RoleBinding({
      metadata: metadata(scope, "agent-rolebinding"),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "agent-role" },
      subjects: [{ kind: "ServiceAccount", name: "seldon-server", namespace: tenant.name }],
    }),
    new ConfigMap({
      metadata: metadata(scope, "seldon-agent"),
      data: { "agent.yaml": `rclone:\n  config_secrets:\n  - ${seldon.publicRemoteSecret}\n` },
    }),
    new ConfigMap({
      metadata: metadata(scope, "seldon-tracing"),
      data: {
        "tracing.json": JSON.stringify(
          tracing === undefined
            ? { disable: true }
            : { otelExporterEndpoint: tracing.endpoint, otelExporterProtocol: "grpc", ratio: "1" },
        ),
        OTEL_JAVAAGENT_ENABLED: String(tracing !== undefined),
        OTEL_EXPORTER_OTLP_ENDPOINT: tracing === undefined ? "" : `http://${tracing.endpoint}`,
        OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      },
    }),
  ].map((object) => ({ object, origin, sync: { order: syncOrder.guardrail } }));
  const aliases = sharedAliases(scope).map(({ name, of }) => alias(scope, name, of, origin));
  return [...objects, ...aliases];
}

/** A Service that is only a name for another one. */
export interface Alias {
  readonly name: string;
  readonly of: string;
}

/** Names in each tenant's namespace for the Services in Seldon's namespace that all tenants share. */
export function sharedAliases({
  platform,
  cluster,
  pattern,
  seldon: { service },
}: Pick<ClusterScope, "platform" | "cluster" | "pattern" | "seldon">): readonly Alias[] {
  if (pattern.runtime !== "shared") return [];
  const { namespace } = platform.spec.seldon;
  const { domain } = cluster.spec.network.dns;
  return [service.scheduler, service.mesh].map((name) => ({ name, of: `${name}.${namespace}.svc.${domain}` }));
}

/** The name in DNS of the Envoy that all tenants share. Undefined if each tenant has its own runtime. */
export function sharedEnvoy(
  scope: Pick<ClusterScope, "platform" | "cluster" | "pattern" | "seldon">,
): string | undefined {
  return sharedAliases(scope).find(({ name }) => name === scope.seldon.service.mesh)?.of;
}

/**
 * Names in Seldon's namespace for each replica of the tenant's Servers: the scheduler gives Envoy a replica's name without
 * a namespace, and Envoy looks it up in its own namespace. One alias for each replica that a Server can have.
 */
export function replicaAliases({ platform, cluster, tenant }: TenantScope): readonly Generated[] {
  if (!hasRuntime(cluster, tenant)) return [];
  const place: ObjectPlace = {
    namespace: platform.spec.seldon.namespace,
    labels: { ...managedBy, [tenantLabel]: tenant.name },
  };
  const { domain } = cluster.spec.network.dns;
  return sortedEntries(tenant.spec.servers).flatMap(([server, spec]) =>
    Array.from({ length: mostReplicas(spec) }, (_, index) => {
      const name = `${server}-${index}`;
      return alias({ place }, name, `${name}.${tenant.name}.svc.${domain}`, tenant.at("servers", server));
    }),
  );
}

/** A name for a Service of another namespace: DNS answers with the name of that Service. */
function alias(scope: { readonly place: ObjectPlace }, name: string, externalName: string, origin: Origin): Generated {
  const object = new Service({
    metadata: metadata(scope, name),
    spec: { type: "ExternalName", externalName, sessionAffinity: "None" },
  });
  return { object, origin, sync: { order: syncOrder.guardrail } };
}
