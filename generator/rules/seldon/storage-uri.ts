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
  summary: "A storageUri begins with a scheme, and some rclone remote serves it.",
  docs: {
    why: "The agent hands the part before the colon to rclone as the name of a remote. Without a Model's own secret it has to be one of those that the SeldonRuntime preloads, of which gs is the only one by default. The Model then fails to load, on each try, until the agent gives up.",
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
    fix: "Name the Secret that holds the remote under secretName, or have the SeldonRuntime preload it under config.agentConfig.rclone.config_secrets.",
  },
  *check(model, manifestSet) {
    const uri = textAt(model.object, "spec", "storageUri");
    if (uri === undefined) return;
    const colon = uri.indexOf(":");
    const at = (): Location => model.at(["spec", "storageUri"], "value");
    const placeholder = placeholderIn(uri);
    if (placeholder !== undefined) {
      yield { at: at(), message: `${placeholder} is a placeholder`, hint: "Write where the artifact is." };
      return;
    }
    // A path on a volume that the Server mounts is copied from there.
    if (uri.startsWith("/")) return;
    if (colon <= 0) {
      yield {
        at: at(),
        message: `${shortened(uri)} names no remote`,
        hint: "Write s3://bucket/path, gs://bucket/path.",
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
    // What is in another SeldonConfig than the chart's own nobody here knows.
    if (preloads.length > 0 || textAt(runtime.object, "spec", "seldonConfig") !== "default" || scheme === "gs") return;
    if (isMap(valueAt(runtime.object, rclone))) return;
    yield {
      at: at(),
      message: `no remote here is called ${shortened(scheme)}`,
      hint: "Name the Secret with the remote under secretName.",
    };
  },
});

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
