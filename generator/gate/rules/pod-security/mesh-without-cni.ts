import { labelsAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel } from "./labels.ts";

export const meshWithoutCni = defineRule({
  code: "pod-security/mesh-without-cni",
  severity: "error",
  over: "object",
  kinds: ["Namespace"],
  summary: "A namespace whose pods get a mesh's sidecar enforces no level that refuses what it brings along.",
  page: {
    why: "Istio's injected init container sets up the pod's network and asks for NET_ADMIN and NET_RAW, which baseline refuses. Every pod that starts after the label is set is refused. With Istio's CNI plugin there is no such container, and in ambient mode no sidecar.",
    wrong: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline } }
`,
    right: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { istio.io/dataplane-mode: ambient, pod-security.kubernetes.io/enforce: baseline } }
`,
    mend: "Install Istio's CNI plugin and waive this for the cluster, or use ambient mode.",
  },
  *check({ object, at, name }) {
    const labels = labelsAt(object, "metadata", "labels");
    const level = labels[enforceLabel];
    if (level !== "baseline" && level !== "restricted") return;
    const injects =
      labels["istio-injection"] === "enabled"
        ? "istio-injection"
        : labels["istio.io/rev"] !== undefined && labels["istio.io/dataplane-mode"] !== "ambient"
          ? "istio.io/rev"
          : undefined;
    if (injects === undefined || labels["istio-injection"] === "disabled") return;
    yield {
      at: at(["metadata", "labels", injects], "key"),
      message: `${level} refuses the init container that the mesh puts into each pod of ${name}`,
      hint: "With Istio's CNI plugin there is none: a waiver of the cluster's says that it is there.",
    };
  },
});
