import type { AdmissionCase, identities } from "./case.ts";
import { managedObject } from "./tracked-objects.ts";

const kinds: readonly (readonly [apiVersion: string, kind: string, rest: string])[] = [
  ["v1", "ResourceQuota", "spec: { hard: { pods: 1 } }"],
  ["v1", "LimitRange", "spec: { limits: [{ type: Container, max: { cpu: 1 } }] }"],
  ["networking.k8s.io/v1", "NetworkPolicy", "spec: { podSelector: {}, policyTypes: [Ingress] }"],
  ["rbac.authorization.k8s.io/v1", "Role", "rules: []"],
  ["mlops.seldon.io/v1alpha1", "Model", 'spec: { storageUri: "s3://churn/m", requirements: [sklearn] }'],
  ["mlops.seldon.io/v1alpha1", "Server", "spec: { serverConfig: c }"],
  ["external-secrets.io/v1", "ExternalSecret", "spec: { secretStoreRef: { name: vault } }"],
  ["cilium.io/v2", "CiliumNetworkPolicy", "spec: { endpointSelector: {} }"],
  ["security.istio.io/v1", "AuthorizationPolicy", "spec: {}"],
  ["v1", "Endpoints", "subsets: [{ addresses: [{ ip: 10.42.0.9 }], ports: [{ port: 9000 }] }]"],
  ["discovery.k8s.io/v1", "EndpointSlice", "addressType: IPv4\nendpoints: [{ addresses: [10.42.0.9] }]"],
  ["argoproj.io/v1alpha1", "Application", "spec: { project: default }"],
];
const routes: readonly (readonly [apiVersion: string, kind: string, rest: string])[] = [
  [
    "networking.k8s.io/v1",
    "Ingress",
    "spec: { rules: [{ host: churn.models.acme.test, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: m, port: { number: 80 } } } }] } }] }",
  ],
  ["networking.istio.io/v1", "VirtualService", "spec: { hosts: [churn.models.acme.test] }"],
  ["networking.istio.io/v1", "ServiceEntry", "spec: { hosts: [evil.test] }"],
  ["gateway.networking.k8s.io/v1", "HTTPRoute", "spec: { hostnames: [churn.models.acme.test] }"],
  ["gateway.networking.k8s.io/v1", "Gateway", "spec: { gatewayClassName: g }"],
];
const written = ([apiVersion, kind, rest]: (typeof kinds)[number], name = "w", more = ""): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: ${name}${more} }
${rest}
`;
const notTheirs: readonly (keyof typeof identities)[] = ["engineer", "pipeline", "neighbour"];
const theirs: readonly (keyof typeof identities)[] = ["operator", "statefulSets", "administrator", "master", "secrets"];

/** Cases for kinds that only the platform may write, with any content. */
function byEverybody(all: typeof kinds): readonly AdmissionCase[] {
  return all.flatMap((item): readonly AdmissionCase[] => {
    const [, kind] = item;
    return [
      { name: `${kind} written by the operator`, object: written(item), admitted: true },
      ...notTheirs.map(
        (as): AdmissionCase => ({ name: `${kind} written by ${as}`, as, object: written(item), admitted: false }),
      ),
    ];
  });
}

const policy = kinds[2] ?? ["", "", ""];
const model = kinds[4] ?? ["", "", ""];
export const routeCases: readonly AdmissionCase[] = byEverybody(routes);

export const guardrailCases: readonly AdmissionCase[] = [
  ...byEverybody(kinds),
  ...theirs.map(
    (as): AdmissionCase => ({ name: `NetworkPolicy written by ${as}`, as, object: written(policy), admitted: true }),
  ),
  {
    name: "NetworkPolicy from git",
    as: "argoCD",
    object: managedObject("churn.guardrails", written(policy, "a"), "name: a"),
    admitted: true,
  },
  {
    name: "a NetworkPolicy that an engineer changes",
    as: "engineer",
    before: written(policy, "closed"),
    object: written(policy, "closed").replace("[Ingress]", "[Egress]"),
    admitted: false,
  },
  {
    name: "a NetworkPolicy that an engineer deletes",
    as: "engineer",
    before: written(policy, "there"),
    object: written(policy, "there"),
    deleted: true,
    admitted: false,
  },
  {
    name: "a Model that a pipeline deletes",
    as: "pipeline",
    before: written(model, "served"),
    object: written(model, "served"),
    deleted: true,
    admitted: false,
  },
  {
    name: "a Model that git deletes",
    as: "argoCD",
    before: written(model, "served-before"),
    object: written(model, "served-before"),
    deleted: true,
    admitted: true,
  },
  {
    name: "a Server that an engineer scales",
    as: "engineer",
    before: written(kinds[5] ?? policy, "small"),
    object: written(["autoscaling/v1", "Scale", "spec: { replicas: 3 }"], "small"),
    subresource: "scale",
    admitted: false,
  },
  {
    name: "a Model written by the tenant's own operator",
    as: "ownOperator",
    pattern: "dedicated",
    object: written(model),
    admitted: true,
  },
  {
    name: "a Model written by an account with the operator's name",
    as: "ownOperator",
    object: written(model),
    admitted: false,
  },
];
