import type { AdmissionCase } from "./case.ts";
import {
  containersText,
  managedObject,
  objectText,
  podText,
  serverConfigText,
  serviceText,
  settingsText,
} from "./tracked-objects.ts";

const template = `selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { ${containersText} } }`;
const model = objectText(
  "mlops.seldon.io/v1alpha1",
  "Model",
  'spec: { storageUri: "s3://churn/m", requirements: [sklearn] }',
);
const quota = objectText("v1", "ResourceQuota", "spec: { hard: { pods: 1 } }");
const slice = objectText("discovery.k8s.io/v1", "EndpointSlice", "addressType: IPv4\nendpoints: []");

/** Kinds that projects allow because controllers create them, although no Application declares them. */
const made: readonly (readonly [kind: string, object: string])[] = [
  ["Pod", podText],
  ["EndpointSlice", slice],
  ["Endpoints", objectText("v1", "Endpoints", "")],
  ["Service", serviceText],
  ["StatefulSet", objectText("apps/v1", "StatefulSet", `spec: { serviceName: a, ${template} }`)],
  ["ReplicaSet", objectText("apps/v1", "ReplicaSet", `spec: { ${template} }`)],
  ["Deployment", objectText("apps/v1", "Deployment", `spec: { ${template} }`)],
  ["Job", objectText("batch/v1", "Job", `spec: { template: { spec: { restartPolicy: Never, ${containersText} } } }`)],
];

const unmarked = "the folder of a file determines which Application applies it";

export const syncedCases: readonly AdmissionCase[] = [
  {
    name: "a Model of the workloads Application",
    as: "argoCD",
    object: managedObject("churn.workloads", model),
    admitted: true,
  },
  {
    name: "a ConfigMap of the workloads Application",
    as: "argoCD",
    object: managedObject("churn.workloads", settingsText),
    admitted: true,
  },
  {
    name: "a quota of the guardrails Application",
    as: "argoCD",
    object: managedObject("churn.guardrails", quota),
    admitted: true,
  },
  {
    name: "a quota of the workloads Application",
    as: "argoCD",
    object: managedObject("churn.workloads", quota),
    admitted: false,
  },
  {
    name: "a Model of the guardrails Application",
    as: "argoCD",
    object: managedObject("churn.guardrails", model),
    admitted: false,
  },
  ...made.flatMap(([kind, object]): readonly AdmissionCase[] =>
    ["workloads", "guardrails", "serverconfigs"].map((part) => ({
      name: `${kind} of the ${part} Application`,
      as: "argoCD",
      object: managedObject(`churn.${part}`, object),
      admitted: false,
    })),
  ),
  {
    name: "a Deployment from the chart of the tenant's own operator",
    as: "argoCD",
    pattern: "dedicated",
    object: managedObject("churn.operator", made[6]?.[1] ?? ""),
    admitted: true,
  },
  {
    name: "a ServerConfig in the namespace of its Server",
    as: "argoCD",
    pattern: "dedicated",
    object: managedObject("churn.workloads", serverConfigText),
    admitted: true,
  },
  {
    name: "a Model of another tenant's Application",
    as: "argoCD",
    object: managedObject("pricing.workloads", model),
    admitted: false,
  },
  {
    name: "a Model of the platform's Application",
    as: "argoCD",
    object: managedObject("platform.seldon", model),
    admitted: false,
  },
  {
    name: "a Model of an unknown Application",
    as: "argoCD",
    object: managedObject("churn", model),
    admitted: false,
    inClusterOnly: unmarked,
  },
  {
    name: "a Model without a tracking annotation",
    as: "argoCD",
    object: model,
    admitted: false,
    inClusterOnly: unmarked,
  },
  {
    name: "a Pod with the tracking annotation of its owner",
    as: "argoCD",
    object: managedObject("churn.workloads", podText).replace(":/Pod:", ":mlops.seldon.io/Server:"),
    admitted: false,
    inClusterOnly: "the annotation of another kind was copied, and only the request shows who writes the object",
  },
  {
    name: "a Pod that the StatefulSet controller creates, with a copied annotation",
    as: "statefulSets",
    object: managedObject("churn.workloads", podText).replace(":/Pod:", ":mlops.seldon.io/Server:"),
    admitted: true,
  },
  {
    name: "an existing ConfigMap that an Application adopts",
    as: "argoCD",
    before: settingsText.replace("name: a", "name: adopted"),
    object: managedObject("churn.workloads", settingsText).replace("name: a,", "name: adopted,"),
    admitted: true,
  },
  {
    name: "an existing Service that a tenant's Application changes",
    as: "argoCD",
    before: serviceText.replace("name: a", "name: mesh"),
    object: managedObject("churn.workloads", serviceText).replace("name: a,", "name: mesh,"),
    admitted: false,
  },
  {
    name: "the deletion of a Pod",
    as: "argoCD",
    before: podText.replace("name: a", "name: goes"),
    object: managedObject("churn.workloads", podText).replace("name: a,", "name: goes,"),
    deleted: true,
    admitted: true,
    inClusterOnly: "a file does not show the deletion of an object",
  },
];
