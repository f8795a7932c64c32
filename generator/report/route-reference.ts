import { tokenStatuses } from "../layout/token-statuses.ts";
import { groupKindOf } from "../models/kinds.ts";
import { edgeNames } from "../patterns/edge.ts";
import { type EdgeCell, edgeFields } from "../patterns/edge-fields.ts";
import { type Block, heading, markdown } from "../text/document.ts";

/** The page on routes: the edges, and what carries each field of a route at each of them. */
export function routeReference(): string {
  return markdown([
    heading(1, "Routes"),
    {
      text: "Routes lead requests from outside of a cluster to models, pipelines and experiments. A tenant's file contains them under spec.routes, and the page fields.md describes their fields. The command schema generates this page.",
    },
    {
      code: [
        "# tenants/fraud-detection.yaml",
        "spec:",
        "  routes:",
        "    scoring:",
        "      to: { experiment: fraud-ab-test-experiment }",
        "      path: /v2/models/fraud",
        "      authentication: { jwt: { issuer: acme-sso, audiences: [fraud-detection] } }",
      ],
      language: "yaml",
    },
    {
      text: "Clients of this route send requests to https://fraud-detection.models.acme.test/v2/models/fraud/infer. All other paths and hosts are closed. The README of a namespace lists all open requests of its routes, with commands for clients.",
    },
    {
      text: "Existing URLs cannot be kept: a host is always <tenant>.<domain> or below it, and a path for predictions always ends with /infer.",
    },
    ...examples,
    ...preparation,
    ...edges,
    heading(2, "Fields at each edge"),
    {
      text: "An edge that cannot carry a field refuses it: the check reports the field at its line. No field of a route is without effect.",
    },
    {
      header: ["Field of a route", ...edgeNames.map((name) => `edge ${name}`)],
      rows: edgeFields.map(({ field, when, cells }) => [
        when === undefined ? field : `${field}: ${when}`,
        ...edgeNames.map((name) => cellText(cells[name])),
      ]),
    },
    ...details,
  ]);
}

function cellText(cell: EdgeCell): string {
  if ("refused" in cell) return `refused: ${cell.refused}`;
  if (cell.carriedBy.length === 0) return "no object: requests need no authentication";
  return cell.carriedBy.map(({ kind, field }) => `${kindText(kind)} ${field}`).join(", ");
}

/** Istio and Gateway API both have a kind Gateway. */
function kindText(name: string): string {
  const { group, kind } = groupKindOf(name);
  return kind === "Gateway" && group === "networking.istio.io" ? "Gateway of Istio" : kind;
}

const examples: readonly Block[] = [
  heading(2, "Examples"),
  heading(3, "gRPC"),
  {
    code: [
      "# tenants/recommendation-engine.yaml",
      "spec:",
      "  routes:",
      "    recommend:",
      "      to: { pipeline: recommend }",
      "      protocols: [rest, grpc]",
      "      authentication: none",
    ],
    language: "yaml",
  },
  {
    text: "Clients call the method ModelInfer of the service inference.GRPCInferenceService at recommendation-engine.models.acme.test:443, with TLS. They set a deadline for each call. With methods: [POST, GET], the method ModelReady is also open, and ModelMetadata for models and experiments. The file v2_dataplane.proto of Seldon Core defines the service, because reflection is closed:",
  },
  {
    code: [
      "curl --silent --show-error --fail --location --remote-name https://raw.githubusercontent.com/SeldonIO/seldon-core/v2.9.1/apis/mlops/v2_dataplane/v2_dataplane.proto",
      `grpcurl -max-time 30 -proto v2_dataplane.proto -d '{"model_name":"recommend","inputs":[{"name":"input-0","datatype":"FP64","shape":[1,4],"contents":{"fp64_contents":[0,0,0,0]}}]}' recommendation-engine.models.acme.test:443 inference.GRPCInferenceService/ModelInfer`,
    ],
  },
  heading(3, "Client certificate"),
  {
    code: [
      "# tenants/fraud-detection.yaml",
      "spec:",
      "  routes:",
      "    partners:",
      "      to: { model: fraud-v1-baseline }",
      "      host: partners.{tenant}.{domain}",
      "      authentication: { clientCertificate: { authority: partners } }",
    ],
    language: "yaml",
  },
  {
    text: "The route has its own host, because all routes of a host have the same authentication. The platform team creates the Secret with the certificates of the authority, and the client sends requests with its certificate:",
  },
  {
    code: [
      "kubectl create secret generic fraud-detection.partners --namespace istio-ingress --from-file=ca.crt=./partners.crt",
      "curl --cert client.crt --key client.key https://partners.fraud-detection.models.acme.test/v2/models/fraud-v1-baseline/infer --header 'Content-Type: application/json' --data @request.json",
    ],
  },
  heading(3, "Second host"),
  {
    code: [
      "# tenants/fraud-detection.yaml",
      "spec:",
      "  routes:",
      "    candidate:",
      "      to: { model: fraud-v2-candidate }",
      "      host: v2.{tenant}.{domain}",
      "      path: /v2/models/fraud",
      "      authentication: { jwt: { issuer: acme-sso, audiences: [fraud-detection] } }",
    ],
    language: "yaml",
  },
  {
    text: "Clients send requests to https://v2.fraud-detection.models.acme.test/v2/models/fraud/infer. The path can be that of a route with another host.",
  },
  heading(3, "Other fields on one cluster"),
  {
    code: [
      "# tenants/fraud-detection.yaml",
      "spec:",
      "  clusters:",
      "    production:",
      "      routes:",
      "        scoring: { bodySize: 32, rateLimit: { perSecond: 20 } }",
    ],
    language: "yaml",
  },
  {
    text: "Fields under clusters.<cluster>.routes.<name> apply only to this cluster. Use them for fields that the edge of another cluster refuses.",
  },
  heading(3, "Clients that stay with one candidate"),
  {
    text: "With sticky: true, a client of an experiment sends the header x-seldon-route of an earlier response in its next requests, and gets the same candidate. The client must send the header itself, because the edge sets no cookies.",
  },
];

