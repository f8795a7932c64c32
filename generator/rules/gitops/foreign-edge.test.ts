import { expect, test } from "vitest";
import { corpusContext, corpusScope } from "../../testing/admission.ts";
import { generatedManifests } from "../../testing/connected-addons.ts";
import { sampleWithEveryField } from "../../testing/every-route-field.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { findingsIn } from "../../testing/rules.ts";
import { networkForeignBackend } from "../network/foreign-backend.ts";
import { networkHostOutsideDomain } from "../network/host-outside-domain.ts";
import { networkOpenRoute } from "../network/open-route.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { gitopsForeignEdge } from "./foreign-edge.ts";
import { gitopsForeignPrefix } from "./foreign-prefix.ts";
import { gitopsUndeclaredKind } from "./undeclared-kind.ts";

const context = corpusContext(corpusScope());
const object = (
  group: string,
  kind: string,
  spec: string,
  name = "churn",
  annotations = "",
  namespace = "edge",
): string => `
apiVersion: ${group}/v1
kind: ${kind}
metadata: { name: ${name}, namespace: ${namespace}, annotations: { ${annotations}argocd.argoproj.io/tracking-id: "production.churn.edge:${group}/${kind}:edge/${name}" } }
spec: ${spec}
`;
const access = (hosts: string, name?: string, annotations?: string, namespace?: string): string =>
  object(
    "security.istio.io",
    "AuthorizationPolicy",
    `{ action: DENY, rules: [{ to: [{ operation: { hosts: [${hosts}] } }] }] }`,
    name,
    annotations,
    namespace,
  );

test.each([
  { name: "hosts of the tenant", yaml: access('churn.models.acme.test, "churn.models.acme.test:*"'), found: [] },
  {
    name: "a host of another tenant",
    yaml: access("churn.models.acme.test, pricing.models.acme.test"),
    found: ["4:85 host pricing.models.acme.test is not allowed: it does not belong to churn"],
  },
  {
    name: "another tenant's name",
    yaml: access("churn.models.acme.test", "pricing"),
    found: ["3:19 AuthorizationPolicy pricing is not allowed: its name does not begin with churn"],
  },
  {
    name: "an annotation that no route sets",
    yaml: access("churn.models.acme.test", "churn", 'nginx.ingress.kubernetes.io/auth-url: "http://a.test", '),
    found: ["3:96 metadata.annotations.nginx.ingress.kubernetes.io/auth-url is not allowed: no route sets this value"],
  },
  {
    name: "a Certificate with further names and another Secret",
    yaml: object(
      "cert-manager.io",
      "Certificate",
      "{ commonName: acme.test, dnsNames: [churn.models.acme.test], secretName: pricing.routes }",
    ),
    found: [
      "4:21 spec.commonName is not allowed: no route sets this value",
      "4:1 invalid Certificate: its spec differs from what the generator writes",
    ],
  },
  {
    name: "an Ingress with another tenant's Secret and without a host",
    yaml: object("networking.k8s.io", "Ingress", "{ tls: [{ secretName: pricing.routes }], rules: [{ http: {} }] }"),
    found: [
      "4:56 missing host in Ingress: it applies to every host",
      "4:29 Secret pricing.routes is not allowed: it does not belong to churn",
      "4:1 invalid Ingress: its spec differs from what the generator writes",
    ],
  },
  {
    name: "a Certificate that overwrites the authority of the tenant's clients",
    yaml: object(
      "cert-manager.io",
      "Certificate",
      "{ dnsNames: [churn.models.acme.test], issuerRef: { kind: ClusterIssuer, name: acme-ca }, secretName: churn.partners }",
      "churn.routes",
    ),
    found: ["4:1 invalid Certificate: its spec differs from what the generator writes"],
  },
  {
    name: "a ReferenceGrant in the namespace of the gateway",
    yaml: object("gateway.networking.k8s.io", "ReferenceGrant", "{ from: [], to: [] }"),
    found: ["2:7 ReferenceGrant is not allowed: no route creates it in namespace edge"],
  },
  { name: "an object in Seldon's namespace", yaml: access("a.test", "churn", "", "seldon-system"), found: [] },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(gitopsForeignEdge, yaml, context)).toEqual(found);
});

test.each([undefined, "enhanced"] as const)(
  "no rule reports the generated objects of routes: pattern %s",
  (pattern) => {
    const units = generatedManifests(inventoryOf(sampleWithEveryField(pattern)));
    const checks = [
      gitopsForeignEdge,
      gitopsForeignPrefix,
      gitopsUndeclaredKind,
      networkForeignBackend,
      networkHostOutsideDomain,
      networkOpenRoute,
    ];
    const kinds = units.flatMap(({ manifestSet }) => manifestSet.manifests.map(({ kind }) => kind));
    expect(kinds).toEqual(expect.arrayContaining(["gateway.networking.k8s.io/Gateway", "networking.istio.io/Gateway"]));
    expect(kinds.includes("gateway.networking.k8s.io/ReferenceGrant")).toBe(pattern === "enhanced");
    expect(units.flatMap(({ manifestSet }) => manifestSetFindings(manifestSet, checks))).toEqual([]);
  },
);
