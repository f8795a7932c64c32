/** Any of these verbs on any of these resources. */
export interface RequiredAccess {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
}

/** A way to gain more access than the granted permissions name. */
export interface EscalationPath {
  readonly needs: readonly RequiredAccess[];
  /** Access that is required in addition, in the same place. */
  readonly together?: readonly RequiredAccess[];
  /** Whether only a ClusterRoleBinding opens it: a Role grants no access to cluster-scoped resources. */
  readonly clusterOnly?: true;
  /** Whether the resource is the Namespace itself. A Role in that namespace can grant access to it. */
  readonly itself?: true;
  /**
   * Returns a verb phrase for a subject: "can read every Secret in churn".
   * @param place "churn", or "every namespace".
   * @param objects Returns "every Secret", or the named Secrets.
   */
  readonly describe: (place: string, objects: (all: string, some: string) => string) => string;
}

const read = ["get", "list", "watch"];
const write = ["create", "update", "patch"];
const change = [...write, "delete", "deletecollection"];
const core = [""];
const rbac = ["rbac.authorization.k8s.io"];

/** In the order of the output. */
export const escalationPaths = {
  "read-secrets": {
    needs: [{ verbs: read, groups: core, resources: ["secrets"] }],
    describe: (place, objects) => `can read ${objects("every Secret", "Secret")} in ${place}`,
  },
  "run-pods": {
    needs: [
      { verbs: write, groups: core, resources: ["pods", "replicationcontrollers"] },
      { verbs: write, groups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets", "replicasets"] },
      { verbs: write, groups: ["batch"], resources: ["jobs", "cronjobs"] },
    ],
    describe: (place) =>
      `can run any pod in ${place}, and so read every Secret and act as every service account in ${place}`,
  },
  "seldon-pods": {
    needs: [
      {
        verbs: write,
        groups: ["mlops.seldon.io"],
        resources: ["servers", "serverconfigs", "seldonruntimes", "seldonconfigs"],
      },
    ],
    describe: (place) =>
      `can make Seldon's operator create any pod from resources in ${place}, with any Secret and service account of the pod's namespace`,
  },
  "seldon-artifacts": {
    needs: [{ verbs: write, groups: ["mlops.seldon.io"], resources: ["models"] }],
    describe: (place) =>
      `can make Servers in ${place} load any artifact, including code that can use the agent's right to read every Secret in ${place}`,
  },
  tokens: {
    needs: [{ verbs: ["create"], groups: core, resources: ["serviceaccounts/token"] }],
    describe: (place, objects) =>
      `can create tokens for ${objects("every service account", "service account")} in ${place}`,
  },
  "token-secrets": {
    needs: [{ verbs: ["create"], groups: core, resources: ["secrets"] }],
    together: [{ verbs: read, groups: core, resources: ["secrets"] }],
    describe: (place) => `can create a Secret for a token of any service account in ${place}, and read the token`,
  },
  impersonate: {
    needs: [{ verbs: ["impersonate"], groups: core, resources: ["serviceaccounts"] }],
    describe: (place, objects) => `can act as ${objects("every service account", "service account")} in ${place}`,
  },
  "impersonate-users": {
    needs: [
      { verbs: ["impersonate"], groups: core, resources: ["users", "groups"] },
      { verbs: ["impersonate"], groups: ["authentication.k8s.io"], resources: ["uids", "userextras/scopes"] },
    ],
    clusterOnly: true,
    describe: (_, objects) =>
      `can act as ${objects("any user, including a cluster administrator", "the user, group or UID")}`,
  },
  bind: {
    needs: [{ verbs: ["bind"], groups: rbac, resources: ["roles", "clusterroles"] }],
    describe: (place, objects) =>
      `can bind ${objects("every role", "the role")} in ${place} without having the permissions of the role`,
  },
  escalate: {
    needs: [{ verbs: ["escalate"], groups: rbac, resources: ["roles", "clusterroles"] }],
    describe: (place, objects) =>
      `can add any permission to ${objects("every role", "the role")} in ${place} without having the permission`,
  },
  roles: {
    needs: [{ verbs: change, groups: rbac, resources: ["roles", "rolebindings"] }],
    describe: (place) =>
      `can grant its own permissions to any subject in ${place}, and revoke permissions of other subjects`,
  },
  "cluster-roles": {
    needs: [{ verbs: change, groups: rbac, resources: ["clusterroles", "clusterrolebindings"] }],
    clusterOnly: true,
    describe: () =>
      "can grant its own permissions to any subject on the cluster, and revoke permissions of other subjects",
  },
  exec: {
    needs: [
      { verbs: ["get", "create"], groups: core, resources: ["pods/exec", "pods/attach"] },
      { verbs: ["update", "patch"], groups: core, resources: ["pods/ephemeralcontainers"] },
    ],
    describe: (place, objects) =>
      `can run commands in ${objects("every pod", "pod")} of ${place}, with the pod's Secrets and service account token`,
  },
  "reach-pods": {
    needs: [
      { verbs: ["get", "create"], groups: core, resources: ["pods/portforward"] },
      { verbs: [...read, ...change], groups: core, resources: ["pods/proxy", "services/proxy"] },
    ],
    describe: (place, objects) =>
      `can reach every port of ${objects("every pod", "pod")} in ${place}, bypassing network policies`,
  },
  "reach-nodes": {
    needs: [{ verbs: [...read, ...change], groups: core, resources: ["nodes/proxy"] }],
    clusterOnly: true,
    describe: () => "can make the kubelets run commands in every pod of the cluster",
  },
  "host-volumes": {
    needs: [{ verbs: write, groups: core, resources: ["persistentvolumes"] }],
    clusterOnly: true,
    describe: () => "can create PersistentVolumes that give pods access to folders of the nodes",
  },
  certificates: {
    needs: [
      { verbs: ["approve", "sign"], groups: ["certificates.k8s.io"], resources: ["signers"] },
      {
        verbs: ["update", "patch"],
        groups: ["certificates.k8s.io"],
        resources: ["certificatesigningrequests/approval", "certificatesigningrequests/status"],
      },
    ],
    clusterOnly: true,
    describe: () => "can approve or sign certificates with which a client can act as any user",
  },
  admission: {
    needs: [
      {
        verbs: change,
        groups: ["admissionregistration.k8s.io"],
        resources: [
          "mutatingwebhookconfigurations",
          "validatingwebhookconfigurations",
          "validatingadmissionpolicies",
          "validatingadmissionpolicybindings",
          "mutatingadmissionpolicies",
          "mutatingadmissionpolicybindings",
        ],
      },
    ],
    clusterOnly: true,
    describe: () =>
      "can decide which objects the API server admits, and use a webhook to read every object that clients write",
  },
  quota: {
    needs: [{ verbs: change, groups: core, resources: ["resourcequotas", "limitranges"] }],
    describe: (place) => `can change the quota and limits of ${place}`,
  },
  policies: {
    needs: [
      { verbs: change, groups: ["networking.k8s.io"], resources: ["networkpolicies"] },
      { verbs: change, groups: ["cilium.io"], resources: ["ciliumnetworkpolicies"] },
      { verbs: change, groups: ["crd.projectcalico.org", "projectcalico.org"], resources: ["networkpolicies"] },
      { verbs: change, groups: ["security.istio.io"], resources: ["authorizationpolicies", "peerauthentications"] },
    ],
    describe: (place) => `can open and close connections of pods in ${place}`,
  },
  namespaces: {
    needs: [{ verbs: ["update", "patch", "delete"], groups: core, resources: ["namespaces"] }],
    itself: true,
    describe: (place, objects) =>
      `can change ${objects(place, "namespace")}, including the labels that set the Pod Security level and that network policies select`,
  },
  "argo-cd": {
    needs: [{ verbs: write, groups: ["argoproj.io"], resources: ["applications", "applicationsets", "appprojects"] }],
    describe: (place) =>
      `can make Argo CD apply any object with Argo CD's own permissions, if Argo CD accepts Applications in ${place}`,
  },
  "external-secrets": {
    needs: [
      {
        verbs: write,
        groups: ["external-secrets.io"],
        resources: ["externalsecrets", "secretstores", "pushsecrets", "clusterexternalsecrets", "clustersecretstores"],
      },
    ],
    describe: (place) =>
      `can copy into ${place} every secret that a secret store lets the namespace read, including secrets in other tenants' folders`,
  },
} as const satisfies Readonly<Record<string, EscalationPath>>;

export type EscalationPathName = keyof typeof escalationPaths;

export const escalationPathNames = inOrder();

function inOrder(): readonly EscalationPathName[] {
  const names: EscalationPathName[] = [];
  let name: EscalationPathName;
  for (name in escalationPaths) names.push(name);
  return names;
}
