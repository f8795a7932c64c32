import type { ArtifactLocation, Fix, Log, PhysicalLocation, Region, ReportingDescriptor, Result } from "sarif";
import { printable } from "../text/printable.ts";
import type { Catalogue, WaivedFinding } from "./catalogue.ts";
import { type Code, compareStrings, type Diagnostic, type Location } from "./diagnostic.ts";

/**
 * Findings as SARIF 2.1.0, for code scanning. The rules are the reported codes with their texts from the catalogue.
 * Waived findings are included as suppressed results.
 * @param toBuild The number of generated files that do not match their inputs yet, a property of the run.
 */
export function sarifReport(
  diagnostics: readonly Diagnostic[],
  waived: readonly WaivedFinding[],
  catalogue: Catalogue,
  toBuild?: number | undefined,
): string {
  const all = [...diagnostics, ...waived.map(({ diagnostic }) => diagnostic)];
  const found = [...new Set(all.map(({ code }) => code))].sort(compareStrings);
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "tenantry", rules: found.map((id) => rule(id, catalogue)) } },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { description: { text: "The root of the repository." } } },
        results: [
          ...diagnostics.map((diagnostic) => result(diagnostic, found)),
          ...waived.map((finding) => suppressed(finding, found)),
        ],
        ...(toBuild === undefined ? {} : { properties: { filesToBuild: toBuild } }),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function rule(id: Code, catalogue: Catalogue): ReportingDescriptor {
  const entry = catalogue.get(id);
  if (entry === undefined) return { id };
  return {
    id,
    shortDescription: { text: plainText(entry.summary) },
    fullDescription: { text: plainText(entry.why) },
    help: { text: plainText(`${entry.fix} For details, run npx --no-install tenantry explain ${id}.`) },
    defaultConfiguration: { level: entry.severity },
  };
}

function result(diagnostic: Diagnostic, found: readonly Code[]): Result {
  return {
    ruleId: diagnostic.code,
    ruleIndex: found.indexOf(diagnostic.code),
    level: diagnostic.severity,
    message: {
      text: plainText(diagnostic.hint === undefined ? diagnostic.message : `${diagnostic.message}. ${diagnostic.hint}`),
    },
    locations: [{ physicalLocation: place(diagnostic.at) }],
    ...(diagnostic.related === undefined
      ? {}
      : {
          relatedLocations: diagnostic.related.map(({ at, message }, id) => ({
            id,
            physicalLocation: place(at),
            message: { text: plainText(message) },
          })),
        }),
    ...(diagnostic.fix === undefined ? {} : { fixes: [fixOf(diagnostic.at, diagnostic.fix)] }),
    // A mistake stays the same finding when lines are added above it.
    partialFingerprints: { "tenantry/v1": `${diagnostic.code}:${diagnostic.at.file}:${printable(diagnostic.message)}` },
  };
}

function suppressed({ diagnostic, reason, owner, expires }: WaivedFinding, found: readonly Code[]): Result {
  const justification = plainText(`${reason} (${owner}, until ${expires})`);
  return { ...result(diagnostic, found), suppressions: [{ kind: "inSource", justification }] };
}

function fixOf(at: Location, fix: string): Fix {
  const { artifactLocation, region } = place(at);
  return {
    description: { text: plainText(`Write ${fix} instead.`) },
    artifactChanges: [{ artifactLocation, replacements: [{ deletedRegion: region, insertedContent: { text: fix } }] }],
  };
}

interface Place extends PhysicalLocation {
  readonly artifactLocation: ArtifactLocation;
  readonly region: Region;
}

function place(at: Location): Place {
  return {
    artifactLocation: { uri: at.file.toWellFormed().split("/").map(encodeURIComponent).join("/"), uriBaseId: "ROOT" },
    region: { startLine: at.line, startColumn: at.column, endColumn: at.column + at.length },
  };
}

/** SARIF's plain texts may contain links in brackets, so a name that looks like a link is escaped. */
function plainText(text: string): string {
  return printable(text).replace(/[\\[\]]/g, "\\$&");
}
