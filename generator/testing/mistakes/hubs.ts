import type { MistakeCase } from "./mistake.ts";

const platform = "platform/platform.yaml";

/** Mistakes in hubs and in the version of Argo CD. */
export const hubMistakes: readonly MistakeCase[] = [
  {
    name: "a hub without a version",
    file: platform,
    edits: [["  repository:\n", "  hubs: { «main»: { namespace: gitops } }\n  repository:\n"]],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.hubs.main.version",
        hint: 'Add version under hubs.main: a string. For example: "3.5.1", "3.5"',
      },
    ],
  },
  {
    name: "the settings of a hub",
    file: platform,
    edits: [["  repository:\n", "  hubs: { main: { version: 3.5.1, settings: «adopt» } }\n  repository:\n"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.hubs.main.settings",
        hint: "Did you mean adopted? Allowed: managed, adopted.",
      },
    ],
  },
  {
    name: "a null for the cluster's platform that removes nothing",
    file: "clusters/production/cluster.yaml",
    edits: [["spec:\n", "spec:\n  platform: { services: { mlfow: «null» } }\n"]],
    found: [
      {
        code: "input/wrong-type",
        message: "invalid type of spec.platform.services.mlfow: expected a map, got no value",
        hint: "Set a value, or remove the field. Services that tenants can call, or that can call tenants. For example: services: { mlflow: { namespace: mlflow, pods: { app: mlflow }, ports: [{ port: 5000 }] } }",
      },
    ],
  },
  {
    name: "a hub that no cluster names",
    file: platform,
    edits: [["  repository:\n", "  hubs: { «main»: { version: 3.5.1 } }\n  repository:\n"]],
    found: [
      {
        code: "reference/unused",
        message: "unused hub main: no cluster names this hub",
        hint: "Set argoCD.hub in the cluster.yaml of each cluster that the hub syncs, or remove the hub.",
      },
    ],
  },
  {
    name: "the hub of a cluster",
    file: "clusters/production/cluster.yaml",
    edits: [["    version: 3.2.11\n", "    hub: «main»\n"]],
    found: [{ code: "reference/unknown", message: "unknown hub main in platform.yaml", hint: "None are defined." }],
  },
  {
    name: "neither a hub nor a version of Argo CD",
    file: "clusters/production/cluster.yaml",
    edits: [
      ["  argoCD:\n", "  «argoCD»:\n"],
      ["    version: 3.2.11\n", ""],
    ],
    found: [
      {
        code: "input/missing-field",
        message: "invalid Argo CD of cluster production: it has neither version nor hub",
        hint: "Set version if the cluster has its own Argo CD instance, or hub if a hub syncs the cluster.",
      },
    ],
  },
];
