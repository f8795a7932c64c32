import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { injectingLabel, injectLabel } from "../../evaluate/manifests/mesh.ts";
import type { PodSource } from "../../evaluate/manifests/pods.ts";
import { unnamedEndpoint } from "../../evaluate/network/endpoint-id.ts";
import { includesPort } from "../../evaluate/network/port-set.ts";
import { type Decision, reachablePorts } from "../../evaluate/network/reach.ts";
import { defineRule } from "../rule.ts";
import { namespacesIn, networkOfManifests } from "./evaluated-network.ts";

/** The port on which istiod serves configuration and certificates over TLS. https://istio.io/latest/docs/ops/deployment/application-requirements */
const istiodPort = 15_012;

export const networkSidecarWithoutIstiod = defineRule({
  code: "network/sidecar-without-istiod",
  severity: "error",
  inFolder: "warning",
  over: "manifest set",
  summary: "Pods get a mesh sidecar, but no policy lets them call istiod on 15012/TCP.",
  docs: {
    why: "When an Istio sidecar starts, it fetches its configuration and its certificate from istiod. If policies close the egress of the pod and no policy opens port 15012, the sidecar and the pod are never ready. Without a ready sidecar, the application in the pod cannot open any connection.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { istio-injection: enabled } }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
`,
    valid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { istio-injection: enabled } }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: default-deny, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: to-istiod, namespace: churn }
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: istio-system } }
          podSelector: { matchLabels: { app: istiod } }
      ports: [{ port: 15012 }]
`,
    fix: "Add a policy that lets every pod with a sidecar call the pods of istiod on 15012/TCP, or remove the injection label.",
  },
  *check(manifestSet) {
    const network = networkOfManifests(manifestSet);
    const outside = { kind: "address", id: unnamedEndpoint("outside"), cidrs: [] } as const;
    const reported = new Set<string>();
    for (const source of manifestSet.pods()) {
      const { by, namespace, labels } = source;
      const key = `${by.kind} ${namespace} ${by.name}`;
      if (reported.has(key) || !getsSidecar(manifestSet, source)) continue;
      const pod = { kind: "pod", id: unnamedEndpoint(by.name), namespace, labels, ports: {} } as const;
      const { egress } = network.reach(pod, outside);
      if (egress.closedBy.length === 0 || leadsToIstiod(egress)) continue;
      reported.add(key);
      yield {
        at: by.at(["metadata", "name"], "value"),
        message: `closed egress on ${istiodPort}/TCP for pods of ${by.object.kind} ${by.name} in ${namespace}: their sidecars need istiod`,
        hint: `The egress is closed by ${egress.closedBy
          .slice(0, 3)
          .map(({ name }) => name)
          .join(", ")}. Open ${istiodPort}/TCP to the pods of istiod.`,
      };
    }
  },
});

/** The pod's own label takes precedence over the label of its namespace. */
function getsSidecar(manifestSet: ManifestSet, { namespace, labels }: PodSource): boolean {
  const own = labels[injectLabel];
  if (own !== undefined) return own === "true";
  return injectingLabel(namespacesIn(manifestSet).get(namespace) ?? {}) !== undefined;
}

/** Whether a rule opens the port to any peer outside of the namespace, because it is not known where istiod runs. */
function leadsToIstiod({ closedBy }: Decision): boolean {
  const anyAddress = { kind: "address", id: unnamedEndpoint("any address"), cidrs: [] } as const;
  return closedBy.some(({ egress }) =>
    egress.some(
      (rule) =>
        (rule.peers === undefined ||
          rule.peers.some((peer) => peer.kind !== "pods" || peer.namespaces !== undefined)) &&
        includesPort(reachablePorts(rule, anyAddress), "TCP", istiodPort),
    ),
  );
}
