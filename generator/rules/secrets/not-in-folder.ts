import { replaced } from "../../diagnostics/example.ts";
import { hasUnknownCreators } from "../../evaluate/manifests/known-pods.ts";
import { defineRule } from "../rule.ts";
import { missingObjectFindings } from "./missing.ts";

export const secretsNotInFolder = defineRule({
  code: "secrets/not-in-folder",
  severity: "warning",
  over: "manifest set",
  summary: "Objects name a Secret, ConfigMap, ServiceAccount or PersistentVolumeClaim that is not among them.",
  docs: {
    why: "Pods wait for a missing object, and only an event shows it. In a namespace that is not a tenant's, a person may have created the object manually. Find that out before you build the next cluster from these files.",
    invalid: `
apiVersion: v1
kind: Pod
metadata: { name: notebook, namespace: notebooks }
spec:
  containers:
    - name: notebook
      image: docker.io/jupyter/base-notebook:2026-11-01
      envFrom: [{ secretRef: { name: notebook-token } }]
`,
    valid: replaced(
      "envFrom: [{ secretRef: { name: notebook-token } }]",
      "envFrom: [{ secretRef: { name: notebook-token, optional: true } }]",
    ),
    fix: "Deliver the object with the objects that need it, or document who brings it. If the reference is optional, set optional: true.",
  },
  *check(manifestSet) {
    const { tenant } = manifestSet.context;
    // If unknown controllers or charts create more objects in a namespace, one of them may create this one.
    const isComplete = (namespace: string): boolean =>
      namespace !== tenant?.name && !hasUnknownCreators(manifestSet, namespace);
    yield* missingObjectFindings(
      manifestSet,
      isComplete,
      "Add it to the folder. Otherwise a person must create it manually on every cluster.",
    );
  },
});
