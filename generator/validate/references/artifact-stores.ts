import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { joinNames } from "../../text/listed.ts";
import { addonFacts, clusterFacts } from "../addons/facts.ts";
import { fillNode } from "../addons/fill.ts";
import { filledAddon } from "../addons/filled.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { isRetiring, providerOf } from "../addons/retire.ts";
import { objectShares } from "../addons/tenant-object.ts";
import { schemeOf } from "../effective.ts";
import { type ClusterEntry, findingAt } from "../inventory.ts";
import { valueAt } from "../merge.ts";

const { messages } = codes["addons/artifact-store"];

/** The artifact stores of a cluster and the add-on that provides the object store: their buckets, and the Secrets of tenants. */
export function* artifactStoresOf(cluster: ClusterEntry): Iterable<Diagnostic> {
  yield* storeSecrets(cluster);
  const provider = providerOf(cluster.addons, "objectStore");
  if (provider !== undefined) yield* bucketsOf(cluster, provider);
}

/** A store whose Secret comes from an add-on needs an add-on that gives it, with the key of its scheme. */
function* storeSecrets({ name: cluster, platform, addons }: ClusterEntry): Iterable<Diagnostic> {
  const given = addons.flatMap((addon) =>
    objectShares(addon.spec).flatMap(([, { secrets, requires, each }]) =>
      each === "tenant" && (requires === undefined || providerOf(addons, requires) !== undefined)
        ? secrets.map(({ to, keys }) => ({ addon: addon.name, to, keys }))
        : [],
    ),
  );
  for (const [store, { credentials, locations }] of Object.entries(platform.spec.artifactStores)) {
    if (credentials === "public") continue;
    const { secret, from } = credentials;
    const giver = given.find(({ to }) => to === secret);
    const key = schemeOf(locations[0] ?? "");
    const at = platform.at("artifactStores", store, "credentials", "from");
    if (from === "add-on" && (giver === undefined || giver.keys.length !== 1 || giver.keys[0] !== key))
      yield findingAt(
        at,
        "addons/artifact-store",
        messages.noSecret(secret, key, store, cluster),
        given.length === 0 ? undefined : `Add-ons give these Secrets: ${joinNames(given.map(({ to }) => to))}.`,
      );
  }
}

interface Bucket {
  readonly name: string;
  /** Undefined for a bucket of the platform. */
  readonly tenant: string | undefined;
}

/** Each bucket has one owner and a valid name, and the locations of artifact stores name buckets that exist. */
function* bucketsOf(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { service, buckets } = addon.spec.provides.objectStore ?? {};
  if (service === undefined || buckets === undefined || isRetiring(addon)) return;
  const { application, at: list, name: field } = buckets;
  const filled = filledAddon(cluster, addon);
  const ofTenants = filled.entries.filter((entry) => entry.application === application && entry.at.join(".") === list);
  const written = valueAt(filled.values.get(application), list.split("."));
  const entries: readonly unknown[] = Array.isArray(written) ? written : [];
  const all = entries.map((entry): Bucket => {
    const tenant = ofTenants.find((candidate) => candidate.entry === entry)?.tenant;
    return { name: String(valueAt(entry, [field])), tenant };
  });
  yield* namesOf(addon, all);
  const facts = { ...addonFacts(clusterFacts(cluster), addon), tenant: "{tenant}" };
  const patterns = Object.values(addon.spec.perTenant).flatMap(({ values }) =>
    values
      .filter((value) => value.application === application && value.at === list)
      .map(({ entry }) => String(valueAt(fillNode(entry, facts).value, [field]))),
  );
  const known = [...patterns, ...all.flatMap(({ name, tenant }) => (tenant === undefined ? [name] : []))];
  for (const [store, { locations, service: own }] of Object.entries(cluster.platform.spec.artifactStores))
    for (const [index, location] of own === service ? locations.entries() : []) {
      const bucket = bucketIn(location);
      if (known.includes(bucket)) continue;
      yield findingAt(
        cluster.platform.at("artifactStores", store, "locations", index),
        "addons/artifact-store",
        messages.noBucket(bucket, store, addon.name, cluster.name),
        `Use one of these buckets: ${known.join(", ")}. The settings of add-on ${addon.name} list the buckets of the platform.`,
      );
    }
}

function* namesOf(addon: AddonEntry, all: readonly Bucket[]): Iterable<Diagnostic> {
  for (const [index, { name }] of all.entries()) {
    const message = !bucketName.test(name)
      ? messages.bucketName(name)
      : all.findIndex((other) => other.name === name) < index
        ? messages.bucketTwice(name, addon.name)
        : undefined;
    if (message !== undefined) yield findingAt(addon.onCluster(), "addons/artifact-store", message, undefined, "key");
  }
}

/** The names that S3 allows, without dots: with a dot, the certificate of a host `<bucket>.<store>` does not match. */
const bucketName = /^[a-z0-9]([-a-z0-9]{1,61})[a-z0-9]$/;

/** The text between the scheme and the first slash. */
function bucketIn(location: string): string {
  return /^[a-z0-9]+:\/\/([^/]+)/.exec(location)?.[1] ?? "";
}
