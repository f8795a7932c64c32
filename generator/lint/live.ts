import { codes, type InputCode } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { labelsAt, listAt, mapAt, textAt } from "../evaluate/manifests/reading.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { ciliumPolicyKind, networkPolicyKind, roleBindingKind, roleKind } from "../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { isMap } from "../validate/merge.ts";

/** The desired objects of a tenant on the cluster, by identity, each with the Application that will own it. */
export type DesiredManifests = ReadonlyMap<string, { readonly object: KubernetesObject; readonly application: string }>;

/** Whether an object was read from a running cluster. */
export function isLive({ object }: Manifest): boolean {
  return textAt(object, "metadata", "uid") !== undefined;
}

const setByServer = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

/** A live object without the fields that the API server sets. */
export function asDesired(manifest: Manifest): Manifest {
  if (!isLive(manifest)) return manifest;
  const metadata = Object.fromEntries(
    Object.entries(mapAt(manifest.object, "metadata")).filter(([key]) => !setByServer.includes(key)),
  );
  const { apiVersion, kind } = manifest.object;
  const rest = Object.entries(manifest.object).filter(([key]) => key !== "status" && key !== "metadata");
  return { ...manifest, object: { ...Object.fromEntries(rest), apiVersion, kind, metadata } };
}

/**
 * Findings on a live namespace whose tenant will be generated: objects with two owners, objects that are taken over and changed,
 * and unknown objects that stay. Objects of controllers are left out: they are deleted together with their owners.
 */
export function* liveFindings(
  live: readonly Manifest[],
  namespace: string,
  desired: DesiredManifests,
): Iterable<Diagnostic> {
  for (const manifest of live) {
    const wanted = desired.get(
      `${groupVersion(manifest.object.apiVersion).group}/${manifest.object.kind}/${manifest.namespace ?? ""}/${manifest.name}`,
    );
    if (wanted !== undefined) {
      yield* changedByOthers(manifest, wanted.object, wanted.application);
      continue;
    }
    if (manifest.namespace !== namespace || isMadeByOthers(manifest, desired)) continue;
    const opens = wideners.get(manifest.kind);
    yield finding(
      manifest,
      opens === undefined ? "warning" : "error",
      "live/stays-behind",
      codes["live/stays-behind"].messages.staysBehind(subject(manifest)),
      opens ??
        adders.get(manifest.kind) ??
        "Remove the object, or declare the object in the tenant file or as a component.",
    );
  }
}

const additivePolicies =
  "Policies are additive: the connections of this live policy stay allowed, in addition to the connections of the generated policies.";

/** Kinds that can only add connections or permissions, with the hint for each. */
const wideners: ReadonlyMap<string, string> = new Map([
  [networkPolicyKind, `${additivePolicies} Remove the live policy after Argo CD has created the generated policies.`],
  [ciliumPolicyKind, additivePolicies],
  [
    roleBindingKind,
    "Remove this binding. Role bindings are additive: the subjects of this binding keep their permissions.",
  ],
]);

const adders: ReadonlyMap<string, string> = new Map([
  [
    "ResourceQuota",
    "Remove this ResourceQuota. All ResourceQuotas of a namespace apply, and the strictest quota wins.",
  ],
  [
    "LimitRange",
    "Remove this LimitRange. All LimitRanges of a namespace apply, and Kubernetes does not define which default wins.",
  ],
  [
    "PersistentVolumeClaim",
    "Copy the data of this volume claim, or declare the claim under storage in the tenant file.",
  ],
]);

function* changedByOthers(live: Manifest, wanted: KubernetesObject, application: string): Iterable<Diagnostic> {
  const owner = ownerOf(live);
  if (owner !== undefined && owner.name !== application) {
    yield finding(
      live,
      "error",
      "live/owned-twice",
      codes["live/owned-twice"].messages.ownedTwice(subject(live), `${owner.what} ${owner.name}`, application),
      `Remove the object from ${owner.what} ${owner.name} first, without deleting the object in the cluster. Otherwise the two owners of the object overwrite each other's changes.`,
    );
    return;
  }
  const changes = differences(wanted, live.object).slice(0, mostShown);
  if (owner === undefined && changes.length > 0)
    yield finding(
      live,
      "warning",
      "live/taken-over",
      codes["live/taken-over"].messages.takenOver(application, subject(live), changes.join(", ")),
      "Argo CD overwrites these fields of the live object with the generated values.",
    );
}

