import { hostAnnotations, hostPolicies } from "../../admission/hosts.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, mapAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import type { Path } from "../../load/source.ts";
import { apiRouteKinds, ingressKind, virtualServiceKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { isOwnService } from "./own-service.ts";

export const networkHostOutsideDomain = defineRule({
  code: "network/host-outside-domain",
  severity: "error",
  over: "object",
  kinds: [ingressKind, virtualServiceKind, ...apiRouteKinds],
  summary: "A tenant's route has a host outside of the tenant's domain.",
  docs: {
    why: "If several routes claim a host, the gateway decides which route receives a request. If a tenant's route claims a host of another tenant or of the platform, the route can receive requests for that host, and the gateway presents a valid certificate to the clients. A route without a host matches every host. Annotations of external-dns and of ingress-nginx claim further hosts.",
    invalid: `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: scoring, namespace: churn }
spec:
  ingressClassName: nginx
  rules:
    - host: models.acme.test
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: seldon-mesh, port: { number: 80 } } } }] }
`,
    valid: replaced("- host: models.acme.test", "- host: churn.models.acme.test"),
    fix: "Use the host <tenant>.<domain>, or a host below this name. The domain is network.domain in the cluster file.",
  },
  inCluster: [
    {
      policy: hostPolicies,
      compliesWhen: "variables.foreign.size() == 0",
      message:
        'variables.foreign.map(one, one == "" ? "every host" : one).join(", ") + " is not allowed: " + (variables.own == "" ? "the cluster has no domain for tenants" : "use the host " + variables.own + ", or a host below this name")',
    },
  ],
  *check(route, manifestSet) {
    const { cluster } = manifestSet.context;
    const tenant = tenantOf(manifestSet, route.namespace);
    if (cluster === undefined || tenant === undefined) return;
    const { domain, dns } = cluster.spec.network;
    const tenantDomain = domain === undefined ? undefined : `${tenant}.${domain}`;
    for (const { host, path } of [...hostsOf(route), ...claimedHosts(route)]) {
      if (isAtOrBelow(host.toLowerCase(), tenantDomain)) continue;
      if (route.kind === virtualServiceKind && isOwnService(host, route.namespace ?? "", dns.domain)) continue;
      yield {
        at: route.at(path, "value"),
        message:
          host === ""
            ? `missing host in ${route.object.kind} ${route.name}: the route matches every host`
            : `host ${host.slice(0, 80)} is not allowed: it does not belong to ${tenant}`,
        hint:
          tenantDomain === undefined
            ? `Set network.domain in the cluster file: cluster ${cluster.name} has no domain for tenants.`
            : `Use the host ${tenantDomain}, or a host below this name.`,
      };
    }
  },
});

function isAtOrBelow(host: string, domain: string | undefined): boolean {
  return domain !== undefined && (host === domain || host.endsWith(`.${domain}`));
}

interface Host {
  /** Empty for every host. */
  readonly host: string;
  readonly path: Path;
}

function hostsOf({ kind, object }: Manifest): readonly Host[] {
  const list = kind === virtualServiceKind ? "hosts" : "hostnames";
  if (kind === ingressKind) return ingressHosts(object);
  const named = textsAt(object, "spec", list).map((host, index) => ({ host, path: ["spec", list, index] }));
  return named.length > 0 || kind === virtualServiceKind ? named : [{ host: "", path: ["spec"] }];
}

/** The hosts in annotations, separated by commas. */
function claimedHosts({ object }: Manifest): readonly Host[] {
  return hostAnnotations.flatMap((annotation) =>
    (textAt(object, "metadata", "annotations", annotation) ?? "")
      .split(",")
      .map((host) => host.trim())
      .filter((host) => host !== "")
      .map((host) => ({ host, path: ["metadata", "annotations", annotation] })),
  );
}

function ingressHosts(object: Manifest["object"]): readonly Host[] {
  const rules = listAt(object, "spec", "rules").map((rule, index) => ({
    host: textAt(rule, "host") ?? "",
    path: ["spec", "rules", index, "host"],
  }));
  const certificates = listAt(object, "spec", "tls").flatMap((tl, index) =>
    textsAt(tl, "hosts").map((host, place) => ({ host, path: ["spec", "tls", index, "hosts", place] })),
  );
  const fallback = Object.keys(mapAt(object, "spec", "defaultBackend")).length > 0 || rules.length === 0;
  return [...rules, ...certificates, ...(fallback ? [{ host: "", path: ["spec", "defaultBackend"] }] : [])];
}
