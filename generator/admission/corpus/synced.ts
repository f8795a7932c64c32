import type { AdmissionCase } from "./case.ts";

/** An object as Argo CD applies it for an Application, with the mark that Argo CD puts on it. */
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

/** What projects allow because controllers make it, and nobody declares. */
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

const unmarked = "the folder that a file lies in says which Application applies it";

export const syncedCases: readonly AdmissionCase[] = [
  { message: "a Model of workloads", as: "argoCD", object: managedObject("churn.workloads", model), admitted: true },
  {
    message: "a ConfigMap of workloads",
    as: "argoCD",
    object: managedObject("churn.workloads", settings),
    admitted: true,
  },
  { message: "a quota of guardrails", as: "argoCD", object: managedObject("churn.guardrails", quota), admitted: true },
  { message: "a quota of workloads", as: "argoCD", object: managedObject("churn.workloads", quota), admitted: false },
  { message: "a Model of guardrails", as: "argoCD", object: managedObject("churn.guardrails", model), admitted: false },
  ...made.flatMap(([kind, object]): readonly AdmissionCase[] =>
    ["workloads", "guardrails", "serverconfigs"].map((part) => ({
      message: `${kind} of ${part}`,
      as: "argoCD",
      object: managedObject(`churn.${part}`, object),
      admitted: false,
    })),
  ),
  {
    message: "a Deployment out of the chart of its own operator",
    as: "argoCD",
    pattern: "dedicated",
    object: managedObject("churn.operator", made[6]?.[1] ?? ""),
    admitted: true,
  },
  {
    message: "a ServerConfig beside its Server",
    as: "argoCD",
    pattern: "dedicated",
    object: managedObject("churn.workloads", config),
    admitted: true,
  },
  {
    message: "a Model of another tenant's Application",
    as: "argoCD",
    object: managedObject("pricing.workloads", model),
    admitted: false,
  },
  {
    message: "a Model of the platform's Application",
    as: "argoCD",
    object: managedObject("platform.seldon", model),
    admitted: false,
  },
  {
    message: "a Model of an Application of somebody else",
    as: "argoCD",
    object: managedObject("churn", model),
    admitted: false,
    inClusterOnly: unmarked,
  },
  { message: "a Model of no Application", as: "argoCD", object: model, admitted: false, inClusterOnly: unmarked },
  {
    message: "a Pod with the mark of what it was made of",
    as: "argoCD",
    object: managedObject("churn.workloads", pod).replace(":/Pod:", ":mlops.seldon.io/Server:"),
    admitted: false,
    inClusterOnly: "a mark for another kind was copied: who wrote the object is known when somebody asks",
  },
  {
    message: "a Pod that a StatefulSet's controller makes, with a copied mark",
    as: "statefulSets",
    object: managedObject("churn.workloads", pod).replace(":/Pod:", ":mlops.seldon.io/Server:"),
    admitted: true,
  },
  {
    message: "a ConfigMap that becomes an Application's",
    as: "argoCD",
    before: settings.replace("name: a", "name: adopted"),
    object: managedObject("churn.workloads", settings).replace("name: a,", "name: adopted,"),
    admitted: true,
  },
  {
    message: "a Service that another Application's sync changes",
    as: "argoCD",
    before: service.replace("name: a", "name: mesh"),
    object: managedObject("churn.workloads", service).replace("name: a,", "name: mesh,"),
    admitted: false,
  },
  {
    message: "a Pod that goes",
    as: "argoCD",
    before: pod.replace("name: a", "name: goes"),
    object: managedObject("churn.workloads", pod).replace("name: a,", "name: goes,"),
    deleted: true,
    admitted: true,
    inClusterOnly: "nothing in a file says that it goes",
  },
];

const inSeldons = (application: string, object: string, name: string): string =>
  managedObject(application, object).replace("name: a,", `name: ${name}, namespace: seldon-system,`);
const alias = (name: string, target = `${name}.churn.svc.cluster.local`): string =>
  service.replace("spec: { ports: [{ port: 80 }] }", `spec: { type: ExternalName, externalName: ${target} }`);

export const seldonCases: readonly AdmissionCase[] = [
  {
    message: "its own ServerConfig",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", config, "churn.mlserver"),
    admitted: true,
  },
  {
    message: "a new one of another tenant's",
    as: "argoCD",
    object: inSeldons("pricing.serverconfigs", config, "churn.mlserver"),
    admitted: false,
  },
  {
    message: "one of a tenant that begins alike",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", config, "churn-2.mlserver"),
    admitted: false,
  },
  {
    message: "one of everybody's",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", config, "mlserver"),
    admitted: false,
  },
  {
    message: "one by the wrong Application",
    as: "argoCD",
    object: inSeldons("churn.workloads", config, "churn.mlserver"),
    admitted: false,
  },
  {
    message: "one out of the operator's chart",
    as: "argoCD",
    object: inSeldons("platform.seldon-operator", config, "mlserver"),
    admitted: true,
  },
  {
    message: "one of no Application",
    as: "argoCD",
    object: config.replace("name: a", "name: churn.x, namespace: seldon-system"),
    admitted: false,
    inClusterOnly: unmarked,
  },
  {
    message: "one that an administrator brings",
    as: "administrator",
    object: config.replace("name: a", "name: churn.y, namespace: seldon-system"),
    admitted: true,
  },
  {
    message: "an alias of its own replica",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", alias("mlserver-0"), "mlserver-0"),
    admitted: true,
  },
  {
    message: "an alias of another tenant's replica",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", alias("x", "mlserver-0.pricing.svc.cluster.local"), "mlserver-0"),
    admitted: false,
  },
  {
    message: "another name for its replica",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", alias("mlserver-0"), "other"),
    admitted: false,
  },
  {
    message: "a Service that is no alias",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.aliases", service, "mlserver-0"),
    admitted: false,
  },
  {
    message: "a Service of Seldon's own that becomes an alias",
    as: "argoCD",
    pattern: "enhanced",
    before: service.replace("name: a", "name: seldon-scheduler, namespace: seldon-system"),
    object: inSeldons("churn.aliases", alias("seldon-scheduler"), "seldon-scheduler"),
    admitted: false,
    inClusterOnly: "what is there already, and no Application tracks, stands in no file",
  },
];