const preparation: readonly Block[] = [
  heading(2, "Prepare a cluster"),
  {
    text: "The platform team switches on an edge, a domain and certificates in cluster.yaml. The issuers of tokens are in platform.yaml. The sample contains one cluster for each edge: staging for gateway-api, and production for ingress-and-istio.",
  },
  {
    code: [
      "# clusters/staging/cluster.yaml",
      "spec:",
      "  addons:",
      "    cert-manager: { settings: { issuers: { acme-ca: { authority: acme-ca } } } }",
      "    gateway-api: {}",
      "    istio: { settings: { addressPool: edge, address: 192.168.2.200 } }",
      "  network:",
      "    domain: models.staging.acme.test",
      "    certificates: { issuer: acme-ca }",
      "---",
      "# platform/platform.yaml",
      "spec:",
      "  tokenIssuers:",
      "    acme-sso:",
      "      issuer: https://sso.acme.test/realms/ml",
      "      keys: https://sso.acme.test/realms/ml/protocol/openid-connect/certs",
      "      cidrs: [192.168.5.20/32]",
    ],
    language: "yaml",
  },
  {
    text: "The command secrets lists the Secrets that a person creates: those of certificate authorities, and the certificate of all hosts if no issuer makes certificates.",
  },
];

const edges: readonly Block[] = [
  heading(2, "Edges"),
  {
    text: "The add-ons of a cluster decide how requests reach tenants. A cluster has one edge.",
  },
  {
    header: ["Edge", "Add-ons", "Way of a request"],
    rows: [
      [
        "gateway-api",
        "one that provides gateway with routes, and one that provides gatewayApi: istio and gateway-api",
        "client, gateway of Istio, Seldon's Envoy",
      ],
      [
        "ingress-and-istio",
        "also one that provides ingressController: ingress-nginx with the variant in-front",
        "client, ingress-nginx, gateway of Istio, Seldon's Envoy",
      ],
    ],
  },
  {
    text: "An Ingress controller alone takes no routes: nginx sets the header seldon-model for each host only with snippets, which can read the Secrets of every namespace. Behind an Ingress controller, network policies let the gateway accept requests from nothing but the controller.",
  },
  {
    text: "A cluster changes its edge when its add-ons change. To move to the edge gateway-api, add an add-on that provides gatewayApi, and list the first part of the Ingress controller's add-on under retired in the same commit. Argo CD then deletes the objects of the old edge and creates those of the new one, so requests fail until the DNS records contain the new address.",
  },
];

const details: readonly Block[] = [
  heading(2, "Closed paths and headers"),
  {
    items: [
      "The edge matches exact paths only: inference requests, and with GET also metadata and readiness. Paths of the model repository, which load and unload models, are never open.",
      "The edge sets the header seldon-model, which overwrites the value of the client. Without this header, Seldon's Envoy would take the model from the path, and a route would open each model of the namespace (2.9.1).",
      "The edge removes seldon-internal-model and seldon-logging. It also removes x-seldon-route, except for a route with sticky: true.",
      "A host is bound to the namespace of its tenant: by allowedRoutes of a listener, or by the namespace before the host in Istio's Gateway. Admission policies reject hosts outside of the tenant's domain.",
      "The gateway sends no request twice. By default, Istio would repeat a request if a pod does not answer.",
    ],
  },
  {
    text: "The command reach answers for an address, too: npx --no-install tenantry reach https://fraud-detection.models.acme.test/v2/models/fraud/infer",
  },
  heading(2, "Authentication"),
  {
    text: "Authentication applies to a host, because a gateway checks certificates before it knows the path. The routes of one host therefore have the same authentication.",
  },
  {
    items: [
      "jwt: the platform team lists the issuers of tokens under tokenIssuers in platform.yaml. The owner of an issuer gives tokens to clients. Tokens need the claims iss, sub and aud.",
      ...tokenStatuses.map((status) => `jwt, status ${status}`),
      "clientCertificate: the gateway accepts every certificate of the authority. The platform team creates the Secret <tenant>.<authority> in the namespace of the gateway. Its key ca.crt contains the certificates of the authority.",
      "none: all clients that reach the address can send requests.",
    ],
  },
  heading(2, "Hosts and certificates"),
  {
    text: "The hosts of a tenant are <tenant>.<domain> and hosts below it, with network.domain of the cluster. The list hosts.yaml, in the folder of the add-on that provides the gateway, contains all hosts of a cluster with their address and certificate, for the owner of the DNS zone. With an add-on that provides dns, external-dns reads the hosts from the objects.",
  },
  {
    text: "network.certificates of the cluster names the ClusterIssuer that issues one certificate for each tenant, or a Secret with one certificate for all tenants. A name such as *.models.acme.test in a certificate covers exactly one label, so it does not cover v1.churn.models.acme.test.",
  },
  heading(2, "Applications"),
  {
    text: "The routes have separate Applications, so that a webhook that does not answer stops neither quota nor network policies: <cluster>.<tenant>.routes in the tenant's namespace, and <cluster>.<tenant>.edge in the namespace of the gateway. The project <cluster>.edge belongs to the platform. If the last route leaves the file, Argo CD deletes both Applications and their objects.",
  },
];
