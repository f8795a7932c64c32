import { codes } from "../diagnostics/codes.ts";
import { compareStrings, type Diagnostic, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { failed, type Outcome, outcome } from "../diagnostics/outcome.ts";
import type { RepositoryDocuments } from "../load/load-repository.ts";
import { memoize } from "../load/memoize.ts";
import type { Path, SourceDocument } from "../load/source.ts";
import { type KnownSeldon, knownSeldon } from "../models/seldon/known.ts";
import type { SchemaPins } from "../tools/schema-sources.ts";
import { pinsWithAddons } from "./addons/addon-modules.ts";
import { knownCharts } from "./addons/charts-entry.ts";
import { providedPools, providedPrometheus, tenantPools } from "./addons/cluster-fields.ts";
import { type AddonDefinitions, addonDefinitions } from "./addons/definition.ts";
import { type AddonEntry, addonsOnCluster } from "./addons/on-cluster.ts";
import { platformFacts } from "./addons/platform-facts.ts";
import { isRetiring, providerOf } from "./addons/retire.ts";
import { resolveInstance } from "./argo-cd.ts";
import { Cluster, type Prometheus } from "./cluster.ts";
import { parsedPlatform, platformOnCluster } from "./cluster-platform.ts";
import { findingsOnClusters } from "./findings-on-clusters.ts";
import { type ClusterEntry, findingAt, type Inventory, type Origin } from "./inventory.ts";
import { nameFinding } from "./name-finding.ts";
import { parse, wholeDocument } from "./parse.ts";
import { referenceChecks } from "./references/table.ts";
import { schemasEntry } from "./schemas-entry.ts";
import { sharedSettings } from "./shared-settings.ts";
import { selectableClusters } from "./tenant-clusters.ts";
import { type ClusterSettings, tenantEntries } from "./tenant-entries.ts";

/** Converts raw documents to the inventory: validates each against its schema, then checks references between them. */
export function validateInventory(
  documents: RepositoryDocuments,
  known: KnownSeldon = knownSeldon,
): Outcome<Inventory> {
  const found: Diagnostic[] = [];
  const common = documents.platform === undefined ? undefined : parsedPlatform(known)(documents.platform);
  found.push(...(common?.diagnostics ?? []));
  const platform = common?.value;
  const schemas = schemasEntry(documents, found);
  const addons = addonDefinitions(documents.addons, documents.shippedAddons, found);
  const charts = knownCharts(documents, found);
  const context: ClusterContext = { common: documents.platform, known, pins: schemas.pins, addons };
  const clusters = documents.clusters.flatMap((document) => clusterEntry(document, context, found) ?? []);
  const settings: ClusterSettings = new Map(
    selectableClusters(documents).map((cluster) => [
      cluster.name,
      { cluster, shared: sharedSettings(documents.platform, cluster) },
    ]),
  );
  const placed = documents.tenants.map((document) => tenantEntries(document, settings));
  // A default has the same position for every cluster and tenant.
  found.push(
    ...withoutDuplicates([
      ...[...settings.values()].flatMap(({ shared }) => shared.diagnostics),
      ...placed.flatMap(({ diagnostics }) => diagnostics),
    ]),
  );
  const tenants = placed.flatMap(({ entries }) => entries);
  if (platform === undefined || found.some(({ severity }) => severity === "error")) return failed(found);

  const inventory: Inventory = {
    platform,
    schemas,
    charts,
    clusters: clusters
      .map((cluster) => ({
        ...cluster,
        tenants: tenants
          .filter((tenant) => tenant.cluster === cluster.name)
          .map(({ entry }) => entry)
          .sort((left, right) => compareStrings(left.name, right.name)),
      }))
      .sort((left, right) => left.spec.order - right.spec.order || compareStrings(left.name, right.name)),
    components: documents.components,
    healthChecks: documents.healthChecks,
  };
  return outcome(inventory, [...found, ...findingsOnClusters(inventory, referenceFindings)]);
}

function referenceFindings(inventory: Inventory): readonly Diagnostic[] {
  return withoutDuplicates(referenceChecks.flatMap((check) => [...check(inventory)]));
}

/** A document that two states of a repository share is parsed once. */
const parsedCluster = memoize(({ source, value }: SourceDocument) =>
  parse(Cluster, value, wholeDocument(source, "cluster")),
);

/** The input of the entries of all clusters. */
interface ClusterContext {
  /** The document of platform.yaml. */
  readonly common: SourceDocument | undefined;
  readonly known: KnownSeldon;
  readonly pins: SchemaPins;
  readonly addons: AddonDefinitions;
}

/** Undefined also if the file of the platform is invalid, because the entry contains the platform on this cluster. */
function clusterEntry(
  document: SourceDocument,
  { common, known, pins, addons: definitions }: ClusterContext,
  found: Diagnostic[],
): ClusterEntry | undefined {
  const { source } = document;
  const folder = source.file.split("/")[1] ?? "";
  const { value, diagnostics } = parsedCluster(document);
  const at = (...path: Path): Origin => ({ source, path: ["spec", ...path] });
  const addons = addonsOnCluster(value?.spec.addons ?? {}, definitions, at, found);
  const names = { cluster: folder, environment: value?.spec.environment ?? "" };
  const platform =
    common === undefined ? undefined : platformOnCluster(common, document, known, names, platformFacts(addons));
  found.push(...diagnostics, ...(platform?.diagnostics ?? []));
  if (value === undefined) return undefined;
  const { name } = value.metadata;
  if (name !== folder)
    found.push(
      nameFinding(source, `the folder's name, ${folder}`, `Rename the folder to ${name}, or the cluster to ${folder}.`),
    );
  if (platform?.value === undefined) return undefined;
  const { platform: _, addons: _addons, argoCD, prometheus: written, ...spec } = value.spec;
  // Without an add-on whose entry is wrong, nothing is known about the contracts that it provides.
  const isComplete = Object.keys(value.spec.addons).length === addons.length;
  const prometheus = prometheusOf(written, addons, at, isComplete ? found : []);
  const instance = resolveInstance(name, argoCD, platform.value.spec.hubs, at("argoCD"));
  found.push(...instance.diagnostics);
  if (!instance.ok || prometheus === undefined) return undefined;
  const network = withPools(spec.network, addons, at, found);
  const onCluster = { ...spec, network, argoCD: instance.value, prometheus };
  const withAddons = pinsWithAddons(pins, addons);
  const writesPools = hasPools(spec.network);
  return { name, spec: onCluster, platform: platform.value, pins: withAddons, addons, writesPools, tenants: [], at };
}

/** The network of the cluster, with the tenants' pools of the add-on that provides load balancers. */
function withPools(
  network: Cluster["spec"]["network"],
  addons: readonly AddonEntry[],
  at: ClusterEntry["at"],
  found: Diagnostic[],
): Cluster["spec"]["network"] {
  const pools = providedPools(addons);
  const provider = providerOf(addons, "loadBalancers");
  const written = hasPools(network);
  if (pools === undefined || provider === undefined || (written && isRetiring(provider))) return network;
  if (written)
    found.push(
      findingAt(
        at("network", "loadBalancerPools"),
        "addons/provided-twice",
        codes["addons/provided-twice"].messages.writtenByHand("spec.network.loadBalancerPools", provider.name),
        "Remove it: it follows from the add-on.",
        "key",
      ),
    );
  return { ...network, loadBalancerPools: tenantPools(pools) };
}

function hasPools({ loadBalancerPools }: Cluster["spec"]["network"]): boolean {
  return Object.keys(loadBalancerPools).length > 0;
}

/** The Prometheus of the cluster: from its file, or from an add-on. Both, or neither, is a mistake. */
function prometheusOf(
  written: Prometheus | undefined,
  addons: readonly AddonEntry[],
  at: ClusterEntry["at"],
  found: Diagnostic[],
): Prometheus | undefined {
  const provider = providerOf(addons, "monitoring");
  const { messages } = codes["addons/provided-twice"];
  if (written !== undefined && provider !== undefined && !isRetiring(provider))
    found.push(
      findingAt(
        at("prometheus"),
        "addons/provided-twice",
        messages.writtenByHand("spec.prometheus", provider.name),
        "Remove it: it follows from the add-on.",
        "key",
      ),
    );
  const prometheus = written ?? providedPrometheus(addons);
  if (prometheus === undefined) {
    const message = codes["input/missing-field"].messages.missingField("spec.prometheus");
    const hint = "Set the namespace, pods and monitorLabels of Prometheus, or switch on an add-on that provides it.";
    found.push(findingAt(at("prometheus"), "input/missing-field", message, hint));
  }
  return prometheus;
}
