import { shippedAddons } from "../load/shipped-addons.ts";
import { type Block, heading, markdown } from "../text/document.ts";
import type { ContractName } from "../validate/addons/contracts.ts";
import { type AddonDefinition, addonDefinitions } from "../validate/addons/definition.ts";
import type { TenantObject } from "../validate/addons/tenant-object.ts";
import { shareText } from "./addon-explanation.ts";

/** The page on the objects that a tenant gets from each shipped add-on, from the files of the add-ons. */
export function tenantObjectsReference(): string {
  const addons = [...addonDefinitions([], shippedAddons(), []).values()].filter((addon) => addon !== undefined);
  return markdown([
    heading(1, "Objects of tenants in add-ons"),
    ...introduction,
    {
      header: ["Add-on", "Tenants", "The tenant gets", "By which object", "Who can read it", "Goes with the tenant"],
      rows: addons.flatMap((addon) => [...objectRows(addon), ...contractRows(addon)]),
    },
  ]);
}

const introduction: readonly Block[] = [
  {
    text: "The command schema generates this page from the files of the shipped add-ons. The field perTenant of an add-on lists the objects.",
  },
  {
    text: "All objects of a tenant in the namespaces of add-ons belong to one Application, <cluster>.<tenant>.shares, so an object that the API server rejects stops no other tenant. The AppProject <cluster>.shares belongs to the platform. The objects have no code owner: guard reports the change of the tenant's file that causes them. Argo CD deletes them when the file of the drained tenant is deleted.",
  },
  {
    text: "Some software has no objects of Kubernetes for its users and buckets. Its tenants are entries in the values of one chart, in an Application that all tenants share. Parts that an add-on cannot separate are shared by all.",
  },
  {
    text: "If all tenants share one runtime, an object for each runtime exists once, in the Application <cluster>.platform.<add-on>.runtime. It belongs to Seldon's namespace, and Kafka does not separate the tenants.",
  },
];

function objectRows({ name, spec }: AddonDefinition): readonly (readonly string[])[] {
  return Object.values(spec.perTenant).map((template) => {
    const { object, values, namespace, gives, whenRemoved } = template;
    return [
      name,
      `${conditions[template.when]}${template.requires === undefined ? "" : ` if something provides ${template.requires}`}${template.each === "runtime" ? ", one for each runtime" : ""}`,
      gives,
      `${shareText(object, values)}${namespace === undefined ? "" : ` in ${namespace}`}`,
      readers(template),
      whenRemoved,
    ];
  });
}

const conditions: Readonly<Record<TenantObject["when"], string>> = {
  always: "all",
  models: "with Servers",
  pipelines: "with pipelines",
  loadBalancers: "with load balancers in the quota",
};

function readers({ namespace, secrets }: TenantObject): string {
  if (namespace === undefined) return "readers of this repository and of the Application in Argo CD";
  if (secrets.length === 0) return `the administrators of ${namespace}`;
  const copies = secrets.map(
    ({ name, keys, to }) =>
      `${to} (${keys.join(", ")}) is a copy of ${name}, which no account of a tenant except ${to}-reader can read`,
  );
  return `${copies.join(". ")}. Seldon's components, and the tenant's models that run code, can read the copies`;
}

/** Benefits of a contract for tenants without an object in the add-on's namespaces. */
const ofContracts: Readonly<Partial<Record<ContractName, readonly [tenants: string, ...cells: string[]]>>> = {
  loadBalancers: [
    conditions.loadBalancers,
    "addresses of the pools for tenants",
    "Services of type LoadBalancer in its namespace",
    "every client that reaches the address",
    "the Services and their addresses",
  ],
  monitoring: [
    conditions.models,
    "the metrics of its pods",
    "PodMonitors in its namespace",
    "every user of Prometheus and Grafana: all tenants share them",
    "the PodMonitors. The metrics remain until the end of the retention",
  ],
  secrets: [
    "with secrets from a store or from an add-on",
    "the values of its Secrets",
    "SecretStore and ExternalSecret in its namespace",
    "subjects that can read Secrets of the namespace, such as Seldon's components",
    "the ExternalSecrets and their Secrets",
  ],
};

function contractRows({ name, spec }: AddonDefinition): readonly (readonly string[])[] {
  const rows = Object.entries(ofContracts).flatMap(([contract, cells]) =>
    Object.hasOwn(spec.provides, contract) ? [[name, ...cells]] : [],
  );
  const shared = spec.shared === undefined ? [] : [[name, "shared by all", spec.shared, "", "all tenants", "nothing"]];
  const gives = rows.length > 0 || shared.length > 0 || Object.keys(spec.perTenant).length > 0;
  return gives ? [...rows, ...shared] : [[name, "none", "nothing", "", "", ""]];
}
