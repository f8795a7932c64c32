import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { injectingLabel, injectLabel } from "../../evaluate/manifests/mesh.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import type { NamespaceLabels } from "../../evaluate/network/reach.ts";
import { oncePer } from "../../load/once-per.ts";
import { daemonSetKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";
import { enforcedIn, labelPlace, labelsOfNamespace } from "./labels.ts";

export const podSecurityMeshWithoutCni = defineRule({
  code: "pod-security/mesh-without-cni",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "Where pods get a mesh's sidecar, no level is enforced that refuses what it brings along.",
  docs: {
    why: "Istio's injected init container sets up the pod's network and asks for NET_ADMIN and NET_RAW, which baseline refuses. Every pod that starts after the label is set is refused, and only events say so. With Istio's CNI plugin there is no such container, and in ambient mode no sidecar.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline } }
`,
    valid: replaced("istio-injection: enabled", "istio.io/dataplane-mode: ambient"),
    fix: "Install Istio's CNI plugin and waive this for the cluster, or use ambient mode.",
  },
  *check(manifestSet) {
    if (hasPlugin(manifestSet)) return;
    const injecting = new Set<string>();
    for (const namespace of manifestSet.of("Namespace")) {
      const held = enforcedIn(manifestSet, namespace.name);
      const label = injectingLabel(labelsAt(namespace.object, "metadata", "labels"));
      if (held === undefined || label === undefined) continue;
      injecting.add(namespace.name);
      yield {
        at: labelPlace(manifestSet, namespace, label, "key"),
        message: `${held.level} refuses the init container that the mesh puts into each pod of ${namespace.name}`,
        hint,
      };
    }
    for (const { by, namespace, labels } of manifestSet.pods()) {
      const held = enforcedIn(manifestSet, namespace);
      if (held === undefined || injecting.has(namespace) || labels[injectLabel] !== "true") continue;
      if (injectingLabel(labelsOfNamespace(manifestSet, namespace)) !== undefined) continue;
      yield {
        at: labelIn(by, injectLabel),
        message: `${held.level} refuses the init container that the mesh puts into the pods of ${by.object.kind} ${by.name}`,
        hint,
      };
    }
  },
});

const hint = "With Istio's CNI plugin there is none: a waiver of the cluster's, with a day, says that it is there.";

function hasPlugin(manifestSet: ManifestSet): boolean {
  return (
    hasAmbient(manifestSet.context.namespaces) ||
    manifestSet.of(daemonSetKind).some(({ name }) => name === "istio-cni-node")
  );
}

/** Istio's ambient mode works by its CNI plugin alone, so where one namespace has it the plugin is there. */
const hasAmbient = oncePer((namespaces: NamespaceLabels) =>
  [...namespaces.values()].some((labels) => labels["istio.io/dataplane-mode"] === "ambient"),
);

/** Where an object says the label of its pods: in its template, or of itself. */
function labelIn(by: Manifest, label: string): Location {
  const paths = [[], ["spec", "template"], ["spec", "jobTemplate", "spec", "template"]];
  const path =
    paths.find((candidate) => labelsAt(by.object, ...candidate, "metadata", "labels")[label] === "true") ?? [];
  return by.at([...path, "metadata", "labels", label], "key");
}
