import { replaced } from "../../diagnostics/example.ts";
import { isMadeElsewhere } from "../../evaluate/manifests/known-pods.ts";
import { defineRule } from "../rule.ts";
import { missing } from "./missing.ts";

export const secretsNotInFolder = defineRule({
  code: "secrets/not-in-folder",
  severity: "warning",
  over: "scene",
  summary: "A Secret, ConfigMap, account or volume claim that objects name, and that is not among them.",
  docs: {
    why: "What is not there keeps pods waiting, and only an event says so. Of a namespace that is no tenant's, somebody may have made it by hand: that, too, is worth to be known before the next cluster is built from these files.",
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
    fix: "Deliver it beside what needs it, write down who brings it, or mark the reference optional: true, where it is.",
  },
  *check(manifestSet) {
    const { tenant } = manifestSet.context;
    // Where controllers that nobody here knows, or charts, make more in a namespace, one of them may bring it.
    const alone = (namespace: string): boolean =>
      namespace !== tenant?.name && !isMadeElsewhere(manifestSet, namespace);
    yield* missing(manifestSet, alone, "Somebody has to make it by hand, on every cluster.");
  },
});
