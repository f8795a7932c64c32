import { z } from "zod";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { type Outcome, outcome } from "../diagnostics/outcome.ts";
import { findingAt, type Origin, partOf } from "./inventory.ts";
import { unknownReference } from "./references/unknown.ts";
import { field, Name, SoftwareVersion } from "./terms.ts";

const Settings = z.enum(["managed", "adopted"]);

const settingsMeaning =
  "Whether the bootstrap changes the settings of Argo CD. `managed`: the bootstrap installs Argo CD, and sets the keys of its ConfigMaps that Tenantry needs. `adopted`: Argo CD already exists, and the bootstrap changes no key and no Secret of this Argo CD. The README of the bootstrap then lists the keys that the owner of Argo CD must set.";

/** An Argo CD instance that syncs several clusters. */
export const Hub = z.strictObject({
  version: field(
    SoftwareVersion,
    "Version of the Argo CD instance: a minor or a full version. Objects are validated against the schemas of this version, or of the newest pinned patch of its minor. `tenantry versions` lists the pinned versions.",
    "3.5.1",
    "3.5",
  ),
  namespace: field(Name, "Namespace of the Argo CD instance.", "argocd").default("argocd"),
  settings: field(Settings, settingsMeaning, "adopted").default("managed"),
});
export type Hub = z.infer<typeof Hub>;

/** The Argo CD instance of a cluster, as its file declares it: a hub, or the cluster's own instance. */
export const ClusterArgoCD = z.strictObject({
  hub: field(
    Name,
    "The hub that syncs this cluster, from `hubs` in platform.yaml. Without a hub, the cluster has its own Argo CD instance.",
    "main",
  ).optional(),
  version: field(
    SoftwareVersion,
    "Version of the cluster's own Argo CD instance: a minor or a full version. Objects are validated against the schemas of this version, or of the newest pinned patch of its minor. `tenantry versions` lists the pinned versions. Required without a hub. A hub sets the version itself.",
    "3.2.11",
    "3.5",
  ).optional(),
  namespace: field(
    Name,
    "Namespace of the cluster's own Argo CD instance. The default is `argocd`. A hub sets the namespace itself.",
    "argocd",
  ).optional(),
  settings: field(
    Settings,
    `${settingsMeaning} The default is \`managed\`. A hub sets this field itself.`,
    "adopted",
  ).optional(),
  user: field(
    z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9][A-Za-z0-9:@._/-]*$/, "it must be the name of a user in Kubernetes"),
    "The user name of Argo CD on this cluster. The default is the account `argocd-application-controller` in Argo CD's namespace. An Argo CD instance on another cluster uses the account `argocd-manager` in `kube-system`. Admission policies allow this user to write objects that other users may not write, but only objects of the kinds that its Applications contain.",
    "arn:aws:iam::111122223333:role/argocd",
  ).optional(),
  destination: field(
    z.union([
      z.strictObject({
        server: field(
          z.url({ protocol: /^https$/ }),
          "Address of the cluster's API server, as registered in Argo CD.",
          "https://kubernetes.default.svc",
        ),
      }),
      z.strictObject({ name: field(Name, "Name of the cluster, as registered in Argo CD.", "production") }),
    ]),
    "The cluster's address or name, as registered in Argo CD. Each cluster of a hub has a different destination.",
    { server: "https://kubernetes.default.svc" },
  ),
});
export type ClusterArgoCD = z.infer<typeof ClusterArgoCD>;

/** The Argo CD instance of a cluster, with the values of its hub. */
export interface ArgoCDInstance extends Hub {
  /** Undefined if the cluster has its own instance. */
  readonly hub: string | undefined;
  readonly user: string | undefined;
  readonly destination: ClusterArgoCD["destination"];
}

/**
 * Adds the values of the hub, or the defaults. A value next to `hub` must be the hub's.
 * @param at The origin of `argoCD` in the cluster's file.
 */
export function resolveInstance(
  cluster: string,
  written: ClusterArgoCD,
  hubs: Readonly<Record<string, Hub>>,
  at: Origin,
): Outcome<ArgoCDInstance> {
  const { hub: name, version, user, destination } = written;
  const placed = { hub: name, user, destination };
  if (name === undefined) {
    if (version === undefined) return { ok: false, diagnostics: [neither(cluster, at)] };
    const { namespace = "argocd", settings = "managed" } = written;
    return outcome({ ...placed, version, namespace, settings });
  }
  const hub = hubs[name];
  if (hub === undefined)
    return {
      ok: false,
      diagnostics: [
        ...unknownReference(partOf(at, "hub"), name, Object.keys(hubs), "hub", { scope: "in platform.yaml" }),
      ],
    };
  return outcome({ ...placed, ...hub }, contradictions(name, hub, written, at));
}

const ofHub = ["version", "namespace", "settings"] as const satisfies readonly (keyof Hub)[];

function contradictions(name: string, hub: Hub, written: ClusterArgoCD, at: Origin): readonly Diagnostic[] {
  return ofHub.flatMap((key) => {
    const value = written[key];
    if (value === undefined || value === hub[key]) return [];
    const message = codes["input/invalid-value"].messages.otherThanHub(key, value, name, hub[key]);
    const hint = `Remove the field: the hub sets ${key} for all its clusters.`;
    return [findingAt(partOf(at, key), "input/invalid-value", message, hint)];
  });
}

function neither(cluster: string, at: Origin): Diagnostic {
  return findingAt(
    at,
    "input/missing-field",
    codes["input/missing-field"].messages.neitherOf("Argo CD of cluster", cluster, "version", "hub"),
    "Set version if the cluster has its own Argo CD instance, or hub if a hub syncs the cluster.",
    "key",
  );
}

/** The cluster of Argo CD itself, under the name and the address that every Argo CD instance knows. */
export const inClusterServer = { server: "https://kubernetes.default.svc" } as const;
const inClusterName = "in-cluster";

/** Whether a destination is the cluster of Argo CD itself. */
export function isInCluster(destination: ClusterArgoCD["destination"]): boolean {
  return "server" in destination
    ? withoutSlash(destination.server) === inClusterServer.server
    : destination.name === inClusterName;
}

/** A destination as one text: equal texts are the same cluster. Argo CD ignores a slash at the end of an address. */
export function destinationText(destination: ClusterArgoCD["destination"]): string {
  if (isInCluster(destination)) return inClusterServer.server;
  return "server" in destination ? withoutSlash(destination.server) : destination.name;
}

function withoutSlash(server: string): string {
  return server.replace(/\/+$/, "");
}
