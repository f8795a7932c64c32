import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { holdsSecret, isNamedSecret } from "../../load/secret-values.ts";
import type { Path } from "../../load/source.ts";
import { isProvided } from "../addons/by-hand.ts";
import type { ChartEntry } from "../addons/charts-entry.ts";
import { knownChart } from "../addons/charts-entry.ts";
import { filledAddon } from "../addons/filled.ts";
import type { AddonEntry } from "../addons/on-cluster.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";
import { isMap, mapAtPath, type RawMap } from "../merge.ts";
import { unknownReference } from "./unknown.ts";

const { messages } = codes["addons/secret"];

/** The Secrets that add-ons declare, and those that clusters fill from a store. */
export function* addonSecretReferences({ clusters, charts }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters)
    for (const addon of cluster.addons) {
      yield* namesOf(addon);
      for (const { chart, namespace } of Object.values(addon.spec.applications)) {
        const known = chart === undefined ? undefined : knownChart(charts, chart);
        if (known !== undefined) yield* createdByChart(addon, namespace, known);
      }
      yield* filledFromStore(cluster, addon);
      yield* valuesOfCharts(cluster, addon);
    }
}

function* namesOf({ name, spec, at }: AddonEntry): Iterable<Diagnostic> {
  const scope = `of add-on ${name}`;
  const users = [...Object.keys(spec.workloads), ...Object.keys(spec.applications)];
  for (const [secret, { namespace, usedBy }] of Object.entries(spec.secrets)) {
    const origin = at("secrets", secret, "namespace");
    yield* unknownReference(origin, namespace, Object.keys(spec.namespaces), "namespace", { scope });
    for (const [index, user] of usedBy.entries())
      yield* unknownReference(at("secrets", secret, "usedBy", index), user, users, "workload or Application", {
        scope,
        siblings: usedBy,
      });
  }
}

/** Two writers of one Secret: the chart would remove the keys of the other in each sync. */
function* createdByChart(
  { spec, at }: AddonEntry,
  namespace: string | undefined,
  { spec: { name, version, secrets } }: ChartEntry,
): Iterable<Diagnostic> {
  for (const [secret, declared] of Object.entries(spec.secrets)) {
    if (declared.namespace !== namespace || !secrets.includes(secret)) continue;
    const message = messages.ofChart(secret, `${name} ${version}`);
    const hint = "Give the Secret another name, and set the new name in the values of the chart.";
    yield findingAt(at("secrets", secret), "addons/secret", message, hint, "key");
  }
}

function* filledFromStore(cluster: ClusterEntry, { name, spec, secrets, onCluster }: AddonEntry): Iterable<Diagnostic> {
  const stores = Object.keys(cluster.platform.spec.secretStores);
  for (const [secret, { store, keys }] of Object.entries(secrets)) {
    const declared = spec.secrets[secret];
    const scope = `of add-on ${name}`;
    if (declared === undefined) {
      yield* unknownReference(onCluster("secrets", secret), secret, Object.keys(spec.secrets), "Secret", {
        scope,
        part: "key",
        siblings: Object.keys(secrets),
      });
      continue;
    }
    yield* unknownReference(onCluster("secrets", secret, "store"), store, stores, "secret store");
    if (!isProvided(cluster, "secrets")) {
      const hint = "Switch on an add-on that provides secrets, or remove the entry and create the Secret by hand.";
      yield findingAt(
        onCluster("secrets", secret),
        "addons/secret",
        messages.notFilled(secret, cluster.name),
        hint,
        "key",
      );
    }
    if (keys === undefined) continue;
    const needed = Object.keys(declared.keys);
    for (const key of Object.keys(keys))
      yield* unknownReference(onCluster("secrets", secret, "keys", key), key, needed, "key", {
        scope: `of Secret ${secret}`,
        part: "key",
        siblings: Object.keys(keys),
      });
    const missing = needed.filter((key) => !Object.hasOwn(keys, key));
    if (missing.length > 0) {
      const message = messages.missingKey(missing.join(" and "), secret);
      yield findingAt(onCluster("secrets", secret, "keys"), "addons/secret", message, undefined, "key");
    }
  }
}

/** Values of charts are in git and in the Application, also those that a setting puts there. */
function* valuesOfCharts(cluster: ClusterEntry, addon: AddonEntry): Iterable<Diagnostic> {
  const { values } = filledAddon(cluster, addon);
  const names = new Set(Object.entries(addon.spec.secrets).flatMap(([name, { keys }]) => [name, ...Object.keys(keys)]));
  for (const [application, filled] of values)
    for (const { path, key, text } of textsIn(filled, [])) {
      const value = path.join(".");
      const isName = names.has(text) || /existing/i.test(value) || isUserOfSecret(filled, path);
      if (!holdsSecret(text) && (isName || !isPassword(key, text))) continue;
      const origin = addon.at("applications", application, "chart", "values", ...path);
      yield findingAt(origin, "addons/secret", messages.valueOfChart(value), undefined, "key");
    }
}

interface TextValue {
  readonly path: Path;
  readonly key: string;
  readonly text: string;
}

function* textsIn(node: unknown, path: Path): Iterable<TextValue> {
  if (typeof node === "string") yield { path, key: String(path.at(-1)), text: node };
  else if (Array.isArray(node)) for (const [index, item] of node.entries()) yield* textsIn(item, [...path, index]);
  else if (isMap(node)) for (const [key, value] of Object.entries(node)) yield* textsIn(value, [...path, key]);
}

/** Whether a value is the name of a user whose key is in an existing Secret, as in the chart of MinIO. */
function isUserOfSecret(values: RawMap, path: Path): boolean {
  return path.at(-1) === "accessKey" && Object.hasOwn(mapAtPath(values, path.slice(0, -1)), "existingSecret");
}

/** Whether a value has the name of a password. */
function isPassword(key: string, text: string): boolean {
  return (
    text !== "" &&
    isNamedSecret(key, text) &&
    /(password|passwd|token|private[-_.]?key|access[-_.]?key|api[-_.]?key)$/i.test(key)
  );
}
