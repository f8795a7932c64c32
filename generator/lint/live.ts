import type { InputCode } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import { labelsAt, listAt, mapAt, textAt } from "../evaluate/manifests/reading.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { ciliumPolicyKind, networkPolicyKind, roleBindingKind, roleKind } from "../models/kinds.ts";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { isMap } from "../validate/merge.ts";

/** What a tenant is to be on the cluster: each object with the Application that will own it, by identity. */
export type DesiredManifests = ReadonlyMap<string, { readonly object: KubernetesObject; readonly application: string }>;

/** Whether an object was read from a running cluster. */
export function isLive({ object }: Manifest): boolean {
  return textAt(object, "metadata", "uid") !== undefined;
}

const setByServer = ["uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink"];

/** An object of a running cluster as somebody would have written it: without what the API server keeps in it. */
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
 * What becomes of a live namespace once its tenant is generated: what two would own, what is taken over and changed, and
 * what nobody here knows of and stays. What controllers made goes with what they made it for.
 */
export function* runtimeFields(
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
      `${subject(manifest)} stays: nothing generated has its name`,
      opens ?? adders.get(manifest.kind) ?? "Remove it, or declare it: in the tenant's file, or as a component.",
    );
  }
}

/** Kinds that only ever open something more, with what to do about them. */
const wideners: ReadonlyMap<string, string> = new Map([
  [
    networkPolicyKind,
    "Policies add up: what it lets through stays open beside the generated ones. Remove it once the move is done.",
  ],
  [ciliumPolicyKind, "Policies add up: what it lets through stays open beside the generated ones."],
  [roleBindingKind, "Roles add up: whom it names keeps what it gives. Remove it."],
]);

const adders: ReadonlyMap<string, string> = new Map([
  ["ResourceQuota", "Every quota counts: the tighter one wins. Remove it."],
  ["LimitRange", "Every LimitRange counts, and which default wins is not said. Remove it."],
  ["PersistentVolumeClaim", "It holds data: copy that, or declare the claim under storage."],
]);

function* changedByOthers(live: Manifest, wanted: KubernetesObject, application: string): Iterable<Diagnostic> {
  const owner = ownerOf(live);
  if (owner !== undefined && owner.name !== application) {
    yield finding(
      live,
      "error",
      "live/owned-twice",
      `${owner.what} ${owner.name} holds ${subject(live)}, and ${application} will`,
      `Each would undo the other: take it out of ${owner.what} ${owner.name} without deleting it first.`,
    );
    return;
  }
  const changes = differences(wanted, live.object).slice(0, mostShown);
  if (owner === undefined && changes.length > 0)
    yield finding(
      live,
      "warning",
      "live/taken-over",
      `${application} takes over ${subject(live)} and changes ${changes.join(", ")}`,
      "Argo CD applies what is generated over what is there.",
    );
}

const mostShown = 5;

/** Who says of himself that he keeps an object as it is: Argo CD, Helm, or Flux. */
function ownerOf({ object }: Manifest): { readonly what: string; readonly name: string } | undefined {
  const annotations = labelsAt(object, "metadata", "annotations");
  const labels = labelsAt(object, "metadata", "labels");
  const tracked = annotations[trackingAnnotation]?.split(":")[0];
  if (tracked !== undefined) return { what: "Application", name: tracked };
  const release = annotations["meta.helm.sh/release-name"];
  if (release !== undefined) return { what: "Helm release", name: release };
  const flux = labels["kustomize.toolkit.fluxcd.io/name"] ?? labels["helm.toolkit.fluxcd.io/name"];
  if (flux !== undefined) return { what: "Flux's", name: flux };
  const instance = labels["argocd.argoproj.io/instance"];
  return instance === undefined ? undefined : { what: "Application", name: instance };
}

/** What Kubernetes, controllers and Seldon's operator (2.9.1) put into a namespace by themselves. */
function isMadeByOthers({ object, kind, name }: Manifest, desired: DesiredManifests): boolean {
  if (listAt(object, "metadata", "ownerReferences").length > 0) return true;
  if (kind === "PersistentVolumeClaim") return isServersClaim(name, desired);
  return madeByOthers.some((other) => other.kind === kind && other.names.test(name));
}

/** Claims of a StatefulSet are called `<claim>-<server>-<ordinal>`, and a Server of the same name takes them up again. */
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

/** Paths at which what is wanted differs from what is there; what is wanted nowhere stays as it is. */
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

/** Labels and annotations of our own are added, and hurt nobody. */
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
