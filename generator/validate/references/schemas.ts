import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { isAtLeast, minorOf, namesPatch } from "../../text/version.ts";
import { pinnedSource, type SchemaPins, type Software, software, softwareNames } from "../../tools/schema-sources.ts";
import { declaredVersion } from "../effective.ts";
import { findingAt, type Inventory, type Origin } from "../inventory.ts";

/** Checks of versions and of pinned schemas: the schemas of each cluster's versions must be known, and each pin must be usable. */
export function* schemaReferences({ schemas, clusters }: Inventory): Iterable<Diagnostic> {
  // The file of the platform contains the version of a hub.
  for (const cluster of clusters)
    for (const name of softwareNames)
      if (name !== "argoCD" || cluster.spec.argoCD.hub === undefined)
        yield* versionFindings(cluster.at(name, "version"), name, declaredVersion(cluster, name), schemas.pins);
  yield* pinFindings(schemas);
}

/** The finding about a version that is too old, or that has no pinned schemas. */
export function* versionFindings(at: Origin, name: Software, version: string, pins: SchemaPins): Iterable<Diagnostic> {
  const { title } = software[name];
  if (!isAtLeast(version, software[name].minimum)) {
    yield tooOld(at, name, version);
    return;
  }
  if (pinnedSource(pins, name, version) !== undefined) return;
  const minors = [...new Set(pins[name].map((source) => minorOf(source.version)))].reverse();
  yield findingAt(
    at,
    "platform/version",
    codes["platform/version"].messages.unpinned(title, version),
    `Known minors: ${minors.join(", ")}. To pin the schemas of another version: npx --no-install tenantry versions --add ${addable[name]}@${namesPatch(version) ? version : `${version}.0`}`,
  );
}

/** The names of the software on the command line of `versions --add`. */
export const addable: Readonly<Record<Software, string>> = { kubernetes: "kubernetes", argoCD: "argo-cd" };

function* pinFindings({ pins, at }: Inventory["schemas"]): Iterable<Diagnostic> {
  for (const name of softwareNames)
    for (const { version, declaredAt } of pins[name])
      if (declaredAt !== undefined && !isAtLeast(version, software[name].minimum))
        yield tooOld(at(...declaredAt), name, version.slice(1), "key");
  const { messages } = codes["platform/schemas"];
  for (const { module, declaredAt } of pins.modules) {
    const reserved = softwareNames.find((name) => software[name].module === module);
    if (reserved === undefined || declaredAt === undefined) continue;
    yield findingAt(
      at(...declaredAt),
      "platform/schemas",
      messages.reservedModule(module),
      `Pin versions of ${software[reserved].title} under spec.${reserved}.`,
      "key",
    );
  }
}

function tooOld(at: Origin, name: Software, version: string, part: "value" | "key" = "value"): Diagnostic {
  const { title, minimum, because } = software[name];
  return findingAt(
    at,
    "platform/version",
    codes["platform/version"].messages.tooOld(title, version, because),
    `Use ${title} ${minimum} or later.`,
    part,
  );
}
