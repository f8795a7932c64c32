import { type EdgeMistake, inUsedEdge } from "./addon-files.ts";

/** Mistakes in add-ons on a cluster: order, versions, namespaces and placeholders. */
const rows: readonly EdgeMistake[] = [
  {
    name: "a needed add-on that is off",
    edits: [
      ["  description: A gateway to the models\n", "  description: A gateway to the models\n  needs: [gateway-api]\n"],
    ],
    found: [
      {
        code: "addons/needs",
        message: "missing add-on gateway-api: edge needs it",
        hint: "Add gateway-api: {} under spec.addons.",
        at: "clusters/staging/cluster.yaml:14:5",
      },
    ],
  },
  {
    name: "a namespace of Kubernetes",
    edits: [
      [
        "    edge: { podSecurity: restricted }",
        "    edge: { podSecurity: restricted }\n    «kube-system»: { podSecurity: restricted }",
      ],
    ],
    found: [
      {
        code: "addons/namespace",
        message: "invalid namespace kube-system of add-on edge: it belongs to Kubernetes, to Argo CD or to Seldon Core",
        hint: "Give add-on edge a separate namespace.",
      },
    ],
  },
  {
    name: "a namespace of the platform",
    edits: [
      [
        "    edge: { podSecurity: restricted }",
        "    edge: { podSecurity: restricted }\n    «minio»: { podSecurity: restricted }",
      ],
    ],
    found: [
      {
        code: "addons/namespace",
        message: "duplicate namespace minio: add-on edge and platform.yaml declare it",
        hint: "Remove the namespace from one of them, or give add-on edge a separate namespace.",
      },
    ],
  },
  {
    name: "a placeholder without a value",
    edits: [['"{settings.class}"', '«"{settings.classes}"»']],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {settings.classes} on staging",
        hint: "Known: class, hosts. To add a setting, declare it under spec.settings of add-on edge.",
      },
    ],
  },
  {
    name: "a placeholder with a misspelt setting",
    edits: [['"{settings.class}"', '«"{settings.clas}"»']],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {settings.clas} on staging",
        hint: "Did you mean {settings.class}? To add a setting, declare it under spec.settings of add-on edge.",
      },
    ],
  },
  {
    name: "a text around a setting that the cluster's file can set",
    edits: [
      ["default: edge }", "optional: true }"],
      ['"{settings.class}"', '«"class {settings.class}"»'],
    ],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {settings.class} on staging",
        hint: "Set class under spec.addons.edge.settings, or correct the name.",
      },
    ],
  },
  {
    name: "a placeholder for an item outside of forEach",
    edits: [['"{settings.class}"', '«"{item.key}"»']],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {item.key} on staging",
        hint: "Use {item.<field>} only in an object with forEach.",
      },
    ],
  },
  {
    name: "a placeholder that is like no known one",
    edits: [['"{settings.class}"', '«"{flavour}"»']],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {flavour} on staging",
        hint: "Correct the name, or write double braces for a text that is not a placeholder.",
      },
    ],
  },
  {
    name: "forEach over a setting that is not declared",
    edits: [["forEach: settings.hosts", "forEach: «settings.host»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown map of settings settings.host of add-on edge",
        hint: "Did you mean settings.hosts?",
      },
    ],
  },
  {
    name: "forEach over a text",
    edits: [["forEach: settings.hosts", "forEach: «settings.class»"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown map of settings settings.class of add-on edge",
        hint: "Did you mean settings.hosts?",
      },
    ],
  },
  {
    name: "where without forEach",
    edits: [["        class: { object", "        class: { where: { «host»: edge }, object"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown field host of a template without forEach",
        hint: "None are defined.",
      },
    ],
  },
  {
    name: "where with an unknown field",
    edits: [["forEach: settings.hosts", "forEach: settings.hosts, where: { «hots»: edge }"]],
    found: [{ code: "reference/unknown", message: "unknown field hots of settings.hosts", hint: "Known: host." }],
  },
  {
    name: "when with an unknown setting",
    edits: [["        class: { object", "        class: { when: «settings.clas», object"]],
    found: [
      {
        code: "reference/unknown",
        message: "unknown setting settings.clas of add-on edge",
        hint: "Did you mean settings.class?",
      },
    ],
  },
  {
    name: "a default with an unknown placeholder",
    edits: [["default: edge }", 'default: «"{domains}"» }']],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {domains} on staging",
        hint: "Did you mean {domain}? For a text that is not a placeholder, write double braces.",
      },
    ],
  },
  {
    name: "a cluster below the minimum",
    edits: [['minimum: "1.30", tested: { from: "1.30"', 'minimum: "1.36", tested: { from: "1.36"']],
    found: [
      {
        code: "addons/kubernetes",
        message: "invalid add-on edge: it needs Kubernetes 1.36, and staging runs 1.34",
        at: "clusters/staging/cluster.yaml:14:5",
      },
    ],
  },
  {
    name: "a placeholder of a tenant's object",
    edits: [['metadata: { name: "{tenant}" }', 'metadata: { name: «"{tenants}"» }']],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {tenants} on staging",
        hint: "Did you mean {tenant}? For a text that is not a placeholder, write double braces.",
      },
    ],
  },
  {
    name: "a placeholder in the name of a Secret",
    edits: [
      [
        "      gives: An entry",
        '      secrets: [{ name: «"{tenants}"», keys: [ca.crt], to: b }]\n      gives: An entry',
      ],
    ],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {tenants} on staging",
        hint: "Did you mean {tenant}? For a text that is not a placeholder, write double braces.",
      },
    ],
  },
  {
    name: "a placeholder in a contract",
    edits: [
      [
        "    gateway: {",
        '    streaming: { service: kafka2, workload: proxy, port: http, bootstrap: «"{settings.host}"» }\n    gateway: {',
      ],
    ],
    found: [
      { code: "addons/placeholder", message: "invalid placeholder {settings.host}: a contract can use only settings" },
    ],
  },
];

export const addonReferenceMistakes = rows.map(inUsedEdge);
