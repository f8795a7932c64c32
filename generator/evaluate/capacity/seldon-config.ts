import type { Path } from "../../load/source.ts";
import { seldonConfigKind } from "../../models/kinds.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { listAt, textAt } from "../manifests/reading.ts";

/** The place where a SeldonConfig among the objects describes one component of a runtime. Undefined if a chart creates it. */
export function seldonConfigComponent(
  manifestSet: ManifestSet,
  runtime: Manifest,
  component: string,
): { readonly in: Manifest; readonly path: Path } | undefined {
  const config = seldonConfigOf(manifestSet, runtime);
  if (config === undefined) return undefined;
  const index = listAt(config.object, "spec", "components").findIndex(
    (candidate) => textAt(candidate, "name") === component,
  );
  return index < 0 ? undefined : { in: config, path: ["spec", "components", index] };
}

export function seldonConfigOf(manifestSet: ManifestSet, runtime: Manifest): Manifest | undefined {
  const name = textAt(runtime.object, "spec", "seldonConfig");
  return manifestSet.of(seldonConfigKind).find((manifest) => manifest.name === name);
}
