import type { Location } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { injectingLabel, injectLabel } from "../../evaluate/manifests/mesh.ts";
import { labelsAt } from "../../evaluate/manifests/reading.ts";
import type { NamespaceLabels } from "../../evaluate/network/reach.ts";
import { memoize } from "../../load/memoize.ts";
import { daemonSetKind } from "../../models/kinds.ts";
import { meshOf } from "../../validate/addons/mesh.ts";
import { defineRule } from "../rule.ts";
import { enforcedLevelOf, labelPlace, labelsOfNamespace } from "./labels.ts";

export const podSecurityMeshWithoutCni = defineRule({
  code: "pod-security/mesh-without-cni",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary:
    "The mesh injects a sidecar into the pods, but the namespace enforces a pod security level that rejects the sidecar's init container.",
  docs: {
    why: "Istio's init container sets up the pod's network with NET_ADMIN and NET_RAW, and the baseline level rejects these capabilities. After the namespace gets the label for sidecar injection, the API server rejects every new pod, and only events contain the error. Istio's CNI plugin makes the init container unnecessary, and ambient mode makes the sidecar unnecessary.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline } }
`,
    valid: replaced("istio-injection: enabled", "istio.io/dataplane-mode: ambient"),
    fix: "Install Istio's CNI plugin and waive this rule for the cluster, or use Istio's ambient mode.",
  },
  *check(manifestSet) {
    // The check of the add-on that provides a mesh compares the levels of its namespaces.
    if (hasPlugin(manifestSet) || hasKnownSidecars(manifestSet)) return;
    const injecting = new Set<string>();
    for (const namespace of manifestSet.of("Namespace")) {
      const enforced = enforcedLevelOf(manifestSet, namespace.name);
      const label = injectingLabel(labelsAt(namespace.object, "metadata", "labels"));
      if (enforced === undefined || label === undefined) continue;
      injecting.add(namespace.name);
      yield {
        at: labelPlace(manifestSet, namespace, label, "key"),
        message: `level ${enforced.level} rejects the init container that the mesh adds to each pod of ${namespace.name}`,
        hint,
      };
    }
    for (const { by, namespace, labels } of manifestSet.pods()) {
      const enforced = enforcedLevelOf(manifestSet, namespace);
      if (enforced === undefined || injecting.has(namespace) || labels[injectLabel] !== "true") continue;
      if (injectingLabel(labelsOfNamespace(manifestSet, namespace)) !== undefined) continue;
      yield {
        at: labelIn(by, injectLabel),
        message: `level ${enforced.level} rejects the init container that the mesh adds to the pods of ${by.object.kind} ${by.name}`,
        hint,
      };
    }
  },
});

const hint =
  "Istio's CNI plugin makes the init container unnecessary. If the plugin is installed, waive this rule for the cluster, with an expiry date.";

function hasKnownSidecars({ context: { cluster } }: ManifestSet): boolean {
  return cluster !== undefined && meshOf(cluster)?.sidecars !== undefined;
}

function hasPlugin(manifestSet: ManifestSet): boolean {
  return (
    hasAmbient(manifestSet.context.namespaces) ||
    manifestSet.of(daemonSetKind).some(({ name }) => name === "istio-cni-node")
  );
}

/** Istio's ambient mode requires its CNI plugin, so if one namespace uses it, the plugin is installed. */
const hasAmbient = memoize((namespaces: NamespaceLabels) =>
  [...namespaces.values()].some((labels) => labels["istio.io/dataplane-mode"] === "ambient"),
);

/** The location where an object sets the label of its pods: in its template, or in its own metadata. */
function labelIn(by: Manifest, label: string): Location {
  const paths = [[], ["spec", "template"], ["spec", "jobTemplate", "spec", "template"]];
  const path =
    paths.find((candidate) => labelsAt(by.object, ...candidate, "metadata", "labels")[label] === "true") ?? [];
  return by.at([...path, "metadata", "labels", label], "key");
}
