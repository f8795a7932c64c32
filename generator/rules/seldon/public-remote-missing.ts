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
  over: "manifest set",
  summary: "A namespace with Servers does not have the Secret seldon-rclone-gs-public.",
  docs: {
    why: "The SeldonConfig of Seldon's chart lists the Secret seldon-rclone-gs-public among the remotes that every agent preloads, and a SeldonRuntime can only add remotes to this list. An agent that cannot read the Secret exits, so no Server of the namespace becomes ready. Seldon's runtime chart creates the Secret seldon-rclone-gs-public, but a SeldonRuntime alone does not.",
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
    fix: "Add the Secret. The Secret is not confidential: it contains only the type and the name of the remote, and the setting for anonymous access.",
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
        message: `missing Secret ${publicRemoteSecret} in ${describeNamespace(namespace)}`,
        hint: `Without Secret ${publicRemoteSecret}, every agent in the namespace exits.`,
      };
    }
  },
});

/** Namespaces whose agents preload the remotes of the chart's SeldonConfig, each with the object that causes it. */
function namespacesWithAgents(manifestSet: ManifestSet): ReadonlyMap<string | undefined, Manifest> {
  const runtimes = new Map(manifestSet.of(runtimeKind).map((manifest) => [manifest.namespace, manifest]));
  const { cluster } = manifestSet.context;
  const shared = cluster !== undefined && patterns[cluster.spec.seldon.pattern].runtime === "shared";
  const causes = manifestSet.of(serverKind).flatMap((server) => {
    const runtime = runtimes.get(server.namespace);
    // If a namespace has no SeldonRuntime, its agents' remotes are known only where the runtime is shared.
    if (runtime === undefined) return shared ? [server] : [];
    return textAt(runtime.object, "spec", "seldonConfig") === "default" ? [runtime] : [];
  });
  return new Map(causes.map((cause) => [cause.namespace, cause]));
}
