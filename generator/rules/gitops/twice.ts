import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { defineRule } from "../rule.ts";

/** Of what is generated the run itself says so, across all Applications of a cluster. */
export const gitopsTwice = defineRule({
  code: "gitops/twice",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "Objects that are applied together are all different.",
  docs: {
    why: "Of two objects with one name the one that is applied last wins, and which that is depends on the names of files. In two Applications each undoes the other, for ever.",
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
    fix: "Keep one of them, or give them different names.",
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
        message: `${manifest.object.kind} ${manifest.name} is here twice`,
        related: [{ at: other.at(["metadata", "name"]), message: "the other one" }],
      };
    }
  },
});
