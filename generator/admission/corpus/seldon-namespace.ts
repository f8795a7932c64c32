import type { AdmissionCase } from "./case.ts";
import { managedObject, objectText, podText, serverConfigText, serviceText, settingsText } from "./tracked-objects.ts";

const inSeldons = (application: string, object: string, name: string): string =>
  managedObject(application, object).replace("name: a,", `name: ${name}, namespace: seldon-system,`);
const alias = (name: string, target = `${name}.churn.svc.cluster.local`): string =>
  serviceText.replace("spec: { ports: [{ port: 80 }] }", `spec: { type: ExternalName, externalName: ${target} }`);

const grant = (from: string, to: string): string =>
  objectText(
    "gateway.networking.k8s.io/v1beta1",
    "ReferenceGrant",
    `spec: { from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${from} }], to: [{ group: "", ${to} }] }`,
  );
const envoy = "kind: Service, name: seldon-mesh";

const unmarked = "the folder of a file determines which Application applies it";

/** Services and ServerConfigs in Seldon's namespace. */
export const seldonCases: readonly AdmissionCase[] = [
  {
    name: "the tenant's own ServerConfig",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", serverConfigText, "churn.mlserver"),
    admitted: true,
  },
  {
    name: "a ServerConfig of another tenant",
    as: "argoCD",
    object: inSeldons("pricing.serverconfigs", serverConfigText, "churn.mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig of a tenant whose name has the same beginning",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", serverConfigText, "churn-2.mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig without a tenant's prefix",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", serverConfigText, "mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig of the wrong Application",
    as: "argoCD",
    object: inSeldons("churn.workloads", serverConfigText, "churn.mlserver"),
    admitted: false,
  },
  {
    name: "a ServerConfig from the operator's chart",
    as: "argoCD",
    object: inSeldons("platform.seldon-operator", serverConfigText, "mlserver"),
    admitted: true,
  },
  {
    name: "a ServerConfig without a tracking annotation",
    as: "argoCD",
    object: serverConfigText.replace("name: a", "name: churn.x, namespace: seldon-system"),
    admitted: false,
    inClusterOnly: unmarked,
  },
  {
    name: "a ServerConfig that an administrator creates",
    as: "administrator",
    object: serverConfigText.replace("name: a", "name: churn.y, namespace: seldon-system"),
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
    object: inSeldons("churn.aliases", serviceText, "mlserver-0"),
    admitted: false,
  },
  {
    name: "a ReferenceGrant for the tenant's routes to the shared Envoy",
    as: "argoCD",
    pattern: "enhanced",
    object: inSeldons("churn.edge", grant("churn", envoy), "churn.routes"),
    admitted: true,
  },
  {
    name: "a ReferenceGrant to an Envoy that tenants do not share",
    as: "argoCD",
    object: inSeldons("churn.edge", grant("churn", envoy), "churn.routes"),
    admitted: false,
  },
  ...[
    ["for another tenant's routes", "churn.edge", grant("pricing", envoy), "churn.routes"],
    ["to the scheduler", "churn.edge", grant("churn", "kind: Service, name: seldon-scheduler"), "churn.routes"],
    ["to all Services", "churn.edge", grant("churn", "kind: Service"), "churn.routes"],
    ["to a Secret", "churn.edge", grant("churn", "kind: Secret, name: seldon-mesh"), "churn.routes"],
    ["with another tenant's name", "churn.edge", grant("churn", envoy), "pricing.routes"],
    ["of the wrong Application", "churn.routes", grant("churn", envoy), "churn.routes"],
  ].map(
    ([name = "", application = "", object = "", as = ""]): AdmissionCase => ({
      name: `a ReferenceGrant ${name}`,
      as: "argoCD",
      pattern: "enhanced",
      object: inSeldons(application, object, as),
      admitted: false,
    }),
  ),
  {
    name: "a Service of Seldon that changes to an alias",
    as: "argoCD",
    pattern: "enhanced",
    before: serviceText.replace("name: a", "name: seldon-scheduler, namespace: seldon-system"),
    object: inSeldons("churn.aliases", alias("seldon-scheduler"), "seldon-scheduler"),
    admitted: false,
    inClusterOnly: "no file contains an existing object that no Application tracks",
  },
];

const role = objectText("rbac.authorization.k8s.io/v1", "Role", "rules: []");
const lease = objectText("coordination.k8s.io/v1", "Lease", "spec: {}");

/** Objects of any kind in Seldon's namespace. */
export const seldonKindCases: readonly AdmissionCase[] = [
  ...[
    ["Role", role],
    ["Lease", lease],
    ["Pod", podText],
    ["ConfigMap", settingsText],
  ].flatMap(([kind = "", object = ""]): readonly AdmissionCase[] => [
    {
      name: `${kind} of a tenant's Application`,
      as: "argoCD",
      object: inSeldons("churn.guardrails", object, "a-2"),
      admitted: false,
    },
    {
      name: `${kind} of the platform's Application`,
      as: "argoCD",
      object: inSeldons("platform.seldon-operator", object, "a-2"),
      admitted: true,
    },
  ]),
  {
    name: "the parameters of the admission policies, from a tenant's Application",
    as: "argoCD",
    object: inSeldons("churn.guardrails", settingsText, "tenantry-policies"),
    admitted: false,
  },
  {
    name: "a ConfigMap that the operator creates",
    as: "operator",
    object: settingsText.replace("name: a", "name: a-3, namespace: seldon-system"),
    admitted: true,
  },
  {
    name: "a Lease that the operator creates",
    as: "operator",
    object: lease.replace("name: a", "name: a-3, namespace: seldon-system"),
    admitted: true,
  },
  {
    name: "a Pod that the StatefulSet controller creates, with an annotation that the operator copied",
    as: "statefulSets",
    object: inSeldons("platform.seldon-runtime", podText, "a-4").replace(":/Pod:", ":mlops.seldon.io/SeldonRuntime:"),
    admitted: true,
  },
  {
    name: "a ConfigMap of an Application that is not Tenantry's",
    as: "argoCD",
    object: inSeldons("x", settingsText, "a-5").replace("production.x:", "monitoring:"),
    admitted: true,
  },
  {
    name: "a ServerConfig of a tenant's Application",
    as: "argoCD",
    object: inSeldons("churn.serverconfigs", serverConfigText, "churn.kinds"),
    admitted: true,
  },
  {
    name: "a ConfigMap of the platform that a tenant's Application takes over",
    as: "argoCD",
    before: inSeldons("platform.seldon-operator", settingsText, "taken"),
    object: inSeldons("churn.guardrails", settingsText, "taken"),
    admitted: false,
  },
  {
    name: "the deletion of an object that is older than the policy",
    as: "argoCD",
    before: inSeldons("churn.guardrails", settingsText, "older"),
    object: inSeldons("churn.guardrails", settingsText, "older"),
    deleted: true,
    admitted: true,
    inClusterOnly: "a file does not show the deletion of an object",
  },
];
