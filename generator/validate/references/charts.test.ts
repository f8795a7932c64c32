import { expect, test } from "vitest";
import { readInventory } from "../../commands/inventory.ts";
import { mergeSpec, sandbox, write } from "../../testing/sandbox.ts";
import type { RawMap } from "../merge.ts";

const staging = "clusters/staging/cluster.yaml";
const addon = "platform/addons/certificates.yaml";

/** "file:line code: message. hint" of the findings about add-ons, of a sandbox whose staging has these add-ons. */
function found(addons: RawMap, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const root = sandbox();
  mergeSpec(root, staging, { addons });
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  return readInventory(root)
    .diagnostics.filter(({ code }) => code.startsWith("addons/") || code.startsWith("input/"))
    .map(({ code, message, hint, at }) => `${at.file} ${code} ${message}${hint === undefined ? "" : ` (${hint})`}`);
}

const chart = "of chart cert-manager v1.21.1";
const withValues = (values: RawMap): RawMap => ({ "cert-manager": { values: { "cert-manager": values } } });

test("the shipped values have no finding", () => {
  expect(found({ "cert-manager": {} })).toEqual([]);
});

test.each([
  {
    name: "an unknown value",
    values: { replicaCoun: 3 },
    finding: `addons/chart-value unknown value replicaCoun ${chart} (Did you mean replicaCount?)`,
  },
  {
    name: "a value in another map",
    values: { podmonitor: { enabled: true } },
    finding: `addons/chart-value unknown value podmonitor ${chart} (Did you mean prometheus.podmonitor?)`,
  },
  {
    name: "a number for a text",
    values: { image: { tag: 1.21 } },
    finding:
      "addons/chart-value invalid value of image.tag: chart cert-manager v1.21.1 needs text, not number (Quote the value.)",
  },
  {
    name: "a trap",
    values: { startupapicheck: { enabled: true } },
    finding: `addons/chart-trap invalid value of startupapicheck.enabled ${chart}: The check is a Job after each sync, and its failure fails the first sync (Set startupapicheck.enabled: false.)`,
  },
  {
    name: "a removed value whose absence is a trap",
    values: { startupapicheck: null },
    finding: `addons/chart-trap invalid value of startupapicheck.enabled ${chart}: The check is a Job after each sync, and its failure fails the first sync (Set startupapicheck.enabled: false.)`,
  },
])("$name in a cluster's file: one finding there", ({ values, finding }) => {
  expect(found(withValues(values))).toEqual([`${staging} ${finding}`]);
});

test.each([
  { name: "any key below an open map", values: { podLabels: { "acme.test/team": "a" }, affinity: { x: [1] } } },
  { name: "a key that only the templates read", values: { podAnnotations: { a: "b" } } },
  { name: "a null", values: { nodeSelector: null } },
])("$name: no finding", ({ values }) => {
  expect(found(withValues(values))).toEqual([]);
});

const extended = (spec: string): string =>
  `apiVersion: tenantry.dev/v1alpha1\nkind: Addon\nmetadata: { name: certificates }\nspec:\n  extends: tenantry/cert-manager\n${spec}`;

test.each([
  {
    name: "an unknown value",
    spec: "  applications: { cert-manager: { chart: { values: { webhok: {} } } } }\n",
    finding: `addons/chart-value unknown value webhok ${chart} (Did you mean webhook?)`,
  },
  {
    name: "a port that no pods have",
    spec: "  workloads: { webhook: { ports: { webhook: 9443 } } }\n",
    finding:
      "addons/chart-objects unknown port 9443/TCP: Deployment/cert-manager-webhook of chart cert-manager v1.21.1 listens on 10250/TCP, 6080/TCP, 9402/TCP",
  },
  {
    name: "another PriorityClass than the pods have",
    spec: "  workloads: { webhook: { priorityClass: low } }\n",
    finding:
      "addons/chart-objects invalid PriorityClass: Deployment/cert-manager-webhook of chart cert-manager v1.21.1 has system-cluster-critical (Set priorityClass: system-cluster-critical.)",
  },
  {
    name: "labels that no pods have",
    spec: "  workloads: { cainjector: { pods: { app.kubernetes.io/component: injector } } }\n",
    finding:
      "addons/chart-objects missing workload for pods app=cainjector, app.kubernetes.io/name=cainjector, app.kubernetes.io/instance=cert-manager, app.kubernetes.io/component=cainjector: Deployment/cert-manager-cainjector of chart cert-manager v1.21.1 makes them",
  },
  {
    name: "a list without a kind of the chart",
    spec: "  applications: { cert-manager: { clusterKinds: [admissionregistration.k8s.io/MutatingWebhookConfiguration, admissionregistration.k8s.io/ValidatingWebhookConfiguration, apiextensions.k8s.io/CustomResourceDefinition] } }\n",
    finding:
      "addons/chart-objects missing rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/ClusterRoleBinding in clusterKinds: chart cert-manager v1.21.1 contains such objects",
  },
  {
    name: "access that is not declared",
    spec: "  clusterAccess: { accounts: { cert-manager/cert-manager-webhook: [{ apiGroups: [authorization.k8s.io], resources: [subjectaccessreviews], resourceNames: [a], verbs: [create] }] } }\n",
    finding:
      "addons/chart-access undeclared access of ServiceAccount cert-manager/cert-manager-webhook: create subjectaccessreviews.authorization.k8s.io (Declare the rules of the chart's file.)",
  },
  {
    name: "another version",
    spec: "  applications: { cert-manager: { chart: { version: v1.22.0, values: { webhok: {} } } } }\n",
    finding:
      "addons/chart-unknown unknown chart cert-manager v1.22.0: its values are not checked (Run npx --no-install tenantry charts --add-on certificates.)",
  },
])("$name in an extended add-on: a finding there", ({ spec, finding }) => {
  expect(found({ certificates: {} }, { [addon]: extended(spec) })).toContainEqual(`${addon} ${finding}`);
});

