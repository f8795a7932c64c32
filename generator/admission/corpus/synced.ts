import type { AdmissionCase } from "./case.ts";

/** An object as Argo CD applies it for an Application, with the tracking annotation. */
export function managedObject(application: string, object: string, metadata = "name: a"): string {
  const [, version = "", kind = ""] = /apiVersion: (\S+)\nkind: (\S+)/.exec(object) ?? [];
  const group = version.includes("/") ? version.split("/")[0] : "";
  const mark = `annotations: { argocd.argoproj.io/tracking-id: "production.${application}:${group}/${kind}:churn/a" }`;
  return object.replace(`metadata: { ${metadata}`, `metadata: { ${metadata}, ${mark}`);
}

const written = (apiVersion: string, kind: string, rest: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: a }
${rest}
`;
const container = 'containers: [{ name: a, image: "harbor.acme.test/x:1" }]';
const template = `selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { ${container} } }`;
const pod = written("v1", "Pod", `spec: { ${container} }`);
const model = written(
  "mlops.seldon.io/v1alpha1",
  "Model",
  'spec: { storageUri: "s3://churn/m", requirements: [sklearn] }',
);
const config = written("mlops.seldon.io/v1alpha1", "ServerConfig", `spec: { podSpec: { ${container} } }`);
const quota = written("v1", "ResourceQuota", "spec: { hard: { pods: 1 } }");
const settings = written("v1", "ConfigMap", "data: { a: b }");
const service = written("v1", "Service", "spec: { ports: [{ port: 80 }] }");
const slice = written("discovery.k8s.io/v1", "EndpointSlice", "addressType: IPv4\nendpoints: []");

/** Kinds that projects allow because controllers create them, although no Application declares them. */
const made: readonly (readonly [kind: string, object: string])[] = [
  ["Pod", pod],
  ["EndpointSlice", slice],
  ["Endpoints", written("v1", "Endpoints", "")],
  ["Service", service],
  ["StatefulSet", written("apps/v1", "StatefulSet", `spec: { serviceName: a, ${template} }`)],
  ["ReplicaSet", written("apps/v1", "ReplicaSet", `spec: { ${template} }`)],
  ["Deployment", written("apps/v1", "Deployment", `spec: { ${template} }`)],
  ["Job", written("batch/v1", "Job", `spec: { template: { spec: { restartPolicy: Never, ${container} } } }`)],
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
    object: managedObject("churn.workloads", settings),
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
    object: managedObject("churn.workloads", config),
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
    object: managedObject("churn.workloads", pod).replace(":/Pod:", ":mlops.seldon.io/Server:"),
    admitted: false,
    inClusterOnly: "the annotation of another kind was copied, and only the request shows who writes the object",
  },
  {
    name: "a Pod that the StatefulSet controller creates, with a copied annotation",
    as: "statefulSets",
    object: managedObject("churn.workloads", pod).replace(":/Pod:", ":mlops.seldon.io/Server:"),
    admitted: true,
  },
  {
    name: "an existing ConfigMap that an Application adopts",
    as: "argoCD",
    before: settings.replace("name: a", "name: adopted"),
    object: managedObject("churn.workloads", settings).replace("name: a,", "name: adopted,"),
    admitted: true,
  },
  {
    name: "an existing Service that a tenant's Application changes",
    as: "argoCD",
    before: service.replace("name: a", "name: mesh"),
    object: managedObject("churn.workloads", service).replace("name: a,", "name: mesh,"),
    admitted: false,
  },
  {
    name: "the deletion of a Pod",
    as: "argoCD",
    before: pod.replace("name: a", "name: goes"),
    object: managedObject("churn.workloads", pod).replace("name: a,", "name: goes,"),
    deleted: true,
    admitted: true,
    inClusterOnly: "a file does not show the deletion of an object",
  },
];

const inSeldons = (application: string, object: string, name: string): string =>
  managedObject(application, object).replace("name: a,", `name: ${name}, namespace: seldon-system,`);
const alias = (name: string, target = `${name}.churn.svc.cluster.local`): string =>
  service.replace("spec: { ports: [{ port: 80 }] }", `spec: { type: ExternalName, externalName: ${target} }`);

export const seldonCases: readonly AdmissionCase[] = [
  {
    name: "the tenant's own ServerConfig",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", config, "churn.mlserver"),
    admitted: true,
  },
  {
    name: "a ServerConfig of another tenant",
    as: "argoCD",
    object: inSeldons("pricing.serverconfigs", config, "churn.mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig of a tenant whose name has the same beginning",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", config, "churn-2.mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig without a tenant's prefix",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", config, "mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig of the wrong Application",
    as: "argoCD",
    object: inSeldons("churn.workloads", config, "churn.mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig from the operator's chart",
    as: "argoCD",
    object: inSeldons("platform.seldon-operator", config, "mlserver"),
    admitted: true,
  },
  {
    name: "a ServerConfig without a tracking annotation",
    as: "argoCD",
    object: config.replace("name: a", "name: churn.x, namespace: seldon-system"),
    admitted: false,
    inClusterOnly: unmarked,
  },
  {
    name: "a ServerConfig that an administrator creates",
    as: "administrator",
    object: config.replace("name: a", "name: churn.y, namespace: seldon-system"),
    admitted: true,
  },
  {
    name: "an alias of the tenant's own replica",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", alias("mlserver-0"), "mlserver-0"),
    admitted: true,
  },
  {
    name: "an alias of another tenant's replica",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", alias("x", "mlserver-0.pricing.svc.cluster.local"), "mlserver-0"),
    admitted: false,
  },
  {
    name: "an alias of the tenant's replica with another name",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", alias("mlserver-0"), "other"),
    admitted: false,
  },
  {
    name: "a Service that is not an alias",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", service, "mlserver-0"),
    admitted: false,
  },
  {
    name: "a Service of Seldon that changes to an alias",
    as: "argoCD",
    pattern: "enhanced",
    before: service.replace("name: a", "name: seldon-scheduler, namespace: seldon-system"),
    object: inSeldons("churn.aliases", alias("seldon-scheduler"), "seldon-scheduler"),
    admitted: false,
    inClusterOnly: "no file contains an existing object that no Application tracks",
  },
];
