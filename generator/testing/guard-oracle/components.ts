import { stringify } from "yaml";
import type { Files } from "../proposals.ts";

type Part = "guardrails" | "workloads";

const red = { namespaceSelector: { matchLabels: { "acme.test/team": "red" } } };

/** Components that give a tenant more or less of something: by name, with the objects that they create. */
const makers: Readonly<Record<string, readonly [part: Part, object: object, ...more: object[]]>> = {
  "open-red": [
    "guardrails",
    policy("open-red", {
      podSelector: {},
      ingress: [{ from: [{ ...red, podSelector: { matchLabels: { role: "batch" } } }] }],
      egress: [{ to: [{ ...red, podSelector: { matchLabels: { role: "batch" } } }] }],
    }),
  ],
  "open-all-red": [
    "guardrails",
    policy("open-all-red", { podSelector: {}, ingress: [{ from: [red] }], egress: [{ to: [red] }] }),
  ],
  "open-world": [
    "guardrails",
    policy("open-world", {
      podSelector: { matchLabels: { role: "batch" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }] }],
    }),
  ],
  "open-inbound": [
    "guardrails",
    policy("open-inbound", {
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [{ from: [{ ipBlock: { cidr: "2001:db8::/32" } }], ports: [{ port: 9000, endPort: 9010 }] }],
    }),
  ],
  "open-others": [
    "guardrails",
    policy("open-others", {
      podSelector: { matchExpressions: [{ key: "role", operator: "Exists" }] },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: {
                matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kafka"] }],
              },
            },
          ],
          ports: [{ port: 8080 }],
        },
      ],
    }),
  ],
  "open-named": [
    "guardrails",
    policy("open-named", {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kafka" } } }],
          ports: [{ port: "http" }],
        },
      ],
    }),
  ],
  "open-entity": [
    "guardrails",
    {
      apiVersion: "cilium.io/v2",
      kind: "CiliumNetworkPolicy",
      metadata: { name: "open-entity" },
      spec: { endpointSelector: {}, egress: [{ toEntities: ["world"] }] },
    },
  ],
  "more-roles": [
    "guardrails",
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "Role",
      metadata: { name: "secrets" },
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get"] }],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "secrets" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "secrets" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "people" }],
    },
  ],
  "foreign-role": [
    "guardrails",
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      metadata: { name: "foreign" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "of-other-software" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "people" }],
    },
  ],
  "one-more-quota": [
    "guardrails",
    {
      apiVersion: "v1",
      kind: "ResourceQuota",
      metadata: { name: "few-claims" },
      spec: { hard: { persistentvolumeclaims: "2" } },
    },
  ],
  "foreign-secret": [
    "guardrails",
    {
      apiVersion: "external-secrets.io/v1",
      kind: "ExternalSecret",
      metadata: { name: "theirs" },
      spec: {
        secretStoreRef: { kind: "ClusterSecretStore", name: "vault" },
        target: { name: "theirs" },
        data: [{ secretKey: "a", remoteRef: { key: "ml-platform/fraud/a", property: "a" } }],
      },
    },
  ],
  "a-claim": [
    "workloads",
    {
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: "scratch" },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName: "fast", resources: { requests: { storage: "50Gi" } } },
    },
  ],
  "taken-address": [
    "workloads",
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "taken" },
      spec: { selector: { role: "batch" }, ports: [{ port: 53 }], externalIPs: ["203.0.113.9"] },
    },
  ],
  exposed: [
    "workloads",
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "exposed" },
      spec: { selector: { role: "batch" }, ports: [{ port: 53 }], type: "LoadBalancer" },
    },
  ],
};

/** Components that patch generated objects, with their JSON patches. */
const patchers: Readonly<Record<string, readonly [part: Part, kind: string, name: string, patch: readonly object[]]>> =
  {
    "wide-dns": ["guardrails", "NetworkPolicy", "to-dns", [{ op: "remove", path: "/spec/egress/0/ports" }]],
    "all-namespaces": [
      "guardrails",
      "NetworkPolicy",
      "same-namespace",
      [{ op: "add", path: "/spec/egress/0/to/0/namespaceSelector", value: {} }],
    ],
    "no-deny": [
      "guardrails",
      "NetworkPolicy",
      "default-deny|same-namespace|to-dns",
      [{ op: "replace", path: "/spec/podSelector", value: { matchLabels: { role: "batch" } } }],
    ],
    "more-quota": [
      "guardrails",
      "ResourceQuota",
      "tenant-quota",
      [{ op: "replace", path: "/spec/hard/requests.cpu", value: "100" }],
    ],
    "no-quota": ["guardrails", "ResourceQuota", "tenant-quota", [{ op: "remove", path: "/spec/hard/limits.memory" }]],
    "less-quota": [
      "guardrails",
      "ResourceQuota",
      "tenant-quota",
      [{ op: "replace", path: "/spec/hard/requests.cpu", value: "1" }],
    ],
    "no-maximum": ["guardrails", "LimitRange", "container-limits", [{ op: "remove", path: "/spec/limits/0/max" }]],
    "more-verbs": ["guardrails", "Role", "viewer", [{ op: "add", path: "/rules/0/verbs/-", value: "delete" }]],
    "other-nodes": [
      "workloads",
      "Server",
      ".*",
      [{ op: "add", path: "/spec/podSpec", value: { tolerations: [{ key: "dedicated", operator: "Exists" }] } }],
    ],
    "more-replicas": ["workloads", "Server", ".*", [{ op: "replace", path: "/spec/replicas", value: 5 }]],
  };

/** Components that open connections for namespaces with certain labels. */
export const openToLabels: readonly string[] = ["open-red", "open-all-red"];

/** Components without the opt-in annotation: no quota counts the storage that they add. */
const bound: ReadonlySet<string> = new Set(["a-claim", "more-replicas"]);

export const componentNames: readonly string[] = [...Object.keys(makers), ...Object.keys(patchers)];

/** The files of the components that the texts name. */
export function componentFiles(...texts: readonly string[]): Files {
  const isNamed = (name: string): boolean => texts.some((text) => text.includes(name));
  return Object.fromEntries([
    ...Object.entries(makers).flatMap(([name, [part, ...objects]]) =>
      isNamed(name)
        ? [
            kustomization(name, part, { resources: objects.map((_, index) => `object-${index}.yaml`) }),
            ...objects.map((object, index): [string, string] => [
              `platform/components/${name}/object-${index}.yaml`,
              stringify(object),
            ]),
          ]
        : [],
    ),
    ...Object.entries(patchers).flatMap(([name, [part, kind, target, patch]]) =>
      isNamed(name)
        ? [kustomization(name, part, { patches: [{ target: { kind, name: target }, patch: stringify(patch) }] })]
        : [],
    ),
  ]);
}

function kustomization(name: string, part: Part, content: object): [string, string] {
  const annotations = { "tenantry.dev/part": part, ...(bound.has(name) ? {} : { "tenantry.dev/opt-in": "free" }) };
  const metadata = { name, annotations };
  return [
    `platform/components/${name}/kustomization.yaml`,
    stringify({ apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component", metadata, ...content }),
  ];
}

function policy(name: string, spec: object): object {
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name }, spec };
}
