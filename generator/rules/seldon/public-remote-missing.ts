import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { externalSecretKind, runtimeKind, serverKind } from "../../models/kinds.ts";
import { patterns } from "../../patterns/table.ts";
import { defineRule } from "../rule.ts";

export const seldonPublicRemoteMissing = defineRule({
  code: "seldon/public-remote-missing",
  severity: "error",
  inFolder: "warning",
  over: "scene",
  summary: "A namespace with Servers has the Secret seldon-rclone-gs-public.",
  docs: {
    why: "The chart's SeldonConfig lists this Secret among the remotes that every agent preloads, and a runtime can only add to the list. An agent that cannot read it exits: no Server of the namespace ever gets ready. The runtime chart makes it; a SeldonRuntime alone does not.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver }
---
apiVersion: v1
kind: Secret
metadata: { name: seldon-rclone-gs-public, namespace: churn }
stringData: { gs: "{type: google cloud storage, name: gs, parameters: {anonymous: true}}" }
`,
    fix: "Deliver the Secret. It holds no secret: the type, the name gs, and that access is anonymous.",
  },
  *check(manifestSet) {
    const { publicRemoteSecret } = manifestSet.seldon;
    for (const [namespace, cause] of namespacesWithAgents(manifestSet)) {
      if (manifestSet.known("Secret", namespace, publicRemoteSecret) !== undefined) continue;
      const fromStore = manifestSet
        .everywhere()
        .of(externalSecretKind)
        .some(
          (manifest) =>
            (manifest.namespace === namespace || manifest.namespace === undefined) &&
            (textAt(manifest.object, "spec", "target", "name") ?? manifest.name) === publicRemoteSecret,
        );
      if (fromStore) continue;
      yield {
        at: cause.at(["metadata", "name"], "value"),
        message: `nothing delivers the Secret ${publicRemoteSecret} to ${describeNamespace(namespace)}`,
        hint: "Every agent there exits without it.",
      };
    }
  },
});

/** Namespaces whose agents preload what the chart's SeldonConfig lists, each with the object that brings them there. */
function namespacesWithAgents(manifestSet: ManifestSet): ReadonlyMap<string | undefined, Manifest> {
  const runtimes = new Map(manifestSet.of(runtimeKind).map((manifest) => [manifest.namespace, manifest]));
  const { cluster } = manifestSet.context;
  const shared = cluster !== undefined && patterns[cluster.spec.seldon.pattern].runtime === "shared";
  const causes = manifestSet.of(serverKind).flatMap((server) => {
    const runtime = runtimes.get(server.namespace);
    // Without a runtime of its own nobody knows what a namespace's agents preload, but of a shared one.
    if (runtime === undefined) return shared ? [server] : [];
    return textAt(runtime.object, "spec", "seldonConfig") === "default" ? [runtime] : [];
  });
  return new Map(causes.map((cause) => [cause.namespace, cause]));
}
