import { kindOf, type Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { generateTenant } from "../../generate/generate-tenant.ts";
import { certificateSecrets } from "../../generate/routes/certificate-secrets.ts";
import { clusterScope, tenantScope } from "../../generate/scope.ts";
import { operatorSecretNeeds, runtimeSecretNeeds, type SecretNeed, secretNeeds } from "../../generate/secret-needs.ts";
import { memoize } from "../../load/memoize.ts";
import {
  applicationKind,
  clusterExternalSecretKind,
  externalSecretKind,
  runtimeKind,
  statefulSetKind,
} from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import type { SeldonAccess, SeldonFacts } from "../../models/seldon/facts.ts";
import type { ReferencedKind, RequiredReference } from "./references.ts";

/** The objects that will exist, by name: written in a file, created by a controller, or declared as brought by a person. */
export interface DeliveredObjects {
  readonly has: (kind: ReferencedKind, namespace: string, name: string) => boolean;
  readonly names: (kind: ReferencedKind, namespace: string) => readonly string[];
  /** The keys of a Secret or ConfigMap. Undefined if not all of them are known. */
  readonly keys: (reference: RequiredReference) => readonly string[] | undefined;
}

export const deliveredObjects = memoize((manifestSet: ManifestSet): DeliveredObjects => {
  const all: readonly Made[] = [
    ...manifestSet.everywhere().manifests.flatMap(({ object }) => secretsCreatedBy(manifestSet.seldon, object)),
    ...byInput(manifestSet),
    // For a folder, the SeldonRuntime may already be on the cluster.
    ...(manifestSet.context.folder === undefined ? [] : ofRuntime(manifestSet.seldon.access, anywhere)),
  ];
  const byName = Map.groupBy(all, ([kind, , name]) => `${kind}/${name}`);
  const isIn = (written: string, namespace: string): boolean =>
    written === anywhere || manifestSet.mayShare(written, namespace);
  const matching = (kind: ReferencedKind, namespace: string, name: string): readonly Made[] =>
    (byName.get(`${kind}/${name}`) ?? []).filter(([, written]) => isIn(written, namespace));
  return {
    has: (kind, namespace, name) =>
      always[kind].includes(name) ||
      matching(kind, namespace, name).length > 0 ||
      (kind === "PersistentVolumeClaim" && matching(kind, namespace, withoutOrdinal(name)).length > 0),
    names: (kind, namespace) =>
      all.flatMap(([ofKind, written, name]) =>
        ofKind === kind && isIn(written, namespace) && written !== anywhere && !name.endsWith(ordinal) ? [name] : [],
      ),
    keys({ kind, namespace, name }) {
      // Every object that creates it adds its keys.
      const lists = matching(kind, namespace, name).flatMap(([, written, , keys]) =>
        written === anywhere ? [] : [keys],
      );
      const keys = lists.flatMap((list) => list ?? []);
      return lists.length === 0 || lists.includes(undefined) ? undefined : keys;
    },
  };
});

/** A Secret that an object of a component is, or that a controller creates from it. */
export interface WrittenSecret {
  readonly name: string;
  readonly namespace: string;
  readonly keys: readonly string[] | undefined;
  readonly by: Manifest;
}

/** The Secrets that the objects of components create. */
export function writtenSecrets({ manifests, seldon }: ManifestSet): readonly WrittenSecret[] {
  return manifests
    .filter(({ handWritten }) => handWritten)
    .flatMap((by) =>
      secretsCreatedBy(seldon, by.object).flatMap(([kind, namespace, name, keys]) =>
        kind === "Secret" && namespace !== anywhere ? [{ name, namespace, keys, by }] : [],
      ),
    );
}

/** The names of the Secrets that an object is, or that a controller creates from it in the namespace of the object. */
export function secretNames(seldon: SeldonFacts, object: KubernetesObject): readonly string[] {
  return secretsCreatedBy(seldon, object).flatMap(([kind, , name]) => (kind === "Secret" ? [name] : []));
}

const anywhere = "*";
/** Replaces the number at the end of a claim that a StatefulSet creates for each replica. */
const ordinal = "-#";

function withoutOrdinal(name: string): string {
  return name.replace(/-\d{1,9}$/, ordinal);
}

/** Objects that Kubernetes, Istio and OpenShift create in every namespace. */
const always: Readonly<Record<ReferencedKind, readonly string[]>> = {
  Secret: [],
  ConfigMap: ["kube-root-ca.crt", "istio-ca-root-cert", "openshift-service-ca.crt"],
  ServiceAccount: ["default"],
  PersistentVolumeClaim: [],
};

/** An object that will exist, with its keys if all of them are known. */
type Made = readonly [kind: ReferencedKind, namespace: string, name: string, keys?: readonly string[] | undefined];

/** The Secrets, ConfigMaps, ServiceAccounts and claims that an object is, or that a controller creates from it. */
function secretsCreatedBy({ access }: SeldonFacts, object: KubernetesObject): readonly Made[] {
  const namespace = textAt(object, "metadata", "namespace") ?? "";
  const name = textAt(object, "metadata", "name") ?? "";
  const text = (...path: readonly string[]): string => textAt(object, ...path) ?? name;
  const kind = kindOf(object);
  switch (kind) {
    case "Secret":
    case "ConfigMap":
      return [[kind, namespace, name, keysOf(object)]];
    case "ServiceAccount":
    case "PersistentVolumeClaim":
      return [[kind, namespace, name]];
    case externalSecretKind:
      return [["Secret", namespace, text("spec", "target", "name"), keysOfExternal(object)]];
    case clusterExternalSecretKind:
      return [["Secret", anywhere, text("spec", "externalSecretSpec", "target", "name")]];
    case "bitnami.com/SealedSecret":
      return [["Secret", namespace, text("spec", "template", "metadata", "name")]];
    case "cert-manager.io/Certificate":
      return [["Secret", namespace, text("spec", "secretName")]];
    case "secrets.hashicorp.com/VaultStaticSecret":
    case "secrets.hashicorp.com/VaultDynamicSecret":
    case "secrets.hashicorp.com/VaultPKISecret":
      return [["Secret", namespace, text("spec", "destination", "name")]];
    case "kafka.strimzi.io/KafkaUser":
    case "onepassword.com/OnePasswordItem":
      return [["Secret", namespace, name]];
    case "secrets-store.csi.x-k8s.io/SecretProviderClass":
      return listAt(object, "spec", "secretObjects").map((value): Made => {
        const secret = textAt(value, "secretName") ?? "";
        return ["Secret", namespace, secret];
      });
    case "trust.cert-manager.io/Bundle":
      return [
        ["Secret", anywhere, name],
        ["ConfigMap", anywhere, name],
      ];
    case "cdi.kubevirt.io/DataVolume":
      return [["PersistentVolumeClaim", namespace, name]];
    case statefulSetKind:
      return claimsOf(object, namespace, name);
    case runtimeKind:
      return ofRuntime(access, namespace);
    case applicationKind:
      return ofOperator(access, object);
    default:
      return [];
  }
}

function claimsOf(set: KubernetesObject, namespace: string, name: string): readonly Made[] {
  return listAt(set, "spec", "volumeClaimTemplates").map((template): Made => {
    const claim = `${textAt(template, "metadata", "name")}-${name}${ordinal}`;
    return ["PersistentVolumeClaim", namespace, claim];
  });
}

/** The objects that the operator creates for a SeldonRuntime (2.9.1). */
function ofRuntime({ runtime, runtimeConfigMaps }: SeldonAccess, namespace: string): readonly Made[] {
  return [
    ...runtime.map(({ account }): Made => ["ServiceAccount", namespace, account]),
    ...runtimeConfigMaps.map((map): Made => ["ConfigMap", namespace, map]),
  ];
}

/** The objects that the operator's chart creates. */
function ofOperator({ operator }: SeldonAccess, application: KubernetesObject): readonly Made[] {
  if (textAt(application, "spec", "source", "chart") !== "seldon-core-v2-setup") return [];
  const namespace = textAt(application, "spec", "destination", "namespace") ?? "";
  return [
    ["ServiceAccount", namespace, operator.account],
    ["ConfigMap", namespace, operator.configMap],
  ];
}

/** Undefined for an object without keys: it is filled in later, with a token or the certificates of an authority. */
function keysOf(object: KubernetesObject): readonly string[] | undefined {
  const keys = ["data", "stringData", "binaryData"].flatMap((field) => Object.keys(mapAt(object, field)));
  return keys.length === 0 ? undefined : keys;
}

function keysOfExternal(object: KubernetesObject): readonly string[] | undefined {
  const written = Object.keys(mapAt(object, "spec", "target", "template"));
  const plain = written.every((field) => ["type", "engineVersion", "mergePolicy", "metadata"].includes(field));
  if (!plain || listAt(object, "spec", "dataFrom").length > 0) return undefined;
  return listAt(object, "spec", "data").map((value) => textAt(value, "secretKey") ?? "");
}

/** The Secrets that a person brings according to the input. For a folder that a tenant adopts, also that tenant's objects. */
function byInput({ manifests, context }: ManifestSet): readonly Made[] {
  const { platform, cluster, tenant } = context;
  if (platform === undefined || cluster === undefined) return [];
  const { namespace } = platform.spec.seldon;
  const scopeOfCluster = clusterScope(cluster);
  const needed = [...operatorSecretNeeds(scopeOfCluster), ...runtimeSecretNeeds(scopeOfCluster)];
  const certificates = certificateSecrets(cluster).map(
    (secret): Made => ["Secret", secret.namespace, secret.name, secret.keys.map(({ key }) => key)],
  );
  const ofCluster = [...needed.map(secretIn(namespace)), ...certificates];
  if (tenant === undefined) return ofCluster;
  const scope = tenantScope(cluster, tenant);
  const declared = [...ofCluster, ...secretNeeds(scope).map(secretIn(tenant.name))];
  if (manifests.some((manifest) => manifest.tenant === tenant.name)) return declared;
  return [
    ...declared,
    ...[...generateTenant(scope).values()].flat().flatMap(({ object }) => secretsCreatedBy(scope.seldon, object)),
  ];
}

function secretIn(namespace: string): (need: SecretNeed) => Made {
  return ({ name, keys }) => ["Secret", namespace, name, keys];
}
