import { stringify } from "yaml";
import type { DefinitionVersions } from "../validate/addons/chart.ts";

/** The file of an add-on with one chart: a Deployment and a StatefulSet with claims. */
export function widgetsAddon(version: string, repository = "https://charts.widgets.invalid"): string {
  return `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: widgets }
spec:
  description: Widgets
  kubernetes: { minimum: "1.30" }
  namespaces: { widgets: { podSecurity: baseline } }
  applications:
    server:
      chart: { repository: "${repository}", name: widgets, version: ${version}, release: widgets }
      namespace: widgets
      kinds: [Service, apps/Deployment, apps/StatefulSet]
  workloads:
    web: { namespace: widgets, pods: { app: web } }
    store: { namespace: widgets, pods: { app: store } }
`;
}

interface Differences {
  readonly selector?: Readonly<Record<string, string>>;
  readonly claims?: readonly string[];
  readonly definition?: DefinitionVersions;
}

/** The description of the chart in one version. */
export function chartDescription(version: string, differences: Differences = {}): string {
  const { selector, claims = ["data"], definition = { stored: "v1", versions: ["v1"] } } = differences;
  const labels = { app: "store", tier: "store", ...selector };
  return stringify({
    apiVersion: "tenantry.dev/v1alpha1",
    kind: "Chart",
    metadata: { name: version === "1.2.3" ? "widgets-1.2.3" : "widgets" },
    spec: {
      repository: "https://charts.widgets.invalid",
      name: "widgets",
      version,
      values: { replicas: "number" },
      kinds: ["Service", "apps/Deployment", "apps/StatefulSet"],
      pods: {
        "Deployment/web": { labels: { app: "web" }, podSecurity: "restricted" },
        "StatefulSet/store": {
          // The workload of the add-on selects the pods by this label.
          labels: { ...labels, app: "store" },
          selector: selector ?? { app: "store" },
          claims,
          podSecurity: "restricted",
        },
      },
      definitions: { "widgets.acme.test": definition },
    },
  });
}
