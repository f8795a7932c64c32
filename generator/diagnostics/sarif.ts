import { codes } from "./codes.ts";
import { compareStrings, type Diagnostic } from "./diagnostic.ts";
import { visible } from "./visible.ts";

/** Findings as SARIF 2.1.0, for code scanning. Rules are the codes that were found, from the table of all codes. */
export function sarifReport(diagnostics: readonly Diagnostic[]): string {
  const found = [...new Set(diagnostics.map(({ code }) => code))].sort(compareStrings);
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tenantry",
            rules: found.map((id) => ({ id, shortDescription: { text: plain(codes[id]) } })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { ROOT: { description: { text: "The root of the repository." } } },
        results: diagnostics.map((one) => ({
          ruleId: one.code,
          ruleIndex: found.indexOf(one.code),
          level: one.severity,
          message: { text: plain(one.hint === undefined ? one.message : `${one.message}. ${one.hint}`) },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: one.at.file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "ROOT" },
                region: {
                  startLine: one.at.line,
                  startColumn: one.at.column,
                  endColumn: one.at.column + one.at.length,
                },
              },
            },
          ],
          // The same mistake in a file that has grown above it is the same finding.
          partialFingerprints: { "tenantry/v1": `${one.code}:${one.at.file}:${visible(one.message)}` },
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** SARIF's plain texts may hold links in brackets: a name that looks like one is shown as it is. */
function plain(text: string): string {
  return visible(text).replace(/[\\[\]]/g, "\\$&");
}
