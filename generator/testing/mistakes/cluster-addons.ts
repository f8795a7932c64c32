import { type ClusterAddonMistake, inStaging } from "./addon-files.ts";

/** Mistakes in what a cluster's file sets for its add-ons. */
const rows: readonly ClusterAddonMistake[] = [
  {
    name: "an unknown add-on",
    addons: ["«cert-manger»: {}"],
    found: [{ code: "reference/unknown", message: "unknown add-on cert-manger", hint: "Did you mean cert-manager?" }],
  },
  {
    name: "an add-on with dots in its name",
    addons: ["«tenantry.metallb»: {}"],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid key spec.addons.tenantry.metallb: an add-on's name contains only a-z, 0-9 and -, begins with a letter, and has at most 30 characters",
      },
    ],
  },
  {
    name: "true instead of an add-on",
    addons: ["metallb: «true»"],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.addons.metallb: expected a map, got a boolean",
        hint: "Addresses for load balancers on clusters without a cloud, on layer 2. For example: metallb: {}",
      },
    ],
  },
  {
    name: "null instead of an add-on",
    addons: ["gateway-api: «null»"],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.addons.gateway-api: expected a map, got no value",
        hint: "Set a value, or remove the field. Add-ons that are on, by name: the add-ons that Tenantry ships, and those in `platform/addons/`. See the page addons.md of the documentation. For example: addons: { cert-manager: {} }",
      },
    ],
  },
  {
    name: "a misspelt field of an add-on",
    addons: ["cert-manager: { «setting»: {} }"],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field spec.addons.cert-manager.setting",
        hint: "Did you mean settings?",
      },
    ],
  },
  {
    name: "a version of an unknown Application",
    addons: ["cert-manager: { versions: { «cert-manger»: v1.21.2 } }"],
    found: [
      {
        code: "reference/unknown",
        message: "unknown chart cert-manger of add-on cert-manager",
        hint: "Did you mean cert-manager?",
      },
    ],
  },
  {
    name: "a replaced workload that the chart does not contain",
    addons: ["cert-manager: { replaces: [«Deployment/cert-manger»] }"],
    found: [
      {
        code: "reference/unknown",
        message: "unknown workload Deployment/cert-manger of add-on cert-manager",
        hint: "Did you mean Deployment/cert-manager?",
      },
    ],
  },
  {
    name: "a replaced Job",
    addons: ["cert-manager: { replaces: [«Job/check»] }"],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.addons.cert-manager.replaces.0: it must be Deployment, StatefulSet or DaemonSet, / and the name of the object: Deployment/metallb-controller",
        hint: "Workloads of charts that a person deletes with `--cascade=orphan`, because the new version has another selector or other volume claim templates. Kubernetes does not allow a change of these fields. For example: replaces: [Deployment/metallb-controller]",
      },
    ],
  },
  {
    name: "an adopted release with another name",
    addons: ["gateway-api: { adopts: { definitions: { release: «gateway» } } }"],
    found: [
      {
        code: "addons/adoption",
        message: "invalid release of definitions: not a chart of add-on gateway-api",
        hint: "Remove release.",
      },
    ],
  },
  {
    name: "an unknown variant",
    addons: ["cert-manager: { variant: «small» }"],
    found: [
      { code: "reference/unknown", message: "unknown variant small of add-on cert-manager", hint: "None are defined." },
    ],
  },
  {
    name: "a variant with the name of a function",
    addons: ["cert-manager: { variant: «constructor» }"],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.addons.cert-manager.variant: this word is not allowed as a name",
        hint: "One of the add-on's variants. For example: ambient",
      },
    ],
  },
  {
    name: "a setting of an add-on without settings",
    addons: ["gateway-api: { settings: { «replicas»: 2 } }"],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field spec.addons.gateway-api.settings.replicas",
        hint: "None are defined.",
      },
    ],
  },
  {
    name: "a misspelt setting",
    addons: ["strimzi: { settings: { «broker»: 3 } }"],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field spec.addons.strimzi.settings.broker",
        hint: "Did you mean brokers?",
      },
    ],
  },
  {
    name: "a setting of another type",
    addons: ["strimzi: { settings: { brokers: «three» } }"],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.addons.strimzi.settings.brokers: expected a number, got a string",
        hint: "Number of brokers. For example: 3",
      },
    ],
  },
  {
    name: "a quantity with an unknown unit",
    addons: ["strimzi: { settings: { storage: «20 GB» } }"],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.addons.strimzi.settings.storage: a quantity is a number, with an optional suffix: m, k, M, G, T, Ki, Mi, Gi, Ti",
        hint: "Size of the volume of each broker. For example: 20Gi",
      },
    ],
  },
  {
    name: "a missing setting",
    addons: ["«metallb»: {}"],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.addons.metallb.settings.pools",
        hint: 'Add pools under addons.metallb.settings: a map. For example: pools: { name: { addresses: [192.168.1.208/28], for: platform, reserved: { ingress: "192.168.1.208" } } }',
      },
    ],
  },
  {
    name: "a value of an unknown chart",
    addons: ["cert-manager: { values: { «webhook»: { replicas: 1 } } }"],
    found: [
      {
        code: "reference/unknown",
        message: "unknown chart webhook of add-on cert-manager",
        hint: "Known: cert-manager.",
      },
    ],
  },
  {
    name: "a number instead of values",
    addons: ["cert-manager: { values: { cert-manager: «2» } }"],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.addons.cert-manager.values.cert-manager: expected a map, got a number",
        hint: "Differences from the values of the charts, by Application of the add-on. Maps are merged, lists are replaced, and `null` removes a value. For example: values: { operator: { replicas: 1 } }",
      },
    ],
  },
  {
    name: "a prototype as a setting",
    addons: ["cert-manager: { settings: { «__proto__»: { a: 1 } } }"],
    found: [
      { code: "input/forbidden-key", message: "invalid key __proto__", hint: "Choose another name for the key." },
    ],
  },
  {
    name: "a constructor as an add-on",
    addons: ["«constructor»: {}"],
    found: [
      { code: "input/forbidden-key", message: "invalid key constructor", hint: "Choose another name for the key." },
    ],
  },
  {
    name: "two add-ons for one purpose",
    addons: ["cert-manager: {}", "«certificates»: {}"],
    others: {
      "platform/addons/certificates.yaml":
        "apiVersion: tenantry.dev/v1alpha1\nkind: Addon\nmetadata: { name: certificates }\nspec: { extends: tenantry/cert-manager }\n",
    },
    found: [
      {
        code: "addons/provided-twice",
        message: "duplicate certificates: add-on cert-manager and add-on certificates provide it",
        hint: "Switch off one of the two add-ons.",
      },
    ],
  },
];

export const clusterAddonMistakes = rows.map(inStaging);
