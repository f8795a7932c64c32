/** Any of these verbs on any of these resources. */
export interface RequiredAccess {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
}

/** What leads from what is allowed to what nobody meant to allow. */
export interface EscalationPath {
  readonly needs: readonly RequiredAccess[];
  /** What is needed beside it, in the same place. */
  readonly together?: readonly RequiredAccess[];
  /** Of resources that belong to no namespace a Role says nothing: only a ClusterRoleBinding gives them. */
  readonly clusterOnly?: true;
  /** Of namespaces a Role speaks too: of the one that it lies in. */
  readonly itself?: true;
  /** @param place "churn", or "every namespace". @param what "every Secret", or those that are named. */
  readonly describe: (place: string, what: (all: string, some: string) => string) => string;
}

const read = ["get", "list", "watch"];
const write = ["create", "update", "patch"];
const change = [...write, "delete", "deletecollection"];
const core = [""];
const rbac = ["rbac.authorization.k8s.io"];

/** In the order in which they are told. */
export const escalationPaths = {
  "read-secrets": {
    needs: [{ verbs: read, groups: core, resources: ["secrets"] }],
    describe: (place, what) => `reads ${what("every Secret", "Secret")} of ${place}`,
  },
  "run-pods": {
    needs: [
      { verbs: write, groups: core, resources: ["pods", "replicationcontrollers"] },
      { verbs: write, groups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets", "replicasets"] },
      { verbs: write, groups: ["batch"], resources: ["jobs", "cronjobs"] },
    ],
    describe: (place) => `decides what pods of ${place} run, and so reads every Secret and acts as every account there`,
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
      `decides what pods Seldon's operator makes of the kinds in ${place}, with any Secret and account of the pods' namespace`,
  },
  "seldon-artifacts": {
    needs: [{ verbs: write, groups: ["mlops.seldon.io"], resources: ["models"] }],
    describe: (place) =>
      `has Servers of ${place} load an artifact of its choice, which may be code: it runs beside an agent that reads every Secret there`,
  },
  tokens: {
    needs: [{ verbs: ["create"], groups: core, resources: ["serviceaccounts/token"] }],
    describe: (place, what) => `issues itself tokens of ${what("every account", "account")} of ${place}`,
  },
  "token-secrets": {
    needs: [{ verbs: ["create"], groups: core, resources: ["secrets"] }],
    together: [{ verbs: read, groups: core, resources: ["secrets"] }],
    describe: (place) => `has a token of any account of ${place} written into a Secret, and reads it`,
  },
  impersonate: {
    needs: [{ verbs: ["impersonate"], groups: core, resources: ["serviceaccounts"] }],
    describe: (place, what) => `acts as ${what("every account", "account")} of ${place}`,
  },
  "impersonate-users": {
    needs: [
      { verbs: ["impersonate"], groups: core, resources: ["users", "groups"] },
      { verbs: ["impersonate"], groups: ["authentication.k8s.io"], resources: ["uids", "userextras/scopes"] },
    ],
    clusterOnly: true,
    describe: (_, what) => `acts as ${what("anybody, also as cluster administrator", "whoever is called")}`,
  },
  bind: {
    needs: [{ verbs: ["bind"], groups: rbac, resources: ["roles", "clusterroles"] }],
    describe: (place, what) =>
      `binds ${what("every role", "the role")} in ${place}, whatever more it allows than it may itself`,
  },
  escalate: {
    needs: [{ verbs: ["escalate"], groups: rbac, resources: ["roles", "clusterroles"] }],
    describe: (place, what) => `writes into ${what("every role", "the role")} of ${place} more than it may itself`,
  },
  roles: {
    needs: [{ verbs: change, groups: rbac, resources: ["roles", "rolebindings"] }],
    describe: (place) => `gives all that it may itself to anybody in ${place}, and takes from others what they have`,
  },
  "cluster-roles": {
    needs: [{ verbs: change, groups: rbac, resources: ["clusterroles", "clusterrolebindings"] }],
    clusterOnly: true,
    describe: () => "gives all that it may itself to anybody on the cluster, and takes from others what they have",
  },
  exec: {
    needs: [
      { verbs: ["get", "create"], groups: core, resources: ["pods/exec", "pods/attach"] },
      { verbs: ["update", "patch"], groups: core, resources: ["pods/ephemeralcontainers"] },
    ],
    describe: (place, what) =>
      `runs commands in ${what("every pod", "pod")} of ${place}, with its Secrets and its account's token`,
  },
  "reach-pods": {
    needs: [
      { verbs: ["get", "create"], groups: core, resources: ["pods/portforward"] },
      { verbs: [...read, ...change], groups: core, resources: ["pods/proxy", "services/proxy"] },
    ],
    describe: (place, what) =>
      `reaches every port of ${what("every pod", "pod")} of ${place}, past the network policies`,
  },
  "reach-nodes": {
    needs: [{ verbs: [...read, ...change], groups: core, resources: ["nodes/proxy"] }],
    clusterOnly: true,
    describe: () => "speaks to the kubelets, which run commands in every pod of the cluster for whoever asks",
  },
  "host-volumes": {
    needs: [{ verbs: write, groups: core, resources: ["persistentvolumes"] }],
    clusterOnly: true,
    describe: () => "makes volumes of the nodes' own folders, which pods then mount",
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
    describe: () => "takes part in issuing certificates, which the API server takes for whoever they name",
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
    describe: () => "decides what is admitted to the cluster, and with a webhook sees all that is written",
  },
  quota: {
    needs: [{ verbs: change, groups: core, resources: ["resourcequotas", "limitranges"] }],
    describe: (place) => `changes the quota and limits of ${place}`,
  },
  policies: {
    needs: [
      { verbs: change, groups: ["networking.k8s.io"], resources: ["networkpolicies"] },
      { verbs: change, groups: ["cilium.io"], resources: ["ciliumnetworkpolicies"] },
      { verbs: change, groups: ["crd.projectcalico.org", "projectcalico.org"], resources: ["networkpolicies"] },
      { verbs: change, groups: ["security.istio.io"], resources: ["authorizationpolicies", "peerauthentications"] },
    ],
    describe: (place) => `opens and closes who reaches whom in ${place}`,
  },
  namespaces: {
    needs: [{ verbs: ["update", "patch", "delete"], groups: core, resources: ["namespaces"] }],
    itself: true,
    describe: (place, what) =>
      `changes ${what(place, "namespace")}: pod security, and whom policies let in, follow from labels`,
  },
  "argo-cd": {
    needs: [{ verbs: write, groups: ["argoproj.io"], resources: ["applications", "applicationsets", "appprojects"] }],
    describe: (place) =>
      `has Argo CD apply what it likes with Argo CD's own rights, wherever Argo CD heeds Applications of ${place}`,
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
      `has any secret fetched into ${place} that a store lets that namespace read, whoever's folder it lies in`,
  },
} as const satisfies Readonly<Record<string, EscalationPath>>;

export type EscalationPathName = keyof typeof escalationPaths;

export const escalationPathNames = inOrder();

function inOrder(): readonly EscalationPathName[] {
  const names: EscalationPathName[] = [];
  let way: EscalationPathName;
  for (way in escalationPaths) names.push(way);
  return names;
}
