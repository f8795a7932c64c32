import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { injectingLabel } from "../../evaluate/manifests/mesh.ts";
import { labelsAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { peerAuthenticationKind, serverKind } from "../../models/kinds.ts";
import { meshNamespaces } from "../../patterns/mesh.ts";
import { meshOf } from "../../validate/addons/mesh.ts";
import { selects } from "../../validate/label-selector.ts";
import { defineRule } from "../rule.ts";

export const seldonStrictMtls = defineRule({
  code: "seldon/strict-mtls",
  severity: "error",
  inFolder: "warning",
  over: "object",
  kinds: [peerAuthenticationKind],
  summary: "A PeerAuthentication requires mTLS on the ports on which Seldon's Envoy calls Servers.",
  docs: {
    why: "Seldon's Envoy calls the pods of Servers on ports 9001 and 9501, and no Service of Seldon lists these ports (2.9.1). A sidecar encrypts only connections to ports that a Service lists, so the sidecar of Envoy sends the requests as plain text. With the mode STRICT, the sidecar of the Server rejects them, and no model answers. Istio's ambient mode encrypts connections on every port.",
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
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: default, namespace: churn }
spec:
  mtls: { mode: STRICT }
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
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: { name: servers, namespace: churn }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: seldon-server } }
  mtls: { mode: STRICT }
  portLevelMtls: { 9001: { mode: PERMISSIVE }, 9501: { mode: PERMISSIVE } }
`,
    fix: "Set the mode PERMISSIVE, or allow plain text on ports 9001 and 9501 of the Servers with portLevelMtls.",
  },
  *check(policy, manifestSet) {
    if (textAt(policy.object, "spec", "mtls", "mode") !== "STRICT" || !appliesToServers(policy, manifestSet)) return;
    const { serverHttp, serverGrpc } = manifestSet.seldon.port;
    const levels = mapAt(policy.object, "spec", "portLevelMtls");
    const strict = [serverHttp, serverGrpc].filter(
      (port) => !["PERMISSIVE", "DISABLE"].includes(textAt(levels, String(port), "mode") ?? ""),
    );
    if (strict.length === 0) return;
    yield {
      at: policy.at(["spec", "mtls", "mode"], "value"),
      message: `mode STRICT of PeerAuthentication ${policy.name} rejects the requests of Seldon's Envoy to Servers on ${strict.join(" and ")}`,
    };
  },
});

/** Whether the pods of Servers have sidecars and the policy selects them. Without a selector, one of the control plane's namespace selects all pods of the mesh. */
function appliesToServers({ object, namespace }: Manifest, manifestSet: ManifestSet): boolean {
  const { seldon, context } = manifestSet;
  const selector = mapAt(object, "spec", "selector");
  const { cluster } = context;
  const mesh = cluster && meshOf(cluster);
  if (cluster !== undefined && mesh?.sidecars !== undefined && mesh.controlPlane?.namespace === namespace)
    return Object.keys(selector).length === 0 && cluster.tenants.some(({ name }) => meshNamespaces(cluster).has(name));
  const written = manifestSet.named("Namespace", undefined, namespace ?? "");
  const labels =
    written === undefined ? context.namespaces.get(namespace ?? "") : labelsAt(written.object, "metadata", "labels");
  if (injectingLabel(labels ?? {}) === undefined) return false;
  return manifestSet
    .everywhere()
    .of(serverKind)
    .some(
      (server) =>
        server.namespace === namespace &&
        selects(selector, {
          ...labelsAt(server.object, "metadata", "labels"),
          [seldon.componentLabel]: seldon.component.server,
          "seldon-server-name": server.name,
        }),
    );
}
