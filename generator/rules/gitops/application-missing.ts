import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { applicationKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const gitopsApplicationMissing = defineRule({
  code: "gitops/application-missing",
  severity: "error",
  over: "manifest set",
  summary: "A rendered object has no Application, or the Namespace of the tenant is missing.",
  docs: {
    why: "Argo CD does not deploy a folder that no Application reads: the pull request is merged, all checks pass, and no object is created. Without its Namespace, the first sync of a tenant fails on every object.",
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
    fix: "Keep the Application and the folder together: generated output has both or neither.",
  },
  *check(manifestSet) {
    const { tenant } = manifestSet.context;
    const applications = new Set(manifestSet.of(applicationKind).map(({ name }) => name));
    const missing = new Map<string, Manifest>();
    // In a folder, kustomizations represent Applications that may be defined elsewhere.
    for (const manifest of isUnit(manifestSet) ? manifestSet.manifests : [])
      if (
        manifest.application !== undefined &&
        !applications.has(manifest.application) &&
        !missing.has(manifest.application)
      )
        missing.set(manifest.application, manifest);
    for (const [application, manifest] of missing)
      yield {
        at: manifest.at(["metadata", "name"], "value"),
        message: `missing Application ${application}: ${manifest.object.kind} ${manifest.name} is rendered for it`,
      };
    const [first] = manifestSet.manifests;
    if (manifestSet.context.folder !== undefined) return;
    if (
      tenant === undefined ||
      first === undefined ||
      manifestSet.named("Namespace", undefined, tenant.name) !== undefined
    )
      return;
    yield { at: first.at(["metadata", "name"], "value"), message: `missing Namespace ${tenant.name}` };
  },
});
