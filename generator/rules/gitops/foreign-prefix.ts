import {
  addonNamespacePolicies,
  seldonKindPolicies,
  seldonNamespaceKinds,
  seldonNamespacePolicies,
} from "../../admission/synced.ts";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, textAt } from "../../evaluate/manifests/reading.ts";
import { syncedBy } from "../../evaluate/manifests/synced-by.ts";
import { sharedEnvoy } from "../../generate/runtime-stubs.ts";
import { clusterScope } from "../../generate/scope.ts";
import { referenceGrantKind, serverConfigKind } from "../../models/kinds.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { defineRule } from "../rule.ts";
import { isOwnShare } from "./own-share.ts";

const notOwn =
  'request.kind.kind + " " + variables.name + " is not allowed: it does not belong to " + (variables.part == "" ? "an Application of a tenant" : "Application " + variables.path.join(".")) + ". Define the object in the file of the tenant that owns it."';

export const gitopsForeignPrefix = defineRule({
  code: "gitops/foreign-prefix",
  severity: "error",
  over: "object",
  summary:
    "In a namespace that tenants share, a tenant's Application applies an object that belongs to another tenant or to the platform.",
  docs: {
    why: "An Argo CD project restricts kinds and namespaces, but not the names of namespaced objects. The operator's namespace contains the ServerConfigs of all tenants, named <tenant>.<name>. With a shared runtime, the operator's namespace also contains an alias Service for each replica of a Server, and a ReferenceGrant for each tenant with routes. The namespaces of add-ons contain what each tenant gets there, for example its user of Kafka, and the Roles that let its accounts read single Secrets. A file that bypasses the checks could create another tenant's object, replace a Service of Seldon that no Application tracks, or let an account read the Secrets of an add-on. With a project that allows too much, the file could also create objects of other kinds, for example a Role, or the parameters of the admission policies.",
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
    fix: "Define the object in the file of the tenant that owns it.",
  },
  neverWaived: "The object can change the Servers of another tenant, or the Services or add-ons of all tenants.",
  inCluster: [
    { policy: seldonNamespacePolicies, compliesWhen: "variables.own", message: notOwn },
    {
      policy: addonNamespacePolicies,
      compliesWhen: "variables.platforms || variables.own",
      message: notOwn,
    },
    {
      policy: seldonKindPolicies,
      compliesWhen: `variables.tenant in ["", "platform"] || variables.kind in [${seldonNamespaceKinds.map((kind) => `"${kind}"`).join(", ")}]`,
      message:
        'variables.kind + " is not allowed: Application " + variables.path.join(".") + " may apply only ServerConfigs, ReferenceGrants and alias Services in namespace " + request.namespace + ". Remove the object from the Application."',
    },
  ],
  *check(manifest, { context: { platform, cluster } }) {
    const by = syncedBy(manifest);
    if (platform === undefined || cluster === undefined || by === undefined || by.of === "platform") return;
    const { name, object, namespace = "" } = manifest;
    const inSeldons = namespace === platform.spec.seldon.namespace;
    if (!inSeldons && (by.of === "addon" || !isOfAddon(cluster, namespace))) return;
    if (by.of === "tenant") {
      if (inSeldons ? hasOwnPrefix(manifest, by, cluster) : isOwnShare(manifest, by, cluster)) return;
    }
    yield {
      at: manifest.at(["metadata", "name"], "value"),
      message: `${object.kind} ${name} does not belong to Application ${by.name}`,
    };
  },
});

function isOfAddon({ addons }: ClusterEntry, namespace: string): boolean {
  return addons.some(({ spec }) => Object.hasOwn(spec.namespaces, namespace));
}

/** Whether an object in Seldon's namespace belongs to this Application of a tenant: an alias, a ServerConfig or a grant. */
function hasOwnPrefix(
  { name, namespace, object, kind }: Manifest,
  { tenant, part }: { readonly tenant: string; readonly part: string },
  cluster: ClusterEntry,
): boolean {
  const { domain } = cluster.spec.network.dns;
  const prefixed = name.startsWith(`${tenant}.`);
  if (kind === serverConfigKind) return part === "serverconfigs" && prefixed;
  if (kind === referenceGrantKind)
    return (
      part === "edge" &&
      prefixed &&
      listAt(object, "spec", "from").every((from) => textAt(from, "namespace") === tenant) &&
      listAt(object, "spec", "to").every(
        (to) =>
          textAt(to, "kind") === "Service" &&
          `${textAt(to, "name")}.${namespace}.svc.${domain}` === sharedEnvoy(clusterScope(cluster)),
      )
    );
  return (
    kind === "Service" &&
    part === "aliases" &&
    textAt(object, "spec", "type") === "ExternalName" &&
    textAt(object, "spec", "externalName") === `${name}.${tenant}.svc.${domain}`
  );
}
