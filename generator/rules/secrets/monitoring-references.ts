import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import type { Path } from "../../load/source.ts";
import { isMap } from "../../validate/merge.ts";
import type { RequiredReference } from "./references.ts";

const kinds = ["AlertmanagerConfig", "PodMonitor", "ServiceMonitor", "ScrapeConfig", "Probe"].map(
  (kind) => `monitoring.coreos.com/${kind}`,
);

/** Credentials in the kinds of the Prometheus Operator. Each is an object with a name and a key, at any depth. */
export function monitoringReferences(manifestSet: ManifestSet): readonly RequiredReference[] {
  return manifestSet.of(...kinds).flatMap(keySelectorReferences);
}

const deepest = 12;

function keySelectorReferences(manifest: Manifest): readonly RequiredReference[] {
  const references: RequiredReference[] = [];
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value: manifest.object, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (path.length > deepest) continue;
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) open.push({ value: item, path: [...path, index] });
    if (!isMap(value)) continue;
    const { name, key, optional, ...others } = value;
    const isReference =
      Object.keys(others).length === 0 && typeof name === "string" && typeof key === "string" && name !== "";
    if (!isReference)
      for (const [field, item] of Object.entries(value)) open.push({ value: item, path: [...path, field] });
    else if (optional !== true)
      references.push({
        kind: path.at(-1) === "configMap" ? "ConfigMap" : "Secret",
        namespace: manifest.namespace ?? "",
        name,
        key,
        in: manifest,
        path: [...path, "name"],
        keyPath: [...path, "key"],
        otherwise: "the Prometheus operator ignores the whole object",
      });
  }
  return references.reverse();
}
