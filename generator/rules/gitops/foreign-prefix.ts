import { seldonNamespacePolicies } from "../../admission/synced.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { syncedBy } from "../../evaluate/manifests/synced-by.ts";
import { serverConfigKind } from "../../models/kinds.ts";
import { defineRule } from "../rule.ts";

export const gitopsForeignPrefix = defineRule({
  code: "gitops/foreign-prefix",
  severity: "error",
  over: "object",
  kinds: ["Service", serverConfigKind],
  summary: "In Seldon's namespace a tenant's Application holds only what carries that tenant's name.",
  docs: {
    why: "Projects restrict kinds and namespaces, and no names of namespaced objects. ServerConfigs of all tenants lie beside the operator as <tenant>.<name>, and so do, on a shared runtime, the aliases of their replicas. A file that gets into one tenant's folder past the checks could bring another tenant's ServerConfig before that one does, or take over a Service of Seldon's own that no Application tracks.",
    invalid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata:
  name: pricing.mlserver
  namespace: seldon-system
  annotations: { argocd.argoproj.io/tracking-id: "production.churn.serverconfigs:mlops.seldon.io/ServerConfig:seldon-system/pricing.mlserver" }
spec: { podSpec: { containers: [{ name: mlserver }] }, volumeClaimTemplates: [] }
`,
    valid: `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata:
  name: churn.mlserver
  namespace: seldon-system
  annotations: { argocd.argoproj.io/tracking-id: "production.churn.serverconfigs:mlops.seldon.io/ServerConfig:seldon-system/churn.mlserver" }
spec: { podSpec: { containers: [{ name: mlserver }] }, volumeClaimTemplates: [] }
`,
    fix: "Ask for it in the file of the tenant whose it is.",
  },
  neverWaived: "It would be another tenant's, or everybody's.",
  inCluster: [
    {
      policy: seldonNamespacePolicies,
      holds: "variables.own",
      found: 'request.kind.kind + " " + variables.name + " is none of " + variables.path.join(".") + "\'s"',
    },
  ],
  *check(manifest, { context: { platform, cluster } }) {
    const by = syncedBy(manifest);
    if (platform === undefined || cluster === undefined || by === undefined || by.of === "platform") return;
    if (manifest.namespace !== platform.spec.seldon.namespace) return;
    const { name, object } = manifest;
    if (by.of === "tenant" && hasOwnPrefix(manifest, by, cluster.spec.network.dns.domain)) return;
    yield { at: manifest.at(["metadata", "name"], "value"), message: `${object.kind} ${name} is none of ${by.name}'s` };
  },
});

/** Whether an object in Seldon's namespace is what this Application of a tenant has there: an alias, or a ServerConfig. */
function hasOwnPrefix(
  { name, object }: Manifest,
  { tenant, part }: { readonly tenant: string; readonly part: string },
  domain: string,
): boolean {
  if (object.kind !== "Service") return part === "serverconfigs" && name.startsWith(`${tenant}.`);
  return (
    part === "aliases" &&
    textAt(object, "spec", "type") === "ExternalName" &&
    textAt(object, "spec", "externalName") === `${name}.${tenant}.svc.${domain}`
  );
}
