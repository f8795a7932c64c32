import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readInventory } from "../commands/inventory.ts";
import { addonSandbox, generatedFiles } from "../testing/addon-sandbox.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { mergeSpec, write } from "../testing/sandbox.ts";
import type { RawMap } from "../validate/merge.ts";

const staging = "clusters/staging/cluster.yaml";
const pools = { edge: { for: "platform", addresses: ["192.168.2.200-192.168.2.204"] } };

// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
function objectsIn(root: string, file: string): readonly any[] {
  const text = generatedFiles(inventoryOf(root)).get(`clusters/staging/${file}`) ?? "";
  return parseAllDocuments(text).map((document) => document.toJS());
}

const stack = "applications/addons/kube-prometheus-stack";

test("the project allows only the namespaces of the add-on, and not kube-system", () => {
  const [project] = objectsIn(
    addonSandbox({ "kube-prometheus-stack": {} }),
    `${stack}/appproject-kube-prometheus-stack.yaml`,
  );
  expect(project.spec.destinations.map(({ namespace }: { namespace: string }) => namespace)).toEqual([
    "monitoring",
    "node-exporter",
  ]);
});

test("Applications of cluster-scoped objects have a namespace that exists, without which Argo CD applies no ClusterRole", () => {
  const root = addonSandbox({ "kube-prometheus-stack": {} });
  for (const key of ["definitions", "roles"]) {
    const [application] = objectsIn(root, `${stack}/application-${key}.yaml`);
    expect([key, application.spec.destination.namespace]).toEqual([key, "monitoring"]);
  }
});

test("retention, sizes and class follow from the settings", () => {
  const settings = { retention: "30d", retentionSize: "90GB", storage: "100Gi", storageClass: "fast", memory: "8Gi" };
  const root = addonSandbox({ "kube-prometheus-stack": { settings } });
  const [application] = objectsIn(root, `${stack}/application-stack.yaml`);
  const { prometheusSpec } = application.spec.source.helm.valuesObject.prometheus;
  expect(prometheusSpec).toMatchObject({ retention: "30d", retentionSize: "90GB" });
  expect(prometheusSpec.resources.requests).toEqual({ cpu: "500m", memory: "8Gi" });
  expect(prometheusSpec.storageSpec.volumeClaimTemplate.spec).toMatchObject({
    storageClassName: "fast",
    resources: { requests: { storage: "100Gi" } },
  });
});

test("the monitors and rights of other add-ons follow from the add-on that provides Prometheus", () => {
  const root = addonSandbox({ "kube-prometheus-stack": {}, metallb: { settings: { pools } } });
  const [application] = objectsIn(root, "applications/addons/metallb/application-metallb.yaml");
  expect(application.spec.source.helm.valuesObject.prometheus).toMatchObject({
    namespace: "monitoring",
    serviceAccount: "prometheus-kube-prometheus-prometheus",
    serviceMonitor: { controller: { additionalLabels: { release: "prometheus" } } },
  });
});

test("prometheus in the cluster's file is reported at its line", () => {
  const root = addonSandbox({ "kube-prometheus-stack": {} });
  mergeSpec(root, staging, {
    prometheus: { namespace: "monitoring", pods: { "app.kubernetes.io/name": "prometheus" } },
  });
  const found = readInventory(root).diagnostics.map(({ at, code, message }) => `${at.file} ${code} ${message}`);
  expect(found).toEqual([
    `${staging} addons/provided-twice duplicate spec.prometheus: add-on kube-prometheus-stack provides it`,
  ]);
});

describe("a wrong value of the cluster's file is one finding at its line", () => {
  const trap = (name: string, values: RawMap, at: string) => ({ name, values, at });
  test.each([
    trap(
      "rights of Grafana",
      { grafana: { rbac: { useExistingClusterRole: null } } },
      "grafana.rbac.useExistingClusterRole",
    ),
    trap("a random password", { grafana: { admin: { existingSecret: "" } } }, "grafana.admin.existingSecret"),
    trap(
      "folders without effect",
      { grafana: { sidecar: { dashboards: { provider: { foldersFromFilesStructure: false } } } } },
      "grafana.sidecar.dashboards.folderAnnotation",
    ),
    trap(
      "AlertmanagerConfigs of every namespace",
      { alertmanager: { alertmanagerSpec: { alertmanagerConfigNamespaceSelector: null } } },
      "alertmanager.alertmanagerSpec.alertmanagerConfigNamespaceSelector",
    ),
    trap(
      "metrics of Secrets",
      { "kube-state-metrics": { collectorsExclude: [] } },
      "kube-state-metrics.collectorsExclude",
    ),
    trap("a Service in kube-system", { coreDns: { enabled: true } }, "coreDns.enabled"),
    trap("definitions twice", { crds: { enabled: true } }, "crds.enabled"),
    trap(
      "policies of the chart",
      { prometheus: { networkPolicy: { enabled: true } } },
      "prometheus.networkPolicy.enabled",
    ),
  ])("$name: $at", ({ values, at }) => {
    const root = addonSandbox({ "kube-prometheus-stack": { values: { stack: values } } });
    const found = readInventory(root).diagnostics.map(
      ({ at: { file }, code, message }) => `${file} ${code} ${message}`,
    );
    expect(found).toEqual([expect.stringContaining(`${staging} addons/chart-trap invalid value of ${at} of chart`)]);
  });
});

test("a ClusterRole of the add-on that its chart binds must be declared as access", () => {
  const root = addonSandbox({ monitoring: {} }, "none", { "kube-prometheus-stack": {} });
  write(
    root,
    "platform/addons/monitoring.yaml",
    `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: monitoring }
spec:
  extends: tenantry/kube-prometheus-stack
  applications:
    roles:
      objects:
        grafana: { object: { rules: [{ apiGroups: [""], resources: [configmaps, secrets], verbs: [get, list, watch] }] } }
`,
  );
  const found = readInventory(root).diagnostics.map(({ at, code, message }) => `${at.file} ${code} ${message}`);
  expect(found).toEqual([
    `${staging} addons/chart-access undeclared access of ServiceAccount monitoring/prometheus-grafana: get secrets, list secrets, watch secrets`,
  ]);
});
