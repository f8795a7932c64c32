import { hostPolicies } from "../../admission/hosts.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, mapAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import type { Path } from "../../load/source.ts";
import { ingressKind, virtualServiceKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

const gatewayRoutes = ["HTTPRoute", "GRPCRoute", "TLSRoute"].map((kind) => `gateway.networking.k8s.io/${kind}`);

export const networkHostOutsideDomain = defineRule({
  code: "network/host-outside-domain",
  severity: "error",
  over: "object",
  kinds: [ingressKind, virtualServiceKind, ...gatewayRoutes],
  summary: "The hosts of a tenant's routes are the tenant's own.",
  docs: {
    why: "A gateway takes a host from whoever claims it first. A tenant's route for another tenant's host, for the platform's, or for every host gets requests that were never meant for it, with the certificate that makes them look right. A route without a host is one for every host.",
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
    fix: "Name a host at or below <tenant>.<domain>; the domain is network.domain of the cluster's file.",
  },
  inCluster: [
    {
      policy: hostPolicies,
      holds: "variables.foreign.size() == 0",
      found:
        'variables.foreign.map(one, one == "" ? "every host" : one).join(", ") + " is not " + (variables.own == "" ? "the tenant\'s" : variables.own)',
    },
  ],
  *check(route, manifestSet) {
    const { cluster } = manifestSet.context;
    const tenant = tenantOf(manifestSet, route.namespace);
    if (cluster === undefined || tenant === undefined) return;
    const { domain, dns } = cluster.spec.network;
    const own = domain === undefined ? undefined : `${tenant}.${domain}`;
    for (const { host, path } of hostsOf(route)) {
      if (own !== undefined && (host.toLowerCase() === own || host.toLowerCase().endsWith(`.${own}`))) continue;
      if (route.kind === virtualServiceKind && isOwnService(host, route.namespace ?? "", dns.domain)) continue;
      yield {
        at: route.at(path, "value"),
        message: host === "" ? `${route.name} takes every host` : `${host.slice(0, 80)} is not ${tenant}'s`,
        hint: own === undefined ? `${cluster.name} has no domain for tenants.` : `Name ${own}, or a host below it.`,
      };
    }
  },
});

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

/** Inside a mesh a VirtualService is about Services by name: its own namespace's. */
function isOwnService(host: string, namespace: string, clusterDomain: string): boolean {
  return ["", `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.${clusterDomain}`].some(
    (rest) => host.endsWith(rest) && /^[a-z0-9-]+$/.test(host.slice(0, host.length - rest.length)),
  );
}