const described = (spec: string): string => `apiVersion: tenantry.dev/v1alpha1
kind: Chart
metadata: { name: cert-manager }
spec:
  repository: quay.io/jetstack/charts
  name: cert-manager
  version: v1.21.1
  values: { crds: map, replicaCount: number, podDisruptionBudget: map, webhook: map, startupapicheck: map, prometheus: map, global: map }
${spec}`;

test.each([
  {
    name: "a file in platform/charts/ replaces the shipped one",
    spec: "  kinds: [apps/Deployment]\n",
    values: { image: {} },
    code: "addons/chart-value",
  },
  {
    name: "a further value is known",
    spec: "  furtherValues: { image: map }\n  kinds: [apps/Deployment]\n",
    values: { image: {} },
    code: undefined,
  },
  {
    name: "a description without objects, so that no object is checked",
    spec: "",
    values: {},
    code: "addons/chart-unknown",
  },
  {
    name: "a description that helm rendered, of a chart without objects",
    spec: '  rendered: { helm: v3.22.0, kubernetes: "1.35.4" }\n',
    values: {},
    code: undefined,
  },
  {
    name: "pods that need another level than the namespace has",
    spec: "  pods: { Deployment/x: { labels: { app.kubernetes.io/instance: cert-manager, app.kubernetes.io/component: webhook }, podSecurity: baseline } }\n",
    values: {},
    code: "addons/chart-objects",
  },
  {
    name: "pods that use the network of the node",
    spec: "  pods: { Deployment/x: { labels: { app.kubernetes.io/instance: cert-manager, app.kubernetes.io/component: webhook }, podSecurity: restricted, hostNetwork: true } }\n",
    values: {},
    code: "addons/chart-objects",
  },
])("$name", ({ spec, values, code }) => {
  const codes = found(withValues(values), { "platform/charts/cert-manager.yaml": described(spec) }).map(
    (finding) => finding.split(" ")[1],
  );
  expect(codes).toEqual(code === undefined ? [] : [code]);
});

test("the name in a chart's file must be the name of the file, and other files are unexpected", () => {
  const files = { "platform/charts/other.yaml": described(""), "platform/charts/notes.txt": "" };
  expect(found({}, files).map((finding) => finding.split(" ").slice(0, 2).join(" "))).toEqual([
    "platform/charts/notes.txt input/unexpected-file",
  ]);
  expect(found({}, { "platform/charts/other.yaml": described("") })).toEqual([
    expect.stringContaining("platform/charts/other.yaml input/file-name"),
  ]);
});

test.each([
  [">= 1.22.0-0", []],
  [
    ">= 1.99.0-0",
    [
      "clusters/staging/cluster.yaml addons/chart-kubernetes invalid version of chart cert-manager v1.21.2: it needs Kubernetes >= 1.99.0-0, and staging runs 1.34.4",
    ],
  ],
])("a chart that Helm renders for Kubernetes %s", (kubernetes, findings) => {
  const description = `apiVersion: tenantry.dev/v1alpha1
kind: Chart
metadata: { name: cert-manager }
spec:
  { repository: quay.io/jetstack/charts, name: cert-manager, version: v1.21.2, kubernetes: "${kubernetes}", values: {}, furtherValues: { crds: map, global: map, startupapicheck: map, prometheus: map, replicaCount: any, webhook: map, cainjector: map, podDisruptionBudget: map }, kinds: [apps/Deployment] }
`;
  const addons = { "cert-manager": { versions: { "cert-manager": "v1.21.2" } } };
  const all = found(addons, { "platform/charts/cert-manager.yaml": description });
  expect(all.filter((finding) => !finding.includes("chart-value"))).toEqual(findings);
});
