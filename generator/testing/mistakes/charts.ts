import type { MistakeCase } from "./mistake.ts";

const cluster = "clusters/production/cluster.yaml";
const chart = "platform/charts/widgets.yaml";

const written = (spec: string, name = "widgets"): string =>
  `apiVersion: tenantry.dev/v1alpha1\nkind: Chart\nmetadata: { name: ${name} }\nspec:\n  repository: quay.io/acme/charts\n  name: widgets\n  version: 1.2.3\n  values: { replicas: number }\n${spec}`;

/** The cluster's file with values of cert-manager. */
const values = (text: string): readonly [string, string] => [
  "kubernetes: { version: 1.34.4 }",
  `kubernetes: { version: 1.34.4 }\n  addons: { cert-manager: { values: { cert-manager: { ${text} } } } }`,
];

/** A description of the chart in the add-on edge, so that its mistakes have no finding about an unknown chart. */
export const edgeChart = `apiVersion: tenantry.dev/v1alpha1
kind: Chart
metadata: { name: edge }
spec: { repository: "https://charts.edge.invalid", name: edge, version: 1.2.3, values: {} }
`;

/** Mistakes in the values of charts, and in the descriptions of charts. */
export const chartMistakes: readonly MistakeCase[] = [
  {
    name: "a misspelt value",
    file: cluster,
    edits: [values("«webhok»: { replicaCount: 3 }")],
    found: [
      {
        code: "addons/chart-value",
        message: "unknown value webhok of chart cert-manager v1.21.1",
        hint: "Did you mean webhook?",
      },
    ],
  },
  {
    name: "a number for a text",
    file: cluster,
    edits: [values("image: { tag: «1.21» }")],
    found: [
      {
        code: "addons/chart-value",
        message: "invalid value of image.tag: chart cert-manager v1.21.1 needs text, not number",
        hint: "Quote the value.",
      },
    ],
  },
  {
    name: "a text for a list",
    file: cluster,
    edits: [values("extraArgs: «--v=2»")],
    found: [
      {
        code: "addons/chart-value",
        message: "invalid value of extraArgs: chart cert-manager v1.21.1 needs list, not text",
      },
    ],
  },
  {
    name: "a value with an unexpected effect",
    file: cluster,
    edits: [values("global: { leaderElection: { «namespace»: kube-system } }")],
    found: [
      {
        code: "addons/chart-trap",
        message:
          "invalid value of global.leaderElection.namespace of chart cert-manager v1.21.1: The chart writes Roles to kube-system, which the add-on's project does not allow",
        hint: "Set global.leaderElection.namespace to the namespace of the chart.",
      },
    ],
  },
  {
    name: "wrong values in the description of a chart",
    file: chart,
    edits: [
      [
        "",
        written(
          `  digest: «md5:0123»
  furtherValues: { image: { tag: «string» } }
  traps: [{ at: «a b», is: [true], reason: It fails, fix: Remove it. }]
  rendered: { helm: v3.22.0, kubernetes: "1.35" }
  kinds: [«Apps/deployment»]
  pods: { Deployment/a: { labels: { app: a }, ports: [«70000»], podSecurity: «strict» } }
  access: { a: [{ resources: [secrets], verbs: [get], «verb»: [get] }] }
`,
        ),
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.digest: it must be sha256: and 64 hexadecimal digits",
        hint: "SHA-256 of the chart's archive. `tenantry charts` compares it with the repository. Argo CD does not compare it. For example: sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      },
      {
        code: "input/invalid-value",
        message: "invalid value of spec.furtherValues.image.tag: it must be a type, or a map of keys",
        hint: "Types: text, number, boolean, list, map, any.",
      },
      {
        code: "input/invalid-value",
        message: "invalid value of spec.traps.0.at: it must be the path of a value: prometheus.serviceMonitor.enabled",
        hint: "Did you mean a-b?",
      },
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.kinds.0: it must be <group>/<Kind>, or <Kind> for the core group of Kubernetes: apps/Deployment",
        hint: "Kinds of the namespaced objects. For example: kinds: [apps/Deployment]",
      },
      {
        code: "input/invalid-value",
        message: "invalid value of spec.pods.Deployment/a.ports.0: it exceeds the maximum of 65535",
        hint: "Ports of the containers. For example: ports: [9443]",
      },
      {
        code: "input/invalid-value",
        message: "invalid value of spec.pods.Deployment/a.podSecurity",
        hint: "Allowed: privileged, baseline, restricted.",
      },
      {
        code: "input/unknown-field",
        message: "unknown field spec.access.a.0.verb",
        hint: "verbs is already set: remove one of the two fields.",
      },
    ],
  },
  {
    name: "another name than the name of the file",
    file: chart,
    edits: [["", written("", "«widget»")]],
    found: [
      {
        code: "input/file-name",
        message: "invalid metadata.name: it differs from the file's name, widgets",
        hint: "Rename the file to widget.yaml, or the chart to widgets.",
      },
    ],
  },
];
