import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import { textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { placeholderIn } from "../../load/placeholders.ts";
import { modelKind, runtimeKind } from "../../models/kinds.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { defineRule } from "../rule.ts";

export const seldonStorageUri = defineRule({
  code: "seldon/storage-uri",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "A storageUri has no scheme, or no rclone remote serves its scheme.",
  docs: {
    why: "The agent passes the part before the colon to rclone as the name of a remote. If a Model names no Secret, the remote of its storageUri must be one of the remotes that the SeldonRuntime preloads. By default, a SeldonRuntime preloads only the remote gs. If rclone does not know the remote, each attempt to load the Model fails, until the agent gives up.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [sklearn] }
`,
    valid: replaced("requirements: [sklearn]", "requirements: [sklearn], secretName: artifacts"),
    fix: "Set secretName to the Secret that contains the remote, or add that Secret to config.agentConfig.rclone.config_secrets of the SeldonRuntime.",
  },
  *check(model, manifestSet) {
    const uri = textAt(model.object, "spec", "storageUri");
    if (uri === undefined) return;
    const colon = uri.indexOf(":");
    const at = (): Location => model.at(["spec", "storageUri"], "value");
    const placeholder = placeholderIn(uri);
    if (placeholder !== undefined) {
      yield {
        at: at(),
        message: `invalid storageUri: it contains the placeholder ${placeholder}`,
        hint: "Replace the placeholder with the location of the artifact.",
      };
      return;
    }
    // A path on a volume that the Server mounts is copied from there.
    if (uri.startsWith("/")) return;
    if (colon <= 0) {
      yield {
        at: at(),
        message: `missing scheme in storageUri ${shortened(uri)}`,
        hint: "Write a URI such as s3://bucket/path or gs://bucket/path.",
      };
      return;
    }
    if ((textAt(model.object, "spec", "secretName") ?? "") !== "") return;
    const runtime = manifestSet.of(runtimeKind).find(({ namespace }) => namespace === model.namespace);
    if (runtime === undefined) return;
    const rclone = ["spec", "config", "agentConfig", "rclone"];
    const preloads = [
      ...textsAt(runtime.object, ...rclone, "config_secrets"),
      ...textsAt(runtime.object, ...rclone, "config"),
    ];
    const scheme = uri.slice(0, colon);
    // The remotes of a SeldonConfig other than the chart's are unknown here.
    if (preloads.length > 0 || textAt(runtime.object, "spec", "seldonConfig") !== "default" || scheme === "gs") return;
    if (isMap(valueAt(runtime.object, rclone))) return;
    yield {
      at: at(),
      message: `unknown rclone remote ${shortened(scheme)}`,
      hint: "Set secretName to the Secret that contains the remote.",
    };
  },
});

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
