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
const label = ", labels: { app.kubernetes.io/managed-by: tenantry }";
const config = (name: string, more = "", data = "a: b"): string => `
apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}${more} }
data: { ${data} }
`;
const namespace = (name: string, labels: string): string => `
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${labels} } }
`;
const seen = "only the request shows whose object it is, and who changes it";

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

export const ownershipCases: readonly AdmissionCase[] = [
  { name: "a pipeline's own ConfigMap", as: "pipeline", object: config("own"), admitted: true },
  {
    name: "a ConfigMap from git",
    as: "argoCD",
    object: managedObject("churn.workloads", config("from-git", label), "name: from-git"),
    admitted: true,
  },
  {
    name: "a ConfigMap with the label of git",
    as: "pipeline",
    object: config("forged", label),
    admitted: false,
    inClusterOnly: seen,
  },
  {
    name: "a ConfigMap from git that a pipeline changes",
    as: "pipeline",
    before: config("settings", label),
    object: config("settings", label, "a: c"),
    admitted: false,
    inClusterOnly: seen,
  },
  {
    name: "a ConfigMap from git that loses its label",
    as: "engineer",
    before: config("unlabelled", label),
    object: config("unlabelled"),
    admitted: false,
    inClusterOnly: seen,
  },
  {
    name: "a ConfigMap that gets the label of git",
    as: "engineer",
    before: config("labelled"),
    object: config("labelled", label),
    admitted: false,
    inClusterOnly: seen,
  },
  {
    name: "a ConfigMap from git that an engineer deletes",
    as: "engineer",
    before: config("deleted", label),
    object: config("deleted", label),
    deleted: true,
    admitted: false,
    inClusterOnly: seen,
  },
  {
    name: "a ConfigMap from git that an administrator changes",
    as: "administrator",
    before: config("fixed", label),
    object: config("fixed", label, "a: c"),
    admitted: true,
  },
  {
    name: "a Secret that a controller updates",
    as: "secrets",
    before: config("token", label).replace("ConfigMap", "Secret").replace("\ndata:", "\nstringData:"),
    object: config("token", label, "a: c").replace("ConfigMap", "Secret").replace("\ndata:", "\nstringData:"),
    admitted: true,
  },
  {
    name: "a pod that an engineer deletes",
    as: "engineer",
    before: `
apiVersion: v1
kind: Pod
metadata: { name: stuck, labels: { app.kubernetes.io/managed-by: seldon-core } }
spec: { containers: [{ name: a, image: "harbor.acme.test/x:1" }] }
`,
    object: `
apiVersion: v1
kind: Pod
metadata: { name: stuck }
spec: { containers: [{ name: a, image: "harbor.acme.test/x:1" }] }
`,
    deleted: true,
    admitted: true,
  },
];

const tenants = "tenantry.dev/tenant: churn";

export const namespaceCases: readonly AdmissionCase[] = [
  {
    name: "a tenant's namespace from git",
    as: "argoCD",
    object: namespace("fresh", "tenantry.dev/tenant: fresh"),
    admitted: true,
  },
  {
    name: "a tenant's namespace that an engineer creates",
    as: "engineer",
    object: namespace("fresh", tenants),
    admitted: false,
  },
  {
    name: "a weaker pod security level that an engineer sets",
    as: "engineer",
    before: namespace("weakened", `${tenants}, pod-security.kubernetes.io/enforce: baseline`),
    object: namespace("weakened", `${tenants}, pod-security.kubernetes.io/enforce: privileged`),
    admitted: false,
  },
  {
    name: "the tenant label that a pipeline removes",
    as: "pipeline",
    before: namespace("left", tenants),
    object: namespace("left", "a: b"),
    admitted: false,
  },
  {
    name: "a namespace of the platform that gets the tenant label",
    as: "engineer",
    before: namespace("taken", "a: b"),
    object: namespace("taken", tenants),
    admitted: false,
  },
  {
    name: "a tenant's namespace that an engineer deletes",
    as: "engineer",
    before: namespace("ended", tenants),
    object: namespace("ended", tenants),
    deleted: true,
    admitted: false,
  },
  {
    name: "a tenant's namespace that an administrator deletes",
    as: "administrator",
    before: namespace("finished", tenants),
    object: namespace("finished", tenants),
    deleted: true,
    admitted: true,
  },
  {
    name: "a namespace of the platform",
    as: "engineer",
    object: namespace("theirs", "a: b"),
    admitted: true,
    inClusterOnly: "the rule reports the whole role, because no file shows the namespaces in which the role is used",
  },
];
