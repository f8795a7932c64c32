import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { defineRule } from "../rule.ts";

/** For generated objects, the run itself reports duplicates, across all Applications of a cluster. */
export const gitopsTwice = defineRule({
  code: "gitops/twice",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "Two objects that are applied together are the same object.",
  docs: {
    why: "Of two objects with the same name, the one that is applied last wins, and which one that is depends on the names of the files. In two Applications, each sync undoes the other, indefinitely.",
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
    fix: "Remove one of the two, or rename it.",
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
