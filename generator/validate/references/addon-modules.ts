import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { schemasFile } from "../../load/input-files.ts";
import type { SchemaSource } from "../../tools/schema-fault.ts";
import { software, softwareNames } from "../../tools/schema-sources.ts";
import { addonModules } from "../addons/addon-modules.ts";
import { type ClusterEntry, findingAt, type Inventory } from "../inventory.ts";

/** Each module has one version on a cluster, because two versions define the same kinds. */
export function* addonModuleReferences({ clusters, schemas }: Inventory): Iterable<Diagnostic> {
  for (const cluster of clusters) {
    const seen = new Map(
      schemas.pins.modules
        .filter(({ declaredAt }) => declaredAt !== undefined)
        .map((source) => [source.module, source] as const),
    );
    for (const source of addonModules(cluster.addons)) {
      const other = seen.get(source.module);
      if (other === undefined) seen.set(source.module, source);
      else if (other.version !== source.version || other.sum !== source.sum)
        yield twoVersions(cluster, schemas, source, other);
      yield* reservedModule(cluster, source);
    }
  }
}

/** At the entry in `platform/schemas.yaml` if there is one: every platform can change it. */
function twoVersions(
  { addons }: ClusterEntry,
  schemas: Inventory["schemas"],
  source: SchemaSource,
  other: SchemaSource,
): Diagnostic {
  const { messages } = codes["addons/schemas"];
  const [first, second] = [`${source.addon} (${source.version})`, source.version];
  if (other.addon === undefined)
    return findingAt(
      schemas.at("modules", source.module, "version"),
      "addons/schemas",
      messages.twoVersions(source.module, `add-on ${first}`, `${schemasFile} (${other.version})`),
      `Remove ${source.module} from ${schemasFile}, or pin ${second} with the same sum.`,
    );
  const addon = addons.find(({ name }) => name === source.addon);
  return findingAt(
    addon?.at("schemas", source.module, "version") ?? schemas.at(),
    "addons/schemas",
    messages.twoVersions(source.module, `add-on ${first}`, `add-on ${other.addon} (${other.version})`),
    "Name the same version and sum in both add-ons.",
  );
}

function* reservedModule({ addons }: ClusterEntry, { module, addon }: SchemaSource): Iterable<Diagnostic> {
  const reserved = softwareNames.find((name) => software[name].module === module);
  const entry = addons.find(({ name }) => name === addon);
  if (reserved === undefined || entry === undefined) return;
  yield findingAt(
    entry.at("schemas", module),
    "platform/schemas",
    codes["platform/schemas"].messages.reservedModule(module),
    `Pin versions of ${software[reserved].title} under spec.${reserved} in ${schemasFile}.`,
    "key",
  );
}
