import { isUnit } from "../../evaluate/manifests/known-pods.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { applicationKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const gitopsApplicationMissing = defineRule({
  code: "gitops/application-missing",
  severity: "error",
  over: "manifest set",
  summary: "No Application deploys a rendered object, or the tenant's Namespace is missing.",
  docs: {
    why: "Argo CD does not deploy a folder that no Application reads, and reports no error. If the Namespace of a new tenant is missing, Argo CD's first sync fails for every object of the tenant.",
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
    fix: "Add the missing Application or Namespace, or remove the rendered folder.",
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
        message: `missing Application ${application}: no Application deploys ${manifest.object.kind} ${manifest.name}`,
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
