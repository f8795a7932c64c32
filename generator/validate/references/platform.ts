import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { docsPage } from "../../text/program-folder.ts";
import { schemeOf } from "../effective.ts";
import { type ClusterEntry, findingAt, type Inventory, type Origin, type PlatformEntry, partOf } from "../inventory.ts";
import { isSample, sampleTenants } from "../sample.ts";
import type { SecretOrigin } from "../tenant-secrets.ts";
import { imageFindings, unpinnedImages } from "./images.ts";
import { insideClusterFindings } from "./network.ts";
import { unknownReference } from "./unknown.ts";

/** Checks of the platform's and the clusters' files: references must exist. */
export function* platformReferences(inventory: Inventory): Iterable<Diagnostic> {
  yield* repository(inventory);
  yield* lostClusters(inventory);
  for (const { platform } of inventory.clusters) {
    yield* services(platform);
    yield* stores(platform);
    yield* templates(platform);
  }
  yield* clusters(inventory);
}

/** Warns if the sample's tenants are removed, but the repository is still the sample's, which Argo CD cannot read. */
function* repository(inventory: Inventory): Iterable<Diagnostic> {
  const names = new Set<string>(inventory.clusters.flatMap(({ tenants }) => tenants.map(({ name }) => name)));
  if (!isSample(inventory) || sampleTenants.some((name) => names.has(name))) return;
  const finding = findingAt(
    inventory.platform.at("repository", "url"),
    "platform/sample",
    codes["platform/sample"].messages.sampleRepository(),
    `Set your own repository, team and services, and the addresses of each cluster. See ${docsPage("platform-engineer.md")}.`,
  );
  yield { ...finding, severity: "warning" };
}

function* lostClusters({ platform, clusters: existing }: Inventory): Iterable<Diagnostic> {
  for (const { name } of existing.filter((cluster) => Object.hasOwn(platform.spec.lostClusters, cluster.name)))
    yield findingAt(
      platform.at("lostClusters", name),
      "reference/lost-cluster",
      codes["reference/lost-cluster"].messages.existingCluster(name),
      "Remove the entry, or remove the cluster.yaml of the cluster in the same change.",
      "key",
    );
}

function* services(platform: PlatformEntry): Iterable<Diagnostic> {
  const { services: declared, seldon, defaults, quotaSizes } = platform.spec;
  const names = Object.keys(declared);
  yield* unknownReference(platform.at("seldon", "kafka", "service"), seldon.kafka?.service, names, "platform service");
  yield* unknownReference(
    platform.at("seldon", "tracing", "service"),
    seldon.tracing?.service,
    names,
    "platform service",
  );
  yield* unknownReference(
    platform.at("defaults", "quotaSize"),
    defaults.quotaSize,
    Object.keys(quotaSizes),
    "quota size",
  );
}

function* stores(platform: PlatformEntry): Iterable<Diagnostic> {
  const { artifactStores, services: declared } = platform.spec;
  for (const [name, store] of Object.entries(artifactStores)) {
    yield* unknownReference(
      platform.at("artifactStores", name, "service"),
      store.service,
      Object.keys(declared),
      "platform service",
    );
    if ((store.service === undefined) === (store.external === undefined)) {
      const { messages } = codes["input/missing-field"];
      yield findingAt(
        platform.at("artifactStores", name),
        "input/missing-field",
        (store.service === undefined ? messages.neitherOf : messages.bothOf)(
          "artifact store",
          name,
          "service",
          "external",
        ),
        "Set exactly one field: service for a store in the cluster, or external for a store outside the cluster.",
        "key",
      );
    }
    const schemes = [...new Set(store.locations.map(schemeOf))];
    if (schemes.length > 1) {
      yield findingAt(
        platform.at("artifactStores", name, "locations"),
        "input/invalid-value",
        codes["input/invalid-value"].messages.mixedSchemes(name, schemes.join(" and ")),
        "Use one scheme in each store: the only key of the store's secret is named after the scheme.",
      );
    }
    if (store.credentials === "public" && schemes.some((scheme) => scheme !== "gs")) {
      yield findingAt(
        platform.at("artifactStores", name, "credentials"),
        "input/invalid-value",
        codes["input/invalid-value"].messages.publicCredentials(name),
        "Set a secret: only gs can be public, because Seldon ships no other remote without credentials.",
      );
    }
    if (store.credentials !== "public" && store.credentials.from !== "add-on")
      yield* secretOrigin(
        Object.keys(platform.spec.secretStores),
        platform.at("artifactStores", name, "credentials", "from"),
        store.credentials.from,
      );
  }
}

