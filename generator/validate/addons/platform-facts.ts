import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { defined } from "../../models/defined.ts";
import { findingAt, type Origin } from "../inventory.ts";
import { isMap, merge, type RawMap, valueAt } from "../merge.ts";
import { contractNames, type Provides, type ServedContract } from "./contracts.ts";
import { ownFacts } from "./facts.ts";
import { fillNode } from "./fill.ts";
import type { AddonEntry } from "./on-cluster.ts";
import { isRetiring, providerOf } from "./retire.ts";
import type { Workload } from "./workload.ts";

/** A fact that an add-on gives to the raw platform of its cluster. */
export interface ProvidedFact {
  readonly path: Path;
  readonly value: unknown;
  readonly origin: Origin;
  /** Whether the add-on leaves the cluster, so that a value of the file replaces the fact. */
  readonly yields: boolean;
}

/**
 * The facts that the contracts of a cluster's add-ons add to the raw spec of its platform: a service for each contract with pods,
 * and the Kafka of the pipelines.
 */
export function platformFacts(addons: readonly AddonEntry[]): readonly ProvidedFact[] {
  return addons.flatMap((addon) => {
    const { workloads } = addon.spec;
    const provides = contractsOf(addon, addons);
    const origin = addon.onCluster();
    const yields = isRetiring(addon);
    const fact = (path: Path, value: unknown): ProvidedFact => ({ path, value, origin, yields });
    const services = servedContracts(provides).flatMap(({ service, workload, port }) => {
      const pods = workloads[workload];
      return pods === undefined ? [] : [fact(["services", service], serviceOf(pods, port))];
    });
    const { streaming, database } = provides;
    return [
      ...services,
      ...(streaming === undefined ? [] : [fact(["seldon", "kafka"], kafkaOf(addon, streaming))]),
      ...(database === undefined ? [] : [fact(["database"], databaseOf(addon, database))]),
    ];
  });
}

function kafkaOf(addon: AddonEntry, { service, bootstrap, tls }: NonNullable<Provides["streaming"]>): RawMap {
  return { service, bootstrap: filled(addon, bootstrap), ...defined({ tls }) };
}

function databaseOf(
  addon: AddonEntry,
  { service, workload, port, host, tls }: NonNullable<Provides["database"]>,
): RawMap {
  const open = addon.spec.workloads[workload]?.ports[port];
  const number = typeof open === "number" ? open : open?.port;
  return { service, host: filled(addon, host), tls, ...defined({ port: number }) };
}

function filled({ spec, settings }: AddonEntry, text: string): unknown {
  return fillNode(text, ownFacts(spec, settings)).value;
}

/** The contracts of an add-on that no other add-on has taken over. */
function contractsOf(addon: AddonEntry, addons: readonly AddonEntry[]): Provides {
  const entries = contractNames.filter((contract) => providerOf(addons, contract) === addon || !isRetiring(addon));
  return Object.fromEntries(entries.map((contract) => [contract, addon.spec.provides[contract]]));
}

/** The facts without those of an add-on that leaves, if the file contains its own value. */
export function factsNotWritten(facts: readonly ProvidedFact[], raw: RawMap): readonly ProvidedFact[] {
  return facts.filter(({ path, value, yields }) => !yields || !isWrittenToo(value, valueAt(raw, path)));
}

/** Whether a file also contains a fact. It may add fields that the add-on does not provide, such as the prefix of topics. */
function isWrittenToo(value: unknown, written: unknown): boolean {
  if (!isMap(written) || !isMap(value)) return written !== undefined;
  return Object.keys(written).some((key) => Object.hasOwn(value, key));
}

/** The contracts with pods that others reach. */
function servedContracts(provides: Provides): readonly ServedContract[] {
  const { mesh, gateway, registry, objectStore, experimentTracking, streaming, database } = provides;
  const contracts = [mesh, gateway, registry, objectStore, experimentTracking, streaming, database];
  return contracts.filter((contract) => contract !== undefined);
}

function serviceOf({ namespace, pods, ports }: Workload, port: string | undefined): RawMap {
  const written = port === undefined ? undefined : ports[port];
  return {
    namespace,
    pods,
    ...(written === undefined ? {} : { ports: [typeof written === "number" ? { port: written } : written] }),
  };
}

/** The facts as one map, to merge into the raw spec. */
export function rawFacts(facts: readonly ProvidedFact[]): RawMap {
  return facts.reduce<RawMap>((merged, { path, value }) => merge(merged, nested(path, value)), {});
}

function nested([first, ...rest]: Path, value: unknown): RawMap {
  return first === undefined ? {} : { [first]: rest.length === 0 ? value : nested(rest, value) };
}

/** The facts that a file also writes by hand, at the line in this file. */
export function* providedTwice(
  facts: readonly ProvidedFact[],
  raw: RawMap,
  at: (...path: Path) => Origin,
): Iterable<Diagnostic> {
  for (const { path, value, origin } of facts) {
    if (!isWrittenToo(value, valueAt(raw, path))) continue;
    const addon = String(origin.path.at(-1));
    const message = codes["addons/provided-twice"].messages.writtenByHand(path.join("."), addon);
    const place = at(...path);
    const hint =
      place.source === origin.source
        ? "Remove it: it follows from the add-on."
        : "Remove it: it follows from the add-on. If other clusters need it, move it to spec.platform of their files.";
    yield findingAt(place, "addons/provided-twice", message, hint, "key");
  }
}
