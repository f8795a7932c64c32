import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { defineRule } from "../rule.ts";

/** For generated objects, the run itself reports duplicates, across all Applications of a cluster. */
export const gitopsTwice = defineRule({
  code: "gitops/twice",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "Two manifests that are applied together define the same object.",
  docs: {
    why: "If two manifests define the same object, the manifest that is applied last wins, and the order depends on the file names. If two Applications contain the same object, the two Applications overwrite each other's changes indefinitely.",
    invalid: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn }
data: { a: b }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn }
data: { a: c }
`,
    valid: `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: churn }
data: { a: b }
`,
    fix: "Remove one of the two manifests, or rename one of the objects.",
  },
  *check(manifestSet) {
    const first = new Map<string, Manifest>();
    for (const manifest of manifestSet.manifests) {
      if (!manifest.handWritten || manifest.name === "" || manifest.kind.startsWith("kustomize.config.k8s.io/"))
        continue;
      const key = `${manifest.kind}/${manifest.namespace ?? ""}/${manifest.name}`;
      const other = first.get(key);
      first.set(key, other ?? manifest);
      if (other === undefined) continue;
      // In two files of a folder they may be two versions, of which one is applied.
      if (manifestSet.isPartial && other.at().file !== manifest.at().file) continue;
      yield {
        at: manifest.at(["metadata", "name"], "value"),
        message: `duplicate ${manifest.object.kind} ${manifest.name}`,
        related: [{ at: other.at(["metadata", "name"]), message: "the other object" }],
      };
    }
  },
});
