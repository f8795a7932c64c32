import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { argoCDVersions, kubernetesVersions } from "../../tools/schema-sources.ts";
import { schemeOf } from "../effective.ts";
import { findingAt, type Inventory, type Origin, partOf } from "../inventory.ts";
import { isSample, sampleTenants } from "../sample.ts";
import type { SecretOrigin } from "../tenant.ts";
import { imageFindings, unpinnedImages } from "./images.ts";
import { insideCluster } from "./network.ts";
import { unknownReference } from "./unknown.ts";

/** The platform's and the clusters' own files: what they name exists, and versions are ones whose schemas are pinned. */
export function* platformReferences(inventory: Inventory): Iterable<Diagnostic> {
  yield* repository(inventory);
  yield* services(inventory);
  yield* stores(inventory);
  yield* templates(inventory);
  yield* clusters(inventory);
}

/** Whoever has taken the sample apart means to run something, and the sample's repository is nobody's. */
function* repository(inventory: Inventory): Iterable<Diagnostic> {
  const names = new Set<string>(inventory.clusters.flatMap(({ tenants }) => tenants.map(({ name }) => name)));
  if (!isSample(inventory) || sampleTenants.some((name) => names.has(name))) return;
  const finding = findingAt(
    inventory.platform.at("repository", "url"),
    "platform/sample",
    "this is the sample's repository, which no Argo CD can read",
    "Name your own, with your team and what is really there; then each cluster's addresses: README.md, Make it yours.",
  );
  yield { ...finding, severity: "warning" };
}

function* services({ platform }: Inventory): Iterable<Diagnostic> {
  const { services: declared, seldon, defaults, quotaSizes } = platform.spec;
  const names = Object.keys(declared);
  yield* unknownReference(
    platform.at("seldon", "kafka", "service"),
    seldon.kafka?.service,
    names,
    "service of the platform",
  );
  yield* unknownReference(
    platform.at("seldon", "tracing", "service"),
    seldon.tracing?.service,
    names,
    "service of the platform",
  );
  yield* unknownReference(
    platform.at("defaults", "quotaSize"),
    defaults.quotaSize,
    Object.keys(quotaSizes),
    "quota size of the platform",
  );
}

function* stores({ platform }: Inventory): Iterable<Diagnostic> {
  const { artifactStores, services: declared } = platform.spec;
  for (const [name, store] of Object.entries(artifactStores)) {
    yield* unknownReference(
      platform.at("artifactStores", name, "service"),
      store.service,
      Object.keys(declared),
      "service of the platform",
    );
    if ((store.service === undefined) === (store.external === undefined)) {
      yield findingAt(
        platform.at("artifactStores", name),
        "input/missing-field",
        `artifact store ${name} has ${store.service === undefined ? "neither" : "both"} service and external`,
        "Say one: in the cluster (service), or outside (external).",
        "key",
      );
    }
    const schemes = [...new Set(store.locations.map(schemeOf))];
    if (schemes.length > 1) {
      yield findingAt(
        platform.at("artifactStores", name, "locations"),
        "input/invalid-value",
        `artifact store ${name} mixes ${schemes.join(" and ")}`,
        "One store, one scheme: the secret's one key is named after it.",
      );
    }
    if (store.credentials === "public" && schemes.some((scheme) => scheme !== "gs")) {
      yield findingAt(
        platform.at("artifactStores", name, "credentials"),
        "input/invalid-value",
        `${name} cannot be public`,
        "Seldon ships one remote without credentials, gs. Name a secret.",
      );
    }
    if (store.credentials !== "public")
      yield* secretOrigin(
        Object.keys(platform.spec.secretStores),
        platform.at("artifactStores", name, "credentials", "from"),
        store.credentials.from,
      );
  }
}

function* templates({ platform }: Inventory): Iterable<Diagnostic> {
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
        `template ${name} requests no memory`,
        "Seldon fits models into the server's memory request (2.9.1): set resources.requests.memory.",
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
        `template ${name} sets no ${limits?.cpu === undefined ? "CPU" : "memory"} limit for its ${part}`,
        "A quota on limits refuses pods without one: set resources.limits.",
        "key",
      );
    }
  }
}

function* clusters({ platform, clusters: declared, components }: Inventory): Iterable<Diagnostic> {
  const orders = new Map<number, string>();
  for (const cluster of declared) {
    const { spec } = cluster;
    const twin = orders.get(spec.order);
    if (twin !== undefined) {
      yield findingAt(
        cluster.at("order"),
        "reference/ambiguous",
        `${cluster.name} and ${twin} have the same order`,
        "Give each cluster its own place in the order of promotion.",
      );
    }
    orders.set(spec.order, cluster.name);
    for (const [path, version, pinned] of [
      [["kubernetes", "version"], spec.kubernetes.version, kubernetesVersions],
      [["argoCD", "version"], spec.argoCD.version, argoCDVersions],
    ] as const) {
      if (pinned.includes(version)) continue;
      yield findingAt(
        cluster.at(...path),
        "platform/version",
        `no schemas are pinned for ${path[0] === "argoCD" ? "Argo CD" : "Kubernetes"} ${version}`,
        `Pinned: ${pinned.join(", ")}. To pin another, add it to generator/tools/schema-sources.ts.`,
      );
    }
    for (const [index, name] of spec.components.entries()) {
      yield* unknownReference(
        cluster.at("components", index),
        name,
        [...components.keys()],
        "component under platform/components/",
        "value",
        spec.components,
      );
    }
    for (const [name, { external }] of Object.entries(platform.spec.artifactStores))
      for (const [index, cidr] of (external?.cidrs ?? []).entries())
        yield* insideCluster(
          platform.at("artifactStores", name, "external", "cidrs", index),
          cidr,
          cluster,
          "External networks are outside the cluster: name a service instead.",
        );
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
        `${platform.spec.seldon.namespace} is not among the platform's namespaces`,
        "Seldon's operator runs there: declare it.",
        "key",
      );
    }
  }
}

/** Shared with the tenants' secrets: a store that exists, or a person. */
export function* secretOrigin(known: readonly string[], at: Origin, from: SecretOrigin): Iterable<Diagnostic> {
  if (from === "manual") return;
  yield* unknownReference(partOf(at, "store"), from.store, known, "secret store of the platform");
}