const mostShown = 5;

/** The owner in an object's metadata: Argo CD, Helm, or Flux. */
function ownerOf({ object }: Manifest): { readonly what: string; readonly name: string } | undefined {
  const annotations = labelsAt(object, "metadata", "annotations");
  const labels = labelsAt(object, "metadata", "labels");
  const tracked = annotations[trackingAnnotation]?.split(":")[0];
  if (tracked !== undefined) return { what: "Application", name: tracked };
  const release = annotations["meta.helm.sh/release-name"];
  if (release !== undefined) return { what: "Helm release", name: release };
  const flux = labels["kustomize.toolkit.fluxcd.io/name"] ?? labels["helm.toolkit.fluxcd.io/name"];
  if (flux !== undefined) return { what: "Flux object", name: flux };
  const instance = labels["argocd.argoproj.io/instance"];
  return instance === undefined ? undefined : { what: "Application", name: instance };
}

/** Whether Kubernetes, a controller or Seldon's operator (2.9.1) created an object in the namespace automatically. */
function isMadeByOthers({ object, kind, name }: Manifest, desired: DesiredManifests): boolean {
  if (listAt(object, "metadata", "ownerReferences").length > 0) return true;
  if (kind === "PersistentVolumeClaim") return isServersClaim(name, desired);
  return madeByOthers.some((other) => other.kind === kind && other.names.test(name));
}

/** Claims of a StatefulSet are named `<claim>-<server>-<ordinal>`, and a Server with the same name reuses them. */
function isServersClaim(name: string, desired: DesiredManifests): boolean {
  const servers = [...desired.values()].filter(({ object }) => object.kind === "Server");
  return servers.some(({ object }) => name.includes(`-${object.metadata?.name ?? ""}-`));
}

const everyName = /^/;
const madeByOthers: readonly { readonly kind: string; readonly names: RegExp }[] = [
  { kind: "ConfigMap", names: /^(kube-root-ca\.crt|istio-ca-root-cert|seldon-(agent|kafka|tracing))$/ },
  { kind: "ServiceAccount", names: /^(default|hodometer|seldon-scheduler|seldon-server)$/ },
  { kind: roleKind, names: /^(agent|seldon-scheduler|hodometer)-role$/ },
  { kind: roleBindingKind, names: /^(agent|seldon-scheduler|hodometer)-rolebinding$/ },
  { kind: "Secret", names: /^sh\.helm\.release\.v1\.|-token-[a-z0-9]{5}$/ },
  ...["Event", "events.k8s.io/Event", "Endpoints", "discovery.k8s.io/EndpointSlice"].map((kind) => ({
    kind,
    names: everyName,
  })),
  { kind: "coordination.k8s.io/Lease", names: everyName },
];

/** Paths at which the desired object differs from the live one. Fields that only the live object has stay. */
function differences(wanted: unknown, live: unknown, path = ""): readonly string[] {
  if (isMap(wanted) && isMap(live))
    return Object.entries(wanted).flatMap(([key, value]) =>
      value === undefined || leftAlone.has(`${path}.${key}`)
        ? []
        : differences(value, live[key], path === "" ? key : `${path}.${key}`),
    );
  if (Array.isArray(wanted) && Array.isArray(live) && wanted.length === live.length)
    return wanted.flatMap((value, index) => differences(value, live[index], `${path}[${index}]`));
  return wanted === live || JSON.stringify(wanted) === JSON.stringify(live) ? [] : [path];
}

/** Generated labels and annotations are only added, without harm. */
const leftAlone: ReadonlySet<string> = new Set(["metadata.labels", "metadata.annotations"]);

function subject({ object, name }: Manifest): string {
  return `${object.kind} ${name}`;
}

function finding(
  { at }: Manifest,
  severity: Diagnostic["severity"],
  code: InputCode,
  message: string,
  hint: string,
): Diagnostic {
  return { code, severity, message, hint, at: at(["metadata", "name"], "value") };
}
