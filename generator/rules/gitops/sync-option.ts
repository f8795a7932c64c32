import { replaced } from "../../diagnostics/example.ts";
import { labelsAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { syncOptionsAnnotation } from "../../layout/sync.ts";
import type { Path } from "../../load/source.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import { defineRule } from "../rule.ts";

/** Options and annotations that Argo CD 3.2 and 3.3 support. All others are silently ignored. */
const options = [
  "ApplyOutOfSyncOnly=true",
  "ClientSideApplyMigration=false",
  "CreateNamespace=true",
  "Delete=confirm",
  "Delete=false",
  "FailOnSharedResource=true",
  "Force=true",
  "Prune=confirm",
  "Prune=false",
  "PruneLast=true",
  "Replace=true",
  "RespectIgnoreDifferences=true",
  "ServerSideApply=false",
  "ServerSideApply=true",
  "SkipDryRunOnMissingResource=true",
  "Validate=false",
];
const prefixes = ["PrunePropagationPolicy=", "ClientSideApplyMigrationManager="];
const annotations = [
  ..."compare-options sync-options sync-wave hook hook-delete-policy tracking-id refresh installation-id".split(" "),
  ..."manifest-generate-paths ignore-healthcheck skip-reconcile managed-by-url sync-hook application-set-refresh".split(
    " ",
  ),
  ..."ignore-resource-updates deletion-approved cluster-name".split(" "),
];

export const gitopsSyncOption = defineRule({
  code: "gitops/sync-option",
  severity: "error",
  inFolder: "warning",
  over: "object",
  summary: "A sync option, a sync wave or an annotation of Argo CD is unknown or invalid.",
  docs: {
    why: "Argo CD ignores an unknown option or annotation. If Prune=false is misspelled, Argo CD may delete the object. If a sync wave is not a number, Argo CD uses wave 0.",
    invalid: `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: churn, annotations: { argocd.argoproj.io/sync-options: "Prune=no" } }
`,
    valid: replaced(`argocd.argoproj.io/sync-options: "Prune=no"`, `argocd.argoproj.io/sync-options: "Prune=false"`),
    fix: "Use Argo CD's spelling, for example Prune=false or ServerSideApply=true, and a whole number for a sync wave.",
  },
  *check(manifest) {
    const { object, at } = manifest;
    const written: (readonly [Path, string])[] = textsAt(object, "spec", "syncPolicy", "syncOptions").map(
      (option, index) => [["spec", "syncPolicy", "syncOptions", index], option],
    );
    const annotation = ["metadata", "annotations", syncOptionsAnnotation];
    for (const part of (textAt(object, ...annotation) ?? "").split(","))
      if (part.trim() !== "") written.push([annotation, part.trim()]);
    for (const [path, text] of written) {
      if (options.includes(text) || prefixes.some((prefix) => text.startsWith(prefix))) continue;
      yield {
        at: at(path, "value"),
        message: `unknown sync option ${text}`,
        hint: suggestion(text, options),
        fix: path === annotation ? undefined : nearest(text, options),
      };
    }
    for (const [key, value] of Object.entries(labelsAt(object, "metadata", "annotations"))) {
      if (!key.startsWith("argocd.argoproj.io/")) continue;
      const name = key.slice("argocd.argoproj.io/".length);
      if (!annotations.includes(name) && !name.startsWith("hook"))
        yield {
          at: at(["metadata", "annotations", key], "key"),
          message: `unknown Argo CD annotation ${name}`,
          hint: suggestion(name, annotations),
        };
      else if (name === "sync-wave" && !/^-?\d{1,9}$/.test(value))
        yield {
          at: at(["metadata", "annotations", key], "value"),
          message: `invalid sync wave ${value}: Argo CD uses 0`,
        };
    }
  },
});
