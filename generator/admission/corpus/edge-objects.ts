import { upstreamHostAnnotation } from "../../generate/routes/ingress-and-istio.ts";
import { managedObject, objectText } from "./tracked-objects.ts";

/** An object in the namespace of the gateway, as Argo CD applies it for the routes of churn. */
export function atEdge(object: string, name = "churn", application = "churn.edge", further = ""): string {
  const forwarded = object.includes("kind: Ingress") && !further.includes(upstreamHostAnnotation);
  const annotations = forwarded
    ? `${upstreamHostAnnotation}: ${/- host: (\S+)/.exec(object)?.[1] ?? ours}, ${further}`
    : further;
  return managedObject(application, object)
    .replace("name: a,", `name: ${name}, namespace: edge, labels: { tenantry.dev/tenant: churn },`)
    .replace("annotations: {", `annotations: { ${annotations}`);
}

export const ours = "churn.models.acme.test";
export const theirs = "pricing.models.acme.test";

/** The objects of a route, as the generator writes them. */
export const apiGateway = objectText(
  "gateway.networking.k8s.io/v1",
  "Gateway",
  `spec:
  gatewayClassName: istio
  addresses: [{ type: Hostname, value: edge.edge.svc.cluster.local }]
  listeners:
    - name: ${ours}
      hostname: ${ours}
      port: 443
      protocol: HTTPS
      tls: { mode: Terminate, certificateRefs: [{ group: "", kind: Secret, name: churn.routes }] }
      allowedRoutes:
        namespaces: { from: Selector, selector: { matchLabels: { kubernetes.io/metadata.name: churn } } }
  tls: { frontend: { default: { validation: { caCertificateRefs: [{ group: "", kind: Secret, name: churn.partners }], mode: AllowValidOnly } } } }`,
);
export const istioGateway = objectText(
  "networking.istio.io/v1",
  "Gateway",
  `spec:
  selector: { app: proxy }
  servers: [{ hosts: [churn/${ours}], port: { name: http, number: 10443, protocol: HTTP } }]`,
);
export const ingress = objectText(
  "networking.k8s.io/v1",
  "Ingress",
  `spec:
  ingressClassName: nginx
  tls: [{ hosts: [${ours}], secretName: churn.routes }]
  rules:
    - host: ${ours}
      http: { paths: [{ path: /v2/models/m/infer, pathType: Exact, backend: { service: { name: edge, port: { number: 10443 } } } }] }`,
);
export const certificate = objectText(
  "cert-manager.io/v1",
  "Certificate",
  `spec:
  secretName: churn.routes
  dnsNames: [${ours}]
  issuerRef: { group: cert-manager.io, kind: ClusterIssuer, name: acme-ca }`,
);
export const accessPolicy = objectText(
  "security.istio.io/v1",
  "AuthorizationPolicy",
  `spec:
  selector: { matchLabels: { app: proxy } }
  action: DENY
  rules: [{ from: [{ source: { notRequestPrincipals: ["*"] } }], to: [{ operation: { hosts: [${ours}, "${ours}:*"] } }] }]`,
);
export const grant = objectText(
  "gateway.networking.k8s.io/v1beta1",
  "ReferenceGrant",
  "spec: { from: [{ group: gateway.networking.k8s.io, kind: Gateway, namespace: churn }], to: [{ group: '', kind: Secret }] }",
);
