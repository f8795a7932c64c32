import { type EdgeMistake, inEdge } from "./addon-files.ts";

/** Mistakes in the fields of an add-on: its kind, versions, settings, contracts and namespaces. */
const rows: readonly EdgeMistake[] = [
  {
    name: "an unknown kind",
    edits: [["kind: Addon\n", "kind: «Add-on»\n"]],
    found: [{ code: "input/invalid-value", message: "invalid value of kind", hint: "Did you mean Addon?" }],
  },
  {
    name: "an unknown version",
    edits: [["apiVersion: tenantry.dev/v1alpha1\n", "apiVersion: «tenantry.dev/v1»\n"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of apiVersion",
        hint: "Did you mean tenantry.dev/v1alpha1?",
      },
    ],
  },
  {
    name: "a name with dots",
    edits: [["metadata: { name: edge }\nspec", "metadata: { name: «edge.gateway» }\nspec"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of metadata.name: an add-on's name contains only a-z, 0-9 and -, begins with a letter, and has at most 30 characters",
        hint: "The add-on's name, which is also the name of its file. For example: metallb",
      },
    ],
  },
  {
    name: "another name than the file",
    edits: [["metadata: { name: edge }\nspec", "metadata: { name: «gateway» }\nspec"]],
    found: [
      {
        code: "input/file-name",
        message: "invalid metadata.name: it differs from the file's name, edge",
        hint: "Rename the file to gateway.yaml, or the add-on to edge.",
      },
    ],
  },
  {
    name: "a misspelt field",
    edits: [["  workloads:\n", "  «workload»:\n"]],
    found: [{ code: "input/unknown-field", message: "unknown field spec.workload", hint: "Did you mean workloads?" }],
  },
  {
    name: "no description",
    edits: [["  description: A gateway to the models\n", ""]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.description",
        hint: "Add description under spec: a string. For example: Load balancers for clusters without a cloud",
        at: "4:1",
      },
    ],
  },
  {
    name: "a version of Kubernetes with a patch",
    edits: [['minimum: "1.30"', 'minimum: «"1.30.2"»']],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.kubernetes.minimum: it must be a minor version of Kubernetes: 1.34",
        hint: 'The oldest minor of Kubernetes on which the add-on runs. For example: "1.30"',
      },
    ],
  },
  {
    name: "a version of Kubernetes without quotes",
    edits: [['minimum: "1.30"', "minimum: «1.30»"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.kubernetes.minimum: expected a string, got a number",
        hint: 'Quote the value. The oldest minor of Kubernetes on which the add-on runs. For example: "1.30"',
      },
    ],
  },
  {
    name: "an unknown type of a setting",
    edits: [["type: name, description: Class", "type: «names», description: Class"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.settings.class.type",
        hint: "Did you mean name? Allowed: text, number, boolean, quantity, name, host, address, addresses, addressMap, storageClass.",
      },
    ],
  },
  {
    name: "a setting with a dash in its name",
    edits: [["    class: { type", "    «gateway-class»: { type"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid key spec.settings.gateway-class: a setting's name contains only letters and digits, and begins with a small letter",
      },
    ],
  },
  {
    name: "an unknown contract",
    edits: [["    gateway: {", "    «gateways»: {"]],
    found: [
      { code: "input/unknown-field", message: "unknown field spec.provides.gateways", hint: "Did you mean gateway?" },
    ],
  },
  {
    name: "an account without a namespace",
    edits: [["account: edge/proxy", "account: «proxy»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.provides.gateway.account: it must be <namespace>/<ServiceAccount>",
        hint: "ServiceAccount of the gateway's pods. For example: istio-ingress/istio-ingressgateway",
      },
    ],
  },
  {
    name: "a mesh without sidecars and without a tunnel",
    edits: [
      [
        "  provides:\n",
        `  provides:\n    «mesh»: { service: mesh, workload: proxy, port: http, tenants: true, labels: { mesh: "on" } }\n`,
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.provides.mesh: it needs sidecars or tunnel",
        hint: "Set exactly one of sidecars and tunnel.",
      },
    ],
  },
  {
    name: "a mesh whose switch is a text",
    edits: [
      [
        "  provides:\n",
        `  provides:\n    mesh: { service: mesh, workload: proxy, port: http, tenants: «sometimes», labels: { mesh: "on" }, tunnel: { port: 15008, probes: [] } }\n`,
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.provides.mesh.tenants: it must be true, false, or one placeholder: {settings.tenants}",
        hint: 'Whether the namespaces of all tenants are in the mesh, and the namespace of a runtime that tenants share. For example: "{settings.tenants}"',
      },
    ],
  },
  {
    name: "a privileged namespace without a reason",
    edits: [["    edge: { podSecurity: restricted }", "    «edge»: { podSecurity: privileged }"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.namespaces.edge.reason: a namespace with the level privileged needs a reason",
        hint: "Why the pods need the level `privileged`. For example: The speaker opens raw sockets",
      },
    ],
  },
  {
    name: "a pod security level",
    edits: [["podSecurity: restricted", "podSecurity: «strict»"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.namespaces.edge.podSecurity",
        hint: "Allowed: privileged, baseline, restricted.",
      },
    ],
  },
];

export const addonFieldMistakes = rows.map(inEdge);
