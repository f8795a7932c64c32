import { type EdgeMistake, inEdge } from "./addon-files.ts";

/** Mistakes in the Applications of an add-on. */
const rows: readonly EdgeMistake[] = [
  {
    name: "the name of the folder of the tenants' objects",
    edits: [["metadata: { name: edge }", "metadata: { name: «tenant-shares» }"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of metadata.name: it must not be tenant-shares or tenant-edges, the folders of tenants' objects",
        hint: "The add-on's name, which is also the name of its file. For example: metallb",
      },
    ],
  },
  {
    name: "a label of a namespace that means its owner",
    edits: [
      [
        "    edge: { podSecurity: restricted }",
        "    edge: { podSecurity: restricted, labels: { tenantry.dev/tenant: «churn» } }",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.namespaces.edge.labels.tenantry.dev/tenant: the label means the owner or the name of the namespace",
        hint: "Remove the label, or use another prefix.",
      },
    ],
  },
  {
    name: "an object in a namespace that it names itself",
    edits: [["metadata: { name: class }", "metadata: { name: class, namespace: «kube-system» }"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.classes.objects.class.object.metadata.namespace: an object of an add-on has the namespace of its Application",
        hint: "Remove metadata.namespace, and set the namespace next to the object's template.",
      },
    ],
  },
  {
    name: "a list of objects",
    edits: [
      [
        'class: { object: { apiVersion: v1, kind: ConfigMap, metadata: { name: class }, data: { class: "{settings.class}" } } }',
        "class: { object: { apiVersion: v1, kind: List, metadata: { name: class }, «items»: [] } }",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.classes.objects.class.object.items: a list contains objects that the add-on's file does not declare",
        hint: "Write each object of the list as a separate template.",
      },
    ],
  },
  {
    name: "an OCI repository with oci://",
    edits: [['"https://charts.edge.invalid"', '«"oci://registry.edge.invalid/charts"»']],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.proxy.chart.repository: it must be an https:// address of a Helm repository, or an OCI registry without oci://: quay.io/jetstack/charts",
        hint: "Helm repository of the chart, or its OCI registry without `oci://`, as Argo CD reads it. For example: https://metallb.github.io/metallb",
      },
    ],
  },
  {
    name: "a range of chart versions",
    edits: [["version: 1.2.3", "version: «1.2.x»"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.proxy.chart.version: it must be a full version without a range, and not a release candidate: 0.16.1",
        hint: 'Version of the chart. For example: "0.16.1"',
      },
    ],
  },
  {
    name: "a release candidate",
    edits: [["version: 1.2.3", "version: «1.2.3-rc.1»"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.proxy.chart.version: it must be a full version without a range, and not a release candidate: 0.16.1",
        hint: 'Version of the chart. For example: "0.16.1"',
      },
    ],
  },
  {
    name: "no release",
    edits: [[", release: edge }", " }"]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.applications.proxy.chart.release",
        hint: "Add release under applications.proxy.chart: a string. For example: metallb",
        at: "18:7",
      },
    ],
  },
  {
    name: "a chart and objects",
    edits: [
      [
        "      after: [proxy]\n",
        "      chart: { repository: quay.io/edge, name: edge, version: 1.2.3, release: edge }\n",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.applications.classes: it has chart and objects",
        hint: "Set exactly one of chart, git and objects.",
        at: "21:5",
      },
    ],
  },
  {
    name: "an Application without a source",
    edits: [
      ['      chart: { repository: "https://charts.edge.invalid", name: edge, version: 1.2.3, release: edge }\n', ""],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.applications.proxy: it needs chart, git or objects",
        hint: "Set exactly one of chart, git and objects.",
        at: "17:5",
      },
    ],
  },
  {
    name: "a branch as a revision",
    edits: [
      [
        '      chart: { repository: "https://charts.edge.invalid", name: edge, version: 1.2.3, release: edge }',
        '      git: { repository: "https://git.edge.invalid/edge.git", revision: «main», path: deploy }',
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.proxy.git.revision: it must be a tag with a full version, or a commit: v1.6.1",
      },
    ],
  },
  {
    name: "a path out of the repository",
    edits: [
      [
        '      chart: { repository: "https://charts.edge.invalid", name: edge, version: 1.2.3, release: edge }',
        '      git: { repository: "https://git.edge.invalid/edge.git", revision: v1.0.0, path: «../deploy» }',
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.applications.proxy.git.path: it must be a folder of the repository",
        hint: "Folder of the repository. For example: config/crd/standard",
      },
    ],
  },
  {
    name: "a git address with credentials",
    edits: [
      [
        '      chart: { repository: "https://charts.edge.invalid", name: edge, version: 1.2.3, release: edge }',
        '      git: { repository: «"https://user:word@git.edge.invalid/edge.git"», revision: v1.0.0, path: deploy }',
      ],
    ],
    found: [
      {
        code: "input/secret-value",
        message: "invalid text: it looks like the value of a secret",
        hint: "If the value is a secret, rotate the secret, because its value was in a file. Then declare a secret under spec.secrets, with its keys and the origin of its values.",
      },
    ],
  },
  {
    name: "a Namespace among the cluster-scoped kinds",
    edits: [
      ["      kinds: [apps/Deployment]\n", "      kinds: [apps/Deployment]\n      clusterKinds: [«Namespace»]\n"],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.proxy.clusterKinds.0: it must not be Namespace, Node, PersistentVolume, argoproj.io/AppProject, argoproj.io/Application, argoproj.io/ApplicationSet",
        hint: "Kinds of the cluster-scoped objects. For example: clusterKinds: [rbac.authorization.k8s.io/ClusterRole]",
      },
    ],
  },
  {
    name: "all kinds",
    edits: [["kinds: [apps/Deployment]", 'kinds: [«"*/*"»]']],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.proxy.kinds.0: it must be <group>/<Kind>, or <Kind> for the core group of Kubernetes: apps/Deployment",
        hint: "Kinds of the chart's or folder's objects in the namespace. For example: kinds: [apps/Deployment]",
      },
    ],
  },
  {
    name: "namespaced kinds without a namespace",
    edits: [["      namespace: edge\n      kinds: [apps/Deployment]", "      «kinds»: [apps/Deployment]"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.applications.proxy.kinds: namespaced kinds need a namespace",
        hint: "Set namespace, or list only clusterKinds.",
      },
    ],
  },
  {
    name: "an unknown condition of an object",
    edits: [["        class: { object", "        class: { when: «metrics», object"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.classes.objects.class.when: it must be the name of a contract, or settings.<name>",
        hint: "The object exists only if this fact is true on the cluster. A setting is true if it has a value other than `false`. For example: monitoring",
      },
    ],
  },
  {
    name: "a map for forEach without settings",
    edits: [["forEach: settings.hosts", "forEach: «hosts»"]],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.classes.objects.hosts.forEach: it must be settings.<name> of a map",
        hint: "A map of the settings. The object exists once for each entry, with `{item.key}` and `{item.<field>}`. For example: settings.pools",
      },
    ],
  },
  {
    name: "an object without a name",
    edits: [["metadata: { name: class }, data", "metadata: { labels: { app: edge } }, data"]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.applications.classes.objects.class.object.metadata.name",
        hint: 'Add name under applications.classes.objects.class.object.metadata: a string. For example: "{item.key}"',
        at: "25:61",
      },
    ],
  },
  {
    name: "a kind in small letters",
    edits: [
      [
        "        class: { object: { apiVersion: v1, kind: ConfigMap",
        "        class: { object: { apiVersion: v1, kind: «configMap»",
      ],
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.applications.classes.objects.class.object.kind: it must be the name of a kind: IPAddressPool",
      },
    ],
  },
];

export const addonApplicationMistakes = rows.map(inEdge);
