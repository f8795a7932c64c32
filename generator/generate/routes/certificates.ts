import { Certificate } from "../../models/kubernetes-classes.ts";
import { hostsOf } from "../../patterns/route.ts";
import { type Generated, metadata } from "../scope.ts";
import type { RouteScope } from "./route-objects.ts";

/** The certificate of a tenant's hosts, if a ClusterIssuer issues it. */
export function certificates(input: RouteScope): readonly Generated[] {
  const { scope, routes, gatewayPlace } = input;
  const issuer = scope.cluster.spec.network.certificates?.issuer;
  if (issuer === undefined) return [];
  return [
    {
      object: new Certificate({
        metadata: metadata({ place: gatewayPlace }, certificateSecret(input)),
        spec: {
          secretName: certificateSecret(input),
          dnsNames: [...hostsOf(routes)],
          issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: issuer },
          privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
        },
      }),
      origin: scope.tenant.at("routes"),
    },
  ];
}

/** The Secret with the certificate of a tenant's hosts, in the namespace of the gateway. */
export function certificateSecret({ scope: { cluster, tenant } }: Pick<RouteScope, "scope">): string {
  return cluster.spec.network.certificates?.secret ?? issuedCertificate(tenant.name);
}

/** The Certificate of a tenant's hosts, and its Secret. */
export function issuedCertificate(tenant: string): string {
  return `${tenant}.routes`;
}

/** The Secret with the certificates of an authority of clients. Its name begins with that of the tenant that uses it. */
export function authoritySecret(tenant: string, authority: string): string {
  return `${tenant}.${authority}`;
}
