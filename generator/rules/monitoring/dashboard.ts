import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

/** In bytes. Larger dashboards are not checked. */
const largest = 2_000_000;

export const monitoringDashboard = defineRule({
  code: "monitoring/dashboard",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["ConfigMap"],
  summary: "A dashboard in a ConfigMap is not JSON, or is inside the envelope of Grafana's API.",
  docs: {
    why: "Grafana's API wraps a dashboard in an envelope. Grafana's sidecar copies the dashboards of ConfigMaps into files, and Grafana expects these files to contain JSON without the envelope. Grafana cannot load any other file, and only its log contains the error.",
    invalid: `
apiVersion: v1
kind: ConfigMap
metadata: { name: models, namespace: churn, labels: { grafana_dashboard: "1" } }
data: { models.json: '{"dashboard": {"title": "Models", "panels": []}, "overwrite": true}' }
`,
    valid: replaced(
      `models.json: '{"dashboard": {"title": "Models", "panels": []}, "overwrite": true}'`,
      `models.json: '{"title": "Models", "panels": []}'`,
    ),
    fix: "Export the dashboard in Grafana's user interface, or copy only the value of the field dashboard from the response of Grafana's API.",
  },
  *check(manifest) {
    if (!("grafana_dashboard" in labelsAt(manifest.object, "metadata", "labels"))) return;
    for (const [file, text] of Object.entries(labelsAt(manifest.object, "data"))) {
      if (!file.endsWith(".json") || text.length > largest) continue;
      const value = parsed(text);
      const at = (): Location => manifest.at(["data", file], "key");
      if (!isMap(value)) yield { at: at(), message: `invalid dashboard ${file}: it is not a JSON object` };
      else if (isMap(value["dashboard"]) && !("panels" in value))
        yield {
          at: at(),
          message: `invalid dashboard ${file}: it is inside the envelope of Grafana's API`,
          hint: "Keep only the value of the field dashboard.",
        };
    }
  },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
