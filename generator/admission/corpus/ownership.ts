import type { AdmissionCase } from "./case.ts";
import { managedObject } from "./tracked-objects.ts";

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

/** Objects of any kind that come from git, and objects that claim to. */
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

/** The namespaces themselves. */
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