function* templates(platform: PlatformEntry): Iterable<Diagnostic> {
  for (const [name, template] of Object.entries(platform.spec.serverTemplates)) {
    const images = { image: template.image, agent: template.agent.image, rclone: template.rclone.image };
    for (const [part, image] of Object.entries(images)) {
      if (image === undefined) continue;
      const at =
        part === "image"
          ? platform.at("serverTemplates", name, "image")
          : platform.at("serverTemplates", name, part, "image");
      yield* imageFindings(at, image, platform.spec.registries);
    }
    if (template.resources.requests?.memory === undefined) {
      yield findingAt(
        platform.at("serverTemplates", name, "resources"),
        "input/missing-field",
        codes["input/missing-field"].messages.missingMemoryRequest(name),
        "Set resources.requests.memory: Seldon loads models up to the memory request of the inference server (2.9.1).",
        "key",
      );
    }
    for (const [part, { limits }] of Object.entries({
      server: template.resources,
      agent: template.agent.resources,
      rclone: template.rclone.resources,
    })) {
      if (limits?.cpu !== undefined && limits.memory !== undefined) continue;
      const at =
        part === "server"
          ? platform.at("serverTemplates", name, "resources")
          : platform.at("serverTemplates", name, part, "resources");
      yield findingAt(
        at,
        "input/missing-field",
        codes["input/missing-field"].messages.missingLimit(limits?.cpu === undefined ? "CPU" : "memory", part, name),
        "Set resources.limits: a quota of limits rejects pods without a limit.",
        "key",
      );
    }
  }
}

/** The database is outside the cluster, or a known service that listens on its port. */
function* databaseFindings(cluster: ClusterEntry): Iterable<Diagnostic> {
  const { platform } = cluster;
  const { database, services: declared } = platform.spec;
  for (const [index, cidr] of (database?.cidrs ?? []).entries())
    yield* insideClusterFindings(
      platform.at("database", "cidrs", index),
      cidr,
      cluster,
      "Set service instead of cidrs: the networks must be outside the cluster.",
    );
  const service = declared[database?.service ?? ""];
  yield* unknownReference(
    platform.at("database", "service"),
    database?.service,
    Object.keys(declared),
    "platform service",
  );
  if (database === undefined || service === undefined || service.ports.some(({ port }) => port === database.port))
    return;
  const message = codes["reference/unknown"].messages.unknownName(
    "port",
    String(database.port),
    `of service ${database.service}`,
  );
  yield findingAt(platform.at("database", "port"), "reference/unknown", message, "Add the port to the service.");
}

function* clusters({ clusters: declared, components }: Inventory): Iterable<Diagnostic> {
  for (const [position, cluster] of declared.entries()) {
    const { platform, spec } = cluster;
    const twin = declared
      .slice(0, position)
      .find((other) => other.spec.order === spec.order && other.spec.environment !== spec.environment);
    if (twin !== undefined) {
      yield findingAt(
        cluster.at("order"),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.duplicateOrder(cluster.name, twin.name),
        "Set a different order for the clusters of each environment: order is the position in the promotion.",
      );
    }
    for (const [index, name] of spec.components.entries()) {
      yield* unknownReference(cluster.at("components", index), name, [...components.keys()], "component", {
        scope: "in platform/components/",
        siblings: spec.components,
      });
    }
    for (const [name, { external }] of Object.entries(platform.spec.artifactStores))
      for (const [index, cidr] of (external?.cidrs ?? []).entries())
        yield* insideClusterFindings(
          platform.at("artifactStores", name, "external", "cidrs", index),
          cidr,
          cluster,
          "Set service instead of external: external networks must be outside the cluster.",
        );
    yield* databaseFindings(cluster);
    for (const [part, patched] of Object.entries(spec.seldon.images))
      if (patched !== undefined) yield* unpinnedImages(cluster.at("seldon", "images", part, "image"), patched.image);
    for (const [name, { from }] of Object.entries(spec.seldon.pullSecrets))
      yield* secretOrigin(
        Object.keys(platform.spec.secretStores),
        cluster.at("seldon", "pullSecrets", name, "from"),
        from,
      );
    if (!(platform.spec.seldon.namespace in platform.spec.namespaces)) {
      yield findingAt(
        platform.at("namespaces"),
        "reference/unknown",
        codes["reference/unknown"].messages.missingNamespace(platform.spec.seldon.namespace),
        "Declare the namespace: Seldon's operator runs there.",
        "key",
      );
    }
  }
}

/** The origin of a secret must be a secret store that exists, or manual. Also used for the tenants' secrets. */
export function* secretOrigin(known: readonly string[], at: Origin, from: SecretOrigin): Iterable<Diagnostic> {
  if (from === "manual") return;
  yield* unknownReference(partOf(at, "store"), from.store, known, "secret store");
}
