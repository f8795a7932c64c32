import type { MistakeCase } from "./mistake.ts";

const before = "  clusters:\n    production: {}\n";
const withLine = (line: string): readonly [string, string] => [before, `  ${line}\n${before}`];
const clusterFile = "clusters/production/cluster.yaml";
const platformFile = "platform/platform.yaml";
const withDefaults = (text: string): readonly [string, string] => ["  floors:\n", `  tenants: ${text}\n  floors:\n`];

/** The fields that select clusters, the groups and labels of clusters, and the defaults for tenants. */
export const placementMistakes: readonly MistakeCase[] = [
  {
    name: "a group that no cluster has",
    edits: [withLine("clusterGroups: { «eu»: {} }")],
    found: [
      {
        code: "reference/unknown",
        message: "unknown cluster group eu in spec.groups of any cluster",
        hint: "None are defined. If a cluster.yaml contained this group before, restore the group there, and drain the tenant before you remove the group.",
      },
    ],
  },
  {
    name: "a group as a list",
    edits: [withLine("«clusterGroups»: [eu]")],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.clusterGroups: expected a map, got a list",
        hint: "Groups of clusters that this tenant runs on, each with its overrides. A cluster that joins a group gets the tenant without a change of this file. The overrides of a cluster replace the overrides of its groups. For example: clusterGroups: { eu: {}, gpu: { nodePool: gpu } }",
      },
    ],
  },
  {
    name: "a selector of a value that no cluster has",
    edits: [withLine("«clusterSelector»: { matchLabels: { tenantry.dev/environment: prod } }")],
    found: [
      {
        code: "reference/no-cluster",
        message: "invalid clusterSelector: it selects no cluster",
        hint: "Labels of clusters: tenantry.dev/cluster=production, tenantry.dev/cluster=staging, tenantry.dev/environment=production, tenantry.dev/environment=staging.",
      },
    ],
  },
  {
    name: "a misspelt field of a selector",
    edits: [withLine("clusterSelector: { «matchLables»: { tenantry.dev/environment: production } }")],
    found: [
      {
        code: "input/unknown-field",
        message: "unknown field spec.clusterSelector.matchLables",
        hint: "Did you mean matchLabels?",
      },
    ],
  },
  {
    name: "an unknown operator of a selector",
    edits: [withLine("clusterSelector: { matchExpressions: [{ key: a, operator: «exists» }] }")],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.clusterSelector.matchExpressions.0.operator",
        hint: "Did you mean Exists? Allowed: In, NotIn, Exists, DoesNotExist.",
      },
    ],
  },
  {
    name: "an excluded cluster with a misspelt name",
    edits: [withLine("excludeClusters: [«producton»]")],
    found: [
      {
        code: "reference/unknown",
        message: "unknown cluster producton",
        hint: "production is already set: remove one of the two entries.",
      },
    ],
  },
  {
    name: "a cluster that is named and excluded",
    edits: [withLine("excludeClusters: [«production»]")],
    found: [
      {
        code: "reference/ambiguous",
        message: "duplicate cluster production: it is in both spec.clusters and spec.excludeClusters",
        hint: "Remove the cluster from one of the two fields.",
      },
    ],
  },
  {
    name: "a group that a cluster lists twice",
    file: clusterFile,
    edits: [["  environment: production\n", "  environment: production\n  groups: [eu, «eu»]\n"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.groups.1: duplicate item",
        hint: "Remove one of the two items.",
      },
    ],
  },
  {
    name: "a cluster's label of Tenantry",
    file: clusterFile,
    edits: [
      ["metadata:\n  name: production\n", "metadata:\n  name: production\n  labels: { «tenantry.dev/cluster»: x }\n"],
    ],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid key metadata.labels.tenantry.dev/cluster: the labels of Tenantry are reserved",
      },
    ],
  },
  {
    name: "a default of a field that only a tenant can set",
    file: platformFile,
    edits: [withDefaults("{ defaults: { «models»: {} } }")],
    found: [
      {
        code: "input/not-overridable",
        message: "invalid default of models: only a tenant's own file can set this field",
        hint: "Remove the field, and set spec.models in the tenant files.",
      },
    ],
  },
  {
    name: "components inside the defaults",
    file: platformFile,
    edits: [withDefaults("{ defaults: { «components»: [disruption-budget] } }")],
    found: [
      {
        code: "input/not-overridable",
        message: "invalid default of components: only a tenant's own file can set this field",
        hint: "Move the list out of defaults, to the field components next to it.",
      },
    ],
  },
  {
    name: "a misspelt default",
    file: platformFile,
    edits: [withDefaults("{ defaults: { quota: { «sice»: small } } }")],
    found: [{ code: "input/unknown-field", message: "unknown field quota.sice", hint: "Did you mean size?" }],
  },
  {
    name: "a default component that does not exist",
    file: platformFile,
    edits: [withDefaults("{ components: [«disruption-budgets»] }")],
    found: [
      {
        code: "reference/unknown",
        message: "unknown component disruption-budgets in platform/components/",
        hint: "Did you mean disruption-budget?",
      },
    ],
  },
  {
    name: "defaults of a group that no cluster has",
    file: platformFile,
    edits: [withDefaults("{ groups: { «gpus»: { components: [disruption-budget] } } }")],
    found: [
      {
        code: "reference/unknown",
        message: "unknown cluster group gpus in spec.groups of any cluster",
        hint: "None are defined.",
      },
    ],
  },
];
