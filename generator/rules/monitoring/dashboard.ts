import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import { isMap } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

/** Bytes; larger ones are looked at by nobody. */
const largest = 2_000_000;

export const monitoringDashboard = defineRule({
  code: "monitoring/dashboard",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: ["ConfigMap"],
  summary: "A dashboard in a ConfigMap is the dashboard itself, as JSON.",
  docs: {
    why: "Grafana's API wraps a dashboard into an envelope; its sidecar reads files, and wants what is inside. A dashboard in its envelope is loaded without a title and shows nothing; text that is no JSON is skipped with a line in the sidecar's log.",
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
    fix: "Export it from Grafana for sharing, or take the value of dashboard out of what the API gave.",
  },
  *check(manifest) {
    if (!("grafana_dashboard" in labelsAt(manifest.object, "metadata", "labels"))) return;
    for (const [file, text] of Object.entries(labelsAt(manifest.object, "data"))) {
      if (!file.endsWith(".json") || text.length > largest) continue;
      const value = parsed(text);
      const at = (): Location => manifest.at(["data", file], "key");
      if (!isMap(value)) yield { at: at(), message: `${file} is no JSON object` };
      else if (isMap(value["dashboard"]) && !("panels" in value))
        yield {
          at: at(),
          message: `${file} is wrapped in the envelope of Grafana's API`,
          hint: "Keep what is under dashboard.",
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
