import { posix } from "node:path";
import { replaced } from "../../diagnostics/example.ts";
import { describeNamespace, type Manifest } from "../../evaluate/manifests/manifest.ts";
import { labelsAt, listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { platformOwner } from "../../generate/addon-secrets.ts";
import type { Path } from "../../load/source.ts";
import { externalSecretKind } from "../../models/kinds.ts";
import { patterns } from "../../patterns/table.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";
import { valueAt } from "../../validate/merge.ts";
import { withNames } from "../../validate/name-placeholders.ts";
import { defineRule } from "../rule.ts";
import { secretNames } from "./delivered.ts";

export const secretsForeign = defineRule({
  code: "secrets/foreign",
  severity: "error",
  inFolder: "not checked",
  over: "object",
  neverWaived: "The credentials of the platform and of other tenants protect all tenants.",
  summary:
    "An object puts a Secret of the platform or of another tenant into a namespace where an agent of Seldon runs.",
  docs: {
    why: "Seldon (2.9.1) gives its agents and its scheduler the right to read every Secret of their namespace, and a model that runs code can use this right. A user who can deploy a model in such a namespace gets every credential there. The rule finds values from the platform's folder or another tenant's folder of a secret store, and Secrets with the name of a Secret of an add-on. It also finds keys of certificate authorities, credentials of Argo CD and of Kubernetes, and Secrets that an Application of the platform writes. Pull secrets are allowed, because the kubelet reads them in the namespace of the pods.",
    invalid: `
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: tracking-database, namespace: churn }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  data: [{ secretKey: password, remoteRef: { key: ml-platform/platform/tracking/database, property: password } }]
`,
    valid: replaced("ml-platform/platform/tracking", "ml-platform/churn/tracking"),
    fix: "Keep the Secret in the namespace of the software that uses it. If a tenant needs a credential, create one that belongs to the tenant, and store it in the tenant's folder.",
  },
  *check(manifest, manifestSet) {
    const { cluster } = manifestSet.context;
    const { namespace, object, kind } = manifest;
    if (cluster === undefined || namespace === undefined || !hasAgents(cluster, namespace)) return;
    const names = secretNames(manifestSet.seldon, object);
    const [name] = names;
    if (name === undefined || isPullSecret(object)) return;
    const read = kind === externalSecretKind ? fromForeignFolder(cluster, manifest) : undefined;
    const found =
      read ??
      platformCredential(manifest) ??
      authorityKey(manifest) ??
      ofAddon(cluster, names) ??
      ofPlatform(cluster, manifest);
    if (found === undefined) return;
    yield {
      at: manifest.at(found.path, "value"),
      message: `invalid Secret ${name} in ${describeNamespace(namespace)}: ${found.reason}, and the agents of Seldon read every Secret there`,
      hint: "Keep the Secret in the namespace of the software that uses it.",
    };
  },
});

/** Why a Secret must not be in a namespace with agents, and the part of the object that shows it. */
interface Foreign {
  readonly reason: string;
  readonly path: Path;
}

const named: Path = ["metadata", "name"];

/** Whether agents of Seldon run in a namespace or can run there, or the scheduler of a shared runtime. */
function hasAgents(cluster: ClusterEntry, namespace: string): boolean {
  if (cluster.tenants.some(({ name }) => name === namespace)) return true;
  const isShared = patterns[cluster.spec.seldon.pattern].runtime === "shared";
  return isShared && namespace === cluster.platform.spec.seldon.namespace;
}

function isPullSecret(object: Manifest["object"]): boolean {
  const types = [textAt(object, "type"), textAt(object, "spec", "target", "template", "type")];
  return types.some((type) => type === "kubernetes.io/dockerconfigjson" || type === "kubernetes.io/dockercfg");
}

/** A value from the folder of the platform, or of another tenant, in one of the platform's stores. */
function fromForeignFolder(cluster: ClusterEntry, manifest: Manifest): Foreign | undefined {
  const owners = [platformOwner, ...cluster.tenants.map(({ name }) => String(name))].filter(
    (owner) => owner !== manifest.namespace,
  );
  for (const { store, key, isFolder, path } of remoteValues(manifest)) {
    const prefix = cluster.platform.spec.secretStores[store]?.prefix;
    if (prefix === undefined) continue;
    const folder = (owner: string): string => `/${withNames(prefix, { tenant: owner })}`;
    // Stores resolve `..`, and a key may begin with the mount path of Vault's engine.
    const read = posix.normalize(`/${key}${isFolder ? "/" : ""}`);
    if (read.startsWith(folder(manifest.namespace ?? ""))) continue;
    const owner = owners.find((name) => read.includes(folder(name)) || (isFolder && folder(name).startsWith(read)));
    if (owner !== undefined)
      return { reason: `its values belong to ${owner === platformOwner ? "the platform" : `tenant ${owner}`}`, path };
  }
  return undefined;
}

interface RemoteValue {
  readonly store: string;
  readonly key: string;
  /** Whether all values below the key are read. */
  readonly isFolder: boolean;
  readonly path: Path;
}

/** The values in ClusterSecretStores that an ExternalSecret reads. */
function remoteValues({ object }: Manifest): readonly RemoteValue[] {
  const storeOf = (item: unknown): string => {
    const own = mapAt(item, "sourceRef", "storeRef");
    const store = Object.keys(own).length === 0 ? mapAt(object, "spec", "secretStoreRef") : own;
    return textAt(store, "kind") === "ClusterSecretStore" ? (textAt(store, "name") ?? "") : "";
  };
  const data = listAt(object, "spec", "data").map((item, index) => ({
    store: storeOf(item),
    key: textAt(item, "remoteRef", "key") ?? "",
    isFolder: false,
    path: ["spec", "data", index, "remoteRef", "key"],
  }));
  const all = listAt(object, "spec", "dataFrom").flatMap((item, index): readonly RemoteValue[] => {
    const at: Path = ["spec", "dataFrom", index];
    const store = storeOf(item);
    const extracted = textAt(item, "extract", "key");
    if (extracted !== undefined) return [{ store, key: extracted, isFolder: false, path: [...at, "extract", "key"] }];
    if (valueAt(item, ["find"]) === undefined) return [];
    const folder = textAt(item, "find", "path");
    const path = folder === undefined ? [...at, "find"] : [...at, "find", "path"];
    return [{ store, key: folder ?? "", isFolder: true, path }];
  });
  return [...data, ...all];
}

const typesOfKubernetes: ReadonlySet<string> = new Set([
  "kubernetes.io/service-account-token",
  "bootstrap.kubernetes.io/token",
]);

/** A Secret, or the template of one. */
function platformCredential({ object }: Manifest): Foreign | undefined {
  const label = "argocd.argoproj.io/secret-type";
  for (const at of [[], template]) {
    if (labelsAt(object, ...at, "metadata", "labels")[label] !== undefined)
      return { reason: "it is a credential of Argo CD", path: [...at, "metadata", "labels", label] };
    if (typesOfKubernetes.has(textAt(object, ...at, "type") ?? ""))
      return { reason: "it is a credential of Kubernetes", path: [...at, "type"] };
  }
  return undefined;
}

/** The template of the Secret in an ExternalSecret. */
const template: readonly string[] = ["spec", "target", "template"];

function authorityKey({ object, kind }: Manifest): Foreign | undefined {
  const reason = "it contains the key of a certificate authority";
  if (kind === "cert-manager.io/Certificate")
    return valueAt(object, ["spec", "isCA"]) === true ? { reason, path: ["spec", "isCA"] } : undefined;
  for (const field of [["data"], ["stringData"], [...template, "data"]])
    for (const key of Object.keys(mapAt(object, ...field)))
      if (isAuthorityKey(key)) return { reason, path: [...field, key] };
  for (const [index, item] of listAt(object, "spec", "data").entries())
    if (isAuthorityKey(textAt(item, "secretKey") ?? "")) return { reason, path: ["spec", "data", index, "secretKey"] };
  return undefined;
}

function isAuthorityKey(key: string): boolean {
  return /^ca[._-]key$/.test(key);
}

/** A Secret with the name of one that an add-on of the cluster needs. */
function ofAddon({ addons }: ClusterEntry, names: readonly string[]): Foreign | undefined {
  const owner = addons.find(({ spec }) => names.some((name) => Object.hasOwn(spec.secrets, name)));
  return owner && { reason: `it has the name of a Secret of add-on ${owner.name}`, path: named };
}

/** In a tenant's namespace, only Applications of the tenant write Secrets. */
function ofPlatform({ tenants }: ClusterEntry, { namespace, tenant, application }: Manifest): Foreign | undefined {
  const isForeign = application !== undefined && tenants.some(({ name }) => name === namespace) && tenant !== namespace;
  return isForeign ? { reason: "an Application of another owner writes it", path: named } : undefined;
}
