import type { AdmissionCase } from "./case.ts";
import { managedObject } from "./tracked-objects.ts";

/** An object in the namespace of Kafka, as Argo CD applies it for an Application. */
function inKafka(application: string, object: string, name: string, tenant = "churn"): string {
  const labels = tenant === "" ? "" : `labels: { tenantry.dev/tenant: ${tenant} }, `;
  return managedObject(application, object).replace("name: a,", `name: ${name}, namespace: kafka, ${labels}`);
}

const rbac = "apiVersion: rbac.authorization.k8s.io/v1";
const user =
  "\napiVersion: kafka.strimzi.io/v1\nkind: KafkaUser\nmetadata: { name: a }\nspec: { authentication: { type: tls } }\n";
const topic = user.replace("KafkaUser", "KafkaTopic");
const settings = "\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { a: b }\n";
const role = (rules: string): string => `\n${rbac}\nkind: Role\nmetadata: { name: a }\nrules: [${rules}]\n`;
const reads = role('{ apiGroups: [""], resources: [secrets], resourceNames: [churn], verbs: [get] }');
const binding = (kind: string, name: string, subject: string): string =>
  `\n${rbac}\nkind: RoleBinding\nmetadata: { name: a }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: ${name} }\nsubjects: [${subject}]\n`;
const account = "{ kind: ServiceAccount, name: reader, namespace: churn }";
const shares = "churn.shares";

export const shareCases: readonly AdmissionCase[] = [
  { name: "the tenant's user", as: "argoCD", object: inKafka(shares, user, "churn"), admitted: true },
  {
    name: "a user of another tenant's shares, with the label of this tenant",
    as: "argoCD",
    object: inKafka("pricing.shares", user, "churn-2"),
    admitted: false,
  },
  {
    name: "a user without the label of the tenant",
    as: "argoCD",
    object: inKafka(shares, user, "churn-3", ""),
    admitted: false,
  },
  {
    name: "a user of the workloads Application",
    as: "argoCD",
    object: inKafka("churn.workloads", user, "churn-4"),
    admitted: false,
  },
  {
    name: "another tenant's user that the shares of this tenant change",
    as: "argoCD",
    before: inKafka("pricing.shares", user, "pricing", "pricing"),
    object: inKafka(shares, user, "pricing"),
    admitted: false,
    inClusterOnly: "a file does not show the object before",
  },
  {
    name: "the tenant's user after a change",
    as: "argoCD",
    before: inKafka(shares, user, "changes"),
    object: inKafka(shares, user.replace("tls", "scram-sha-512"), "changes"),
    admitted: true,
  },
  { name: "a kind that no add-on declares", as: "argoCD", object: inKafka(shares, topic, "churn"), admitted: false },
  { name: "a ConfigMap", as: "argoCD", object: inKafka(shares, settings, "churn"), admitted: false },
  {
    name: "a ConfigMap of the add-on",
    as: "argoCD",
    object: inKafka("platform.strimzi.operator", settings, "strimzi", ""),
    admitted: true,
  },
  {
    name: "a ConfigMap without a tracking annotation",
    as: "argoCD",
    object: settings.replace("name: a", "name: b, namespace: kafka"),
    admitted: false,
    inClusterOnly: "the folder of a file determines which Application applies it",
  },
  {
    name: "a ConfigMap that an operator creates",
    as: "operator",
    object: settings.replace("name: a", "name: c, namespace: kafka"),
    admitted: true,
  },
  {
    name: "a Role that reads one Secret",
    as: "argoCD",
    object: inKafka(shares, reads, "churn.reader"),
    admitted: true,
  },
  {
    name: "a Role without the tenant's prefix",
    as: "argoCD",
    object: inKafka(shares, reads, "churn-2.reader"),
    admitted: false,
  },
  {
    name: "a Role that reads all Secrets",
    as: "argoCD",
    object: inKafka(shares, role('{ apiGroups: [""], resources: [secrets], verbs: [get] }'), "churn.all"),
    admitted: false,
  },
  {
    name: "a Role that lists Secrets",
    as: "argoCD",
    object: inKafka(shares, reads.replace("verbs: [get]", "verbs: [get, list]"), "churn.lists"),
    admitted: false,
  },
  {
    name: "a Role that reads one Secret and all ConfigMaps",
    as: "argoCD",
    object: inKafka(
      shares,
      reads.replace("rules: [", 'rules: [{ apiGroups: [""], resources: [configmaps], verbs: [get] }, '),
      "churn.more",
    ),
    admitted: false,
  },
  {
    name: "a RoleBinding of an account of the tenant",
    as: "argoCD",
    object: inKafka(shares, binding("Role", "churn.reader", account), "churn.reader"),
    admitted: true,
  },
  {
    name: "a RoleBinding of a ClusterRole",
    as: "argoCD",
    object: inKafka(shares, binding("ClusterRole", "churn.reader", account), "churn.cluster"),
    admitted: false,
  },
  {
    name: "a RoleBinding of another tenant's Role",
    as: "argoCD",
    object: inKafka(shares, binding("Role", "pricing.reader", account), "churn.other"),
    admitted: false,
  },
  {
    name: "a RoleBinding of a group",
    as: "argoCD",
    object: inKafka(
      shares,
      binding("Role", "churn.reader", "{ kind: Group, apiGroup: rbac.authorization.k8s.io, name: all }"),
      "churn.group",
    ),
    admitted: false,
  },
  {
    name: "a RoleBinding of another tenant's account",
    as: "argoCD",
    object: inKafka(
      shares,
      binding("Role", "churn.reader", account.replace("namespace: churn", "namespace: pricing")),
      "churn.account",
    ),
    admitted: false,
  },
];
