import type { WrittenEntry } from "../catalogue.ts";
import type { Code } from "../diagnostic.ts";
import { replaced } from "../example.ts";

/** The charts of add-ons: their values, and what the add-on's file declares of their objects. */
export const chartCodes = {
  "addons/chart-value": {
    severity: "error",
    summary: "The chart of an add-on does not read a value, or reads a value of another type.",
    why: "Most charts silently ignore unknown values. The value has no effect, and Argo CD reports nothing.",
    fix: "Correct the name or the type. If the chart reads the value although its values.yaml does not contain it, add the key to furtherValues in the chart's file in platform/charts/.",
    messages: {
      unknownValue: (value: string, chart: string) => `unknown value ${value} of chart ${chart}`,
      wrongType: (value: string, chart: string, expected: string, actual: string) =>
        `invalid value of ${value}: chart ${chart} needs ${expected}, not ${actual}`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  addons: { cert-manager: { values: { cert-manager: { replicas: 3 } } } }
`,
      valid: replaced("replicas: 3", "replicaCount: 3"),
    },
  },
  "addons/chart-trap": {
    severity: "error",
    summary: "A value of a chart, or a missing value, has an effect that the add-on cannot have.",
    why: "The chart accepts the value. The objects then fail at run time, open connections, or reach beyond the add-on's namespaces. The message contains the effect.",
    fix: "Set the value that the hint names.",
    messages: {
      trap: (value: string, chart: string, reason: string) => `invalid value of ${value} of chart ${chart}: ${reason}`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  addons: { cert-manager: { values: { cert-manager: { startupapicheck: { enabled: true } } } } }
`,
      valid: replaced("enabled: true", "enabled: false"),
    },
  },
  "addons/chart-unknown": {
    severity: "warning",
    summary: "No file describes the chart of an add-on in this version, or the file contains none of its objects.",
    why: "Without the keys of the chart, Tenantry cannot find a misspelt value. Without the kinds and pods of the chart, Tenantry cannot find objects that Argo CD rejects, or pods that network policies close.",
    fix: "Run tenantry charts, which downloads the chart and writes its file in platform/charts/. With helm on the PATH, the file also contains the kinds, the pods and the cluster-wide access.",
    messages: {
      noFile: (chart: string) => `unknown chart ${chart}: its values are not checked`,
      notCompared: (chart: string) => `unknown chart ${chart}: the two versions cannot be compared`,
      noObjects: (chart: string) => `unknown objects of chart ${chart}: its kinds, pods and access are not checked`,
    },
  },
  "addons/chart-objects": {
    severity: "error",
    summary: "The chart of an add-on contains a kind, pods or a port that the file of the add-on does not declare.",
    why: "Argo CD rejects an object whose kind the add-on's project does not allow. The network policies of the add-on's namespaces close pods and ports that the file does not declare. The API server rejects pods that do not meet the Pod Security level of the namespace.",
    fix: "Change the file of the add-on so that it declares what the chart contains. The file of the chart is in platform/charts/ or is shipped.",
    messages: {
      missingKinds: (kinds: string, field: string, chart: string) =>
        `missing ${kinds} in ${field}: chart ${chart} contains such objects`,
      missingWorkload: (pods: string, labels: string) => `missing workload for pods ${labels}: ${pods} makes them`,
      unknownPort: (port: string, pods: string, ports: string) => `unknown port ${port}: ${pods} listens on ${ports}`,
      priorityClass: (pods: string, has: string) => `invalid PriorityClass: ${pods} has ${has}`,
      hostNetwork: (pods: string) => `invalid network: ${pods} uses the network of the node`,
      podSecurity: (pods: string, level: string, namespace: string, allowed: string) =>
        `invalid level ${allowed} of namespace ${namespace}: ${pods} meets only ${level}`,
    },
    example: {
      invalid: `
# platform/addons/certificates.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: certificates }
spec:
  extends: tenantry/cert-manager
  workloads: { webhook: { ports: { webhook: 9443 } } }
# clusters/staging/cluster.yaml
spec:
  addons: { certificates: {} }
`,
      valid: replaced("webhook: 9443", "webhook: 10250"),
    },
  },
  "addons/chart-access": {
    severity: "error",
    summary: "The chart of an add-on grants cluster-wide access that the file of the add-on does not declare.",
    why: "The command tenantry access lists only declared access, and guard requires an approval only if a change declares more access. An upgrade of the chart would widen the access without an approval.",
    fix: "Declare the rules in clusterAccess of the add-on, and review them.",
    messages: {
      undeclared: (holder: string, permissions: string) => `undeclared access of ${holder}: ${permissions}`,
    },
    example: {
      invalid: `
# platform/addons/certificates.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: certificates }
spec:
  extends: tenantry/cert-manager
  clusterAccess: { accounts: { cert-manager/cert-manager-webhook: null } }
# clusters/staging/cluster.yaml
spec:
  addons: { certificates: {} }
`,
      valid: `
# platform/addons/certificates.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: certificates }
spec:
  extends: tenantry/cert-manager
# clusters/staging/cluster.yaml
spec:
  addons: { certificates: {} }
`,
    },
  },
  "addons/upgrade": {
    severity: "error",
    summary:
      "A change of a chart cannot be applied to what runs: an immutable field, a stored version, or a skipped minor version.",
    why: "Kubernetes rejects a change of the selector or of the volume claim templates of a workload, and a CustomResourceDefinition without a version in which objects may be stored. Argo CD would retry indefinitely, and new pods would run next to old ones.",
    fix: "Run npx --no-install tenantry plan --cluster staging --addon metallb --version 0.16.2 for your cluster, add-on and version. The plan contains the commands that replace a workload. Then list the workload in replaces of the add-on in the cluster's file. Do not skip a minor version that the software needs.",
    messages: {
      selector: (workload: string, chart: string, before: string, after: string) =>
        `immutable selector of ${workload}: chart ${chart} changes it from ${before} to ${after}`,
      claims: (workload: string, chart: string, before: string, after: string) =>
        `immutable volume claim templates of ${workload}: chart ${chart} changes them from ${before} to ${after}`,
      stored: (definition: string, version: string, chart: string) =>
        `invalid CustomResourceDefinition ${definition} of chart ${chart}: it has no version ${version}, in which objects are stored`,
      skipped: (chart: string, before: string, after: string) =>
        `skipped minor version: chart ${chart} changes from ${before} to ${after}, and its software must run each minor version`,
    },
  },
  "addons/rollback": {
    severity: "warning",
    summary: "A chart of an add-on goes back to an earlier version.",
    why: "The software may not read what the later version has written. Argo CD applies the earlier CustomResourceDefinitions, and fields that only the later version knows disappear from objects that are written again.",
    fix: "Read the notes of the release. Save the data of the add-on first. The command npx --no-install tenantry plan --addon with --version shows the commits and the checks.",
    messages: {
      earlier: (chart: string, before: string, after: string) => `chart ${chart} goes back from ${before} to ${after}`,
    },
  },
  "addons/chart-kubernetes": {
    severity: "error",
    summary: "Helm does not render a chart for the cluster's version of Kubernetes.",
    why: "Argo CD passes the version of the cluster to Helm. Helm then fails, and Argo CD syncs nothing of the Application.",
    fix: "Upgrade the cluster first, or use another version of the chart.",
    messages: {
      outside: (chart: string, constraint: string, cluster: string, version: string) =>
        `invalid version of chart ${chart}: it needs Kubernetes ${constraint}, and ${cluster} runs ${version}`,
    },
  },
  "addons/adoption": {
    severity: "error",
    summary: "The release that runs on a cluster differs from the add-on that adopts it.",
    why: "Argo CD adopts an object only if the add-on contains an object with the same name in the same namespace. Kubernetes rejects another selector or other volume claim templates, and a StatefulSet with another name creates new, empty claims.",
    fix: "Give the add-on the release name, the namespace and the values with which the release was installed. If the selector still differs, install the add-on next to the release, move the data, and remove the release.",
    messages: {
      release: (part: string, addon: string, expected: string) =>
        `invalid release of ${part}: add-on ${addon} has release ${expected}`,
      noRelease: (part: string, addon: string) => `invalid release of ${part}: not a chart of add-on ${addon}`,
      missingRelease: (part: string, addon: string) => `missing release of ${part} of add-on ${addon}`,
      namespace: (part: string, addon: string, expected: string) =>
        `invalid namespace of ${part}: add-on ${addon} has namespace ${expected}`,
      selector: (workload: string, chart: string, expected: string) =>
        `invalid selector of ${workload}: chart ${chart} has ${expected}`,
      claims: (workload: string, chart: string, expected: string) =>
        `invalid claims of ${workload}: chart ${chart} has ${expected}`,
      missing: (workload: string, chart: string, field: string) =>
        `missing ${workload} in ${field}: chart ${chart} contains it`,
    },
    example: {
      invalid: `
# clusters/staging/cluster.yaml
spec:
  addons: { cert-manager: { adopts: { cert-manager: { release: certs, namespace: cert-manager } } } }
`,
      valid: `
# clusters/staging/cluster.yaml
spec:
  addons: { cert-manager: {} }
`,
    },
  },
  "addons/chart-digest": {
    severity: "error",
    summary: "The repository has another archive of a chart than the chart's file records.",
    why: "A version of a chart must not change after its publication. The repository, or a connection to it, may be compromised. Argo CD installs what the repository has, because it does not compare digests.",
    fix: "Find out why the chart was published again. To accept the new archive, remove digest from the chart's file, and run tenantry charts again.",
    messages: {
      otherDigest: (chart: string, found: string) => `invalid digest of chart ${chart}: the repository has ${found}`,
    },
  },
  "addons/schemas": {
    severity: "error",
    summary: "Two files name different versions of one Go module with schemas.",
    why: "Both versions define the same kinds, so it is undefined which one the objects are validated against.",
    fix: "Name one version. If platform/schemas.yaml contains a module that an add-on names, remove it there.",
    messages: {
      twoVersions: (module: string, first: string, second: string) =>
        `duplicate module ${module}: ${first} and ${second} name different versions or sums`,
    },
    example: {
      invalid: `
# platform/schemas.yaml
apiVersion: tenantry.dev/v1alpha1
kind: Schemas
spec:
  modules:
    github.com/cert-manager/cert-manager:
      version: v1.20.0
      sum: h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=
      crds: [deploy/crds/cert-manager.io_certificates.yaml]
# clusters/staging/cluster.yaml
spec:
  addons: { cert-manager: {} }
`,
      valid: replaced("version: v1.20.0", "version: v1.21.2"),
    },
  },
} as const satisfies Readonly<Record<Code, WrittenEntry>>;
