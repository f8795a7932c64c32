import type { SeldonAccess } from "../facts.ts";

const read = ["get", "list", "watch"];
const all = [...read, "create", "update", "patch", "delete"];
const kinds = ["experiments", "models", "pipelines", "seldonconfigs", "seldonruntimes", "serverconfigs", "servers"];

/** Service accounts and Roles that Seldon creates, from its operator and its setup chart at 2.9.1. */
export const access: SeldonAccess = {
  runtime: [
    { account: "seldon-server", name: "agent", reads: ["configmaps", "secrets"] },
    { account: "seldon-scheduler", name: "seldon-scheduler", reads: ["configmaps", "secrets"] },
    { account: "hodometer", name: "hodometer", reads: ["secrets"] },
  ],
  runtimeConfigMaps: ["seldon-agent", "seldon-kafka", "seldon-tracing"],
  operator: {
    account: "seldon-v2-controller-manager",
    configMap: "seldon-manager-config",
    own: [
      {
        name: "seldon-v2-leader-election",
        rules: [
          { verbs: all, apiGroups: [""], resources: ["configmaps"] },
          { verbs: all, apiGroups: ["coordination.k8s.io"], resources: ["leases"] },
          { verbs: ["create", "patch"], apiGroups: [""], resources: ["events"] },
        ],
      },
      { name: "seldon-v2-manager-tls", rules: [{ verbs: read, apiGroups: [""], resources: ["secrets"] }] },
    ],
    // The chart also names a group v1, which does not exist.
    watched: {
      name: "seldon-v2-manager",
      rules: [
        { verbs: all, apiGroups: [""], resources: ["configmaps", "secrets", "serviceaccounts", "services"] },
        { verbs: ["create", "patch"], apiGroups: [""], resources: ["events"] },
        { verbs: all, apiGroups: ["apps"], resources: ["deployments", "statefulsets"] },
        { verbs: ["get"], apiGroups: ["apps"], resources: ["deployments/status", "statefulsets/status"] },
        { verbs: all, apiGroups: ["mlops.seldon.io"], resources: kinds },
        { verbs: ["update"], apiGroups: ["mlops.seldon.io"], resources: kinds.map((kind) => `${kind}/finalizers`) },
        {
          verbs: ["get", "patch", "update"],
          apiGroups: ["mlops.seldon.io"],
          resources: kinds.map((kind) => `${kind}/status`),
        },
        { verbs: all, apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings", "roles"] },
      ],
    },
  },
};
