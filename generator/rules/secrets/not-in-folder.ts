import { replaced } from "../../diagnostics/example.ts";
import { hasUnknownCreators } from "../../evaluate/manifests/known-pods.ts";
import { defineRule } from "../rule.ts";
import { missingObjectFindings } from "./missing.ts";

export const secretsNotInFolder = defineRule({
  code: "secrets/not-in-folder",
  severity: "warning",
  over: "manifest set",
  summary:
    "An object refers to a Secret, ConfigMap, ServiceAccount or PersistentVolumeClaim that is not in the folder.",
  docs: {
    why: "Pods wait for a missing object, and only an event of the pod contains the error. In a namespace that does not belong to a tenant, a person may have created the object manually. Before you build another cluster from the folder, find out who creates the missing object.",
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
    fix: "Add the missing object to the folder, or document who creates the object. If the reference is optional, set optional: true.",
  },
  *check(manifestSet) {
    const { tenant } = manifestSet.context;
    // If unknown controllers or charts create more objects in a namespace, one of them may create this one.
    const isComplete = (namespace: string): boolean =>
      namespace !== tenant?.name && !hasUnknownCreators(manifestSet, namespace);
    yield* missingObjectFindings(
      manifestSet,
      isComplete,
      "Add the object to the folder, or create the object manually on every cluster.",
    );
  },
});
