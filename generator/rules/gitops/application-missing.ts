import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { applicationKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const gitopsApplicationMissing = defineRule({
  code: "gitops/application-missing",
  severity: "error",
  over: "scene",
  summary: "What is rendered for an Application is held by it, and the tenant's namespace is among it.",
  docs: {
    why: "A folder that no Application reads is a wish that nobody fulfils: the pull request is merged, everything is green, and nothing comes. Without its Namespace a tenant's first sync fails, on each object.",
    invalid: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn }
data: { a: b }
`,
    valid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn }
data: { a: b }
`,
    fix: "Keep Application and folder together: what is generated has both, or neither.",
  },
  *check(manifestSet) {
    const { tenant } = manifestSet.context;
    const held = new Set(manifestSet.of(applicationKind).map(({ name }) => name));
    const missing = new Map<string, Manifest>();
    // Of a folder the kustomizations stand for Applications that may lie elsewhere.
    for (const manifest of isUnit(manifestSet) ? manifestSet.manifests : [])
      if (manifest.application !== undefined && !held.has(manifest.application) && !missing.has(manifest.application))
        missing.set(manifest.application, manifest);
    for (const [application, manifest] of missing)
      yield {
        at: manifest.at(["metadata", "name"], "value"),
        message: `${manifest.object.kind} ${manifest.name} is rendered for ${application}, which is not there`,
      };
    const [first] = manifestSet.manifests;
    if (manifestSet.context.folder !== undefined) return;
    if (
      tenant === undefined ||
      first === undefined ||
      manifestSet.named("Namespace", undefined, tenant.name) !== undefined
    )
      return;
    yield { at: first.at(["metadata", "name"], "value"), message: `the Namespace ${tenant.name} is not there` };
  },
});
