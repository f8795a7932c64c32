import { backendlessFilters, hostPolicies } from "../../admission/hosts.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { sharedEnvoy } from "../../generate/runtime-stubs.ts";
import { clusterScope } from "../../generate/scope.ts";
import type { Path } from "../../load/source.ts";
import { apiRouteKinds, virtualServiceKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { isOwnService } from "./own-service.ts";

const call = "Route only to a Service of the tenant's namespace.";

export const networkForeignBackend = defineRule({
  code: "network/foreign-backend",
  severity: "error",
  over: "object",
  kinds: [virtualServiceKind, ...apiRouteKinds],
  summary: "A tenant's route sends requests to a Service outside of the tenant's namespace.",
  docs: {
    why: "The gateway opens the connection to the target of a route, and every tenant with routes accepts connections from the gateway. The network policies of the tenant do not apply. A route to another tenant's Service bypasses the authentication that the other tenant requires for its own hosts. Istio accepts any target in a VirtualService, and in a backend of the kind Hostname, without a ReferenceGrant.",
    invalid: `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: scoring, namespace: churn }
spec:
  hosts: [churn.models.acme.test]
  gateways: [istio-ingress/churn]
  http: [{ route: [{ destination: { host: seldon-mesh.pricing.svc.cluster.local, port: { number: 80 } } }] }]
`,
    valid: replaced("seldon-mesh.pricing.svc", "seldon-mesh.churn.svc"),
    fix: "Route to a Service of the tenant's own namespace, or to the Envoy that tenants share.",
  },
  neverWaived: "The route reaches the models of another tenant without the authentication of the other tenant.",
  inCluster: [
    {
      policy: hostPolicies,
      compliesWhen: "variables.foreignTargets.size() == 0",
      message: `variables.foreignTargets.join(", ") + " is not allowed: the target is outside of namespace " + request.namespace + ". ${call}"`,
    },
    {
      policy: hostPolicies,
      compliesWhen: "variables.backendsAreOwn",
      message: `request.kind.kind + " " + dyn(object).metadata.name + " is not allowed: it sends requests to a target outside of namespace " + request.namespace + ". ${call}"`,
    },
  ],
  *check(route, manifestSet) {
    const { cluster } = manifestSet.context;
    const { kind, namespace = "" } = route;
    if (cluster === undefined || tenantOf(manifestSet, namespace) === undefined) return;
    const { domain } = cluster.spec.network.dns;
    const shared = sharedEnvoy(clusterScope(cluster));
    for (const { target, path } of kind === virtualServiceKind ? destinations(route) : backends(route, domain))
      if (target !== shared && !isOwnService(target, namespace, domain))
        yield {
          at: route.at(path, "value"),
          message: `target ${target.slice(0, 80)} is not allowed: it is outside of namespace ${namespace}`,
          hint: call,
        };
  },
});

interface Target {
  /** The name of a Service, or of a kind or filter that is not a Service. */
  readonly target: string;
  readonly path: Path;
}

function destinations({ object }: Manifest): readonly Target[] {
  return ["http", "tcp", "tls"].flatMap((protocol) =>
    listAt(object, "spec", protocol).flatMap((rule, index) => {
      const targets = [
        ...["route", "mirrors"].flatMap((field) =>
          listAt(rule, field).map((_, place): Path => [field, place, "destination", "host"]),
        ),
        ["mirror", "host"],
      ];
      return targets.flatMap((path) => {
        const target = textAt(rule, ...path) ?? "";
        return target === "" ? [] : [{ target, path: ["spec", protocol, index, ...path] }];
      });
    }),
  );
}

function backends({ object, namespace = "" }: Manifest, domain: string): readonly Target[] {
  return listAt(object, "spec", "rules").flatMap((rule, index) => {
    const path = ["spec", "rules", index];
    const own = listAt(rule, "backendRefs").flatMap((reference, place): readonly Target[] => {
      const at = [...path, "backendRefs", place];
      const kind = `${textAt(reference, "group") ?? ""}/${textAt(reference, "kind") ?? "Service"}`;
      const name = textAt(reference, "name") ?? "";
      const target = `${name}.${textAt(reference, "namespace") ?? namespace}.svc.${domain}`;
      return [{ target: kind === "/Service" ? target : `${kind} ${name}`, path: at }, ...filters(reference, at)];
    });
    return [...own, ...filters(rule, path)];
  });
}

/** Filters that send requests to a further backend. */
function filters(data: unknown, path: Path): readonly Target[] {
  return listAt(data, "filters").flatMap((filter, index) => {
    const type = textAt(filter, "type") ?? "";
    return backendlessFilters.includes(type) ? [] : [{ target: `filter ${type}`, path: [...path, "filters", index] }];
  });
}
