import { junitReport } from "../diagnostics/junit.ts";
import { plainDiagnostics, plainWaived, textReport } from "../diagnostics/report.ts";
import { sarifReport } from "../diagnostics/sarif.ts";
import { githubReport, ownersText } from "../github/annotations.ts";
import { readableAmount } from "../models/amount-text.ts";
import { patterns } from "../patterns/table.ts";
import type { RunResult, RunSummary } from "../pipeline.ts";
import { changedCount, type Publication, writtenFiles } from "../publish/publication.ts";
import { usedSchemas } from "../report/versions-document.ts";
import { catalogue, rules } from "../rules/table.ts";
import { countText } from "../text/counted.ts";
import { paintFor } from "../text/paint.ts";
import { wrapped } from "../text/plain-text.ts";
import { printable } from "../text/printable.ts";
import { missingConfinement } from "../tools/confinement.ts";
import { totalAddonDemand } from "../validate/addons/demand.ts";
import type { ClusterEntry } from "../validate/inventory.ts";
import { promisedCapacity } from "../validate/references/capacity.ts";
import { type CommandContext, coloured, widthOf } from "./context.ts";
import { fromRoot, waivedFromRoot } from "./from-root.ts";
import { jsonText } from "./print-document.ts";

export interface RunOutput {
  readonly command: "build" | "check";
  readonly found: RunResult;
  readonly output: ReportForm;
  readonly seconds: number;
  /** The missing confinement of kustomize. Undefined if it was fully confined or did not run. */
  readonly unconfined: string | undefined;
}

/** The output formats for the findings of a run. */
export const reportForms = {
  text: (run: RunOutput, context: CommandContext) =>
    textReport(limited(run.found.diagnostics), coloured(context)) + summary(run, context),
  json: jsonReport,
  sarif: (run: RunOutput, context: CommandContext) =>
    sarifReport(
      fromRoot(run.found.diagnostics, context),
      waivedFromRoot(run.found.waived, context),
      catalogue,
      filesToBuild(run),
    ),
  github: (run: RunOutput, context: CommandContext) =>
    githubReport(
      fromRoot(run.found.diagnostics, context),
      waivedFromRoot(run.found.waived, context),
      filesToBuild(run),
    ),
  junit: (run: RunOutput) =>
    junitReport(run.found.diagnostics, run.found.waived, countLines(run.found), catalogue, filesToBuild(run)),
} as const;
export type ReportForm = keyof typeof reportForms;

/** The output of a run: all findings and, in the text format, a summary. */
export function reportRun(run: RunOutput, context: CommandContext): string {
  return reportForms[run.output](run, context);
}

/** The missing confinement of kustomize in this run. Undefined if it did not run. */
export async function unconfinedPrograms({ result }: RunResult): Promise<string | undefined> {
  return result === undefined || result.counts.built === 0 ? undefined : missingConfinement();
}

/** How many generated files a build would write or remove. Undefined after a build, or if the input files are invalid. */
function filesToBuild({ command, found: { result } }: RunOutput): number | undefined {
  if (command === "build" || result === undefined) return undefined;
  return changedCount(result.publication);
}

/** The scope of the run, which distinguishes a clean run from an empty one. */
function countLines({ result }: RunResult): readonly string[] {
  if (result === undefined) return [];
  const { clusters, tenants, counts } = result;
  return [
    `${countText(tenants.length, "tenant")} on ${clusters.join(", ")}: ${countText(counts.valid, "object")} valid`,
  ];
}

const mostShown = 50;

/** People fix a few findings at a time. Programs get all of them. */
function limited(diagnostics: RunResult["diagnostics"]): RunResult["diagnostics"] {
  return diagnostics.slice(0, mostShown);
}

function summary({ command, found, seconds, unconfined }: RunOutput, context: CommandContext): string {
  const paint = paintFor(coloured(context));
  const errors = found.diagnostics.filter(({ severity }) => severity === "error").length;
  const time = `${seconds.toFixed(1)} s`;
  const hidden = found.diagnostics.length - Math.min(found.diagnostics.length, mostShown);
  const waived = found.waived.length === 0 ? "" : `waived: ${waivedNote(found)} · `;
  const more = hidden > 0 ? `and ${hidden} more: --output json lists all findings\n` : "";
  if (errors > 0) return `${more}${paint.red(countText(errors, "error"))} · nothing written · ${waived}${time}\n`;
  if (found.result === undefined) return "";
  const { publication, counts, tenants, clusters, whole } = found.result;
  const changes = command === "build" ? ["written", "pruned"] : ["to write", "to prune"];
  const others = usedSchemas(clustersOf(found.result))
    .filter(({ declared, schemas }) => schemas !== declared)
    .map(({ software, declared, schemas }) => `${software} ${schemas} for ${declared}`);
  const rows: readonly (readonly [string, string])[] = [
    ["tenants", `${tenants.length} on ${clusters.join(", ")}`],
    [
      "overlays",
      `${counts.overlays} (kustomize built ${counts.built} of the overlays in this run), ${counts.kustomizations} kustomizations`,
    ],
    ["resources", `${counts.resources}`],
    ["kubeconform", `${counts.valid} valid, ${counts.invalid} invalid, ${counts.skipped} skipped`],
    ["rules", `${rules.length} over ${counts.ruled} objects`],
    ...(others.length === 0 ? [] : [["schemas", others.join(", ")] as const]),
    [
      "files",
      `${writtenFiles(publication).length} ${changes[0]}, ${publication.unchanged} unchanged, ${publication.prunes.length} ${changes[1]}`,
    ],
    ...clustersOf(found.result).map((cluster): readonly [string, string] => {
      const { cpu, memory } = promisedCapacity(cluster);
      const share = (row: typeof cpu, unit: "cores" | "GiB"): string =>
        `${readableAmount(row.promised, unit)} of ${readableAmount(row.offered, unit)} ${unit}`;
      return [
        cluster.name,
        `${share(cpu, "cores")} and ${share(memory, "GiB")} promised to tenants${addonShare(cluster)}, pattern ${operatorNote(cluster)}`,
      ];
    }),
    ...(whole
      ? []
      : [
          [
            "left out",
            `other tenants, and the platform's files that list these tenants. Run ${command} without --tenant before you commit`,
          ] as const,
        ]),
    ...(found.waived.length === 0 ? [] : [["waived", waivedNote(found)] as const]),
    ...(unconfined === undefined ? [] : [["unconfined", unconfined] as const]),
    ["time", time],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const available = widthOf(context) - width - 4;
  const lines = rows.flatMap(([name, value]) =>
    wrapped(value, available).map(
      (line, index) => `  ${paint.dim((index === 0 ? name : "").padEnd(width))}  ${line}\n`,
    ),
  );
  return `${paint.green(verdict(command, publication))}\n${lines.join("")}`;
}

/** The clusters of a run. */
function clustersOf({ inventory, clusters }: RunSummary): readonly ClusterEntry[] {
  return inventory.clusters.filter(({ name }) => clusters.includes(name));
}

/** Whether the files are valid and, separately, how many generated files are out of date. */
function verdict(command: RunOutput["command"], publication: Publication): string {
  if (command === "build") return "built";
  const left = changedCount(publication);
  return left === 0
    ? "valid, nothing to build"
    : `valid, ${countText(left, "file")} to build: npx --no-install tenantry build`;
}

/** Names the owners of waivers wherever waived findings are counted. */
function waivedNote({ waived }: RunResult): string {
  const owners = [...new Set(waived.map(({ owner }) => printable(owner)))].sort();
  return `${countText(waived.length, "finding")} (${ownersText(owners)})`;
}

/** How adding or removing a tenant affects the other tenants, with their number. */
/** The requests of the add-ons, in addition to those of the tenants. Empty if nothing is requested. */
function addonShare(cluster: ClusterEntry): string {
  const { cpu, memory } = totalAddonDemand(cluster);
  if (cpu + memory === 0n) return "";
  return `, ${readableAmount(cpu, "cores")} cores and ${readableAmount(memory, "GiB")} GiB requested by add-ons`;
}

function operatorNote({ spec, tenants }: ClusterEntry): string {
  const { pattern, watch } = spec.seldon;
  if (patterns[pattern].operator === "tenant")
    return `${pattern}: ${countText(tenants.length, "operator")}, one for each tenant`;
  return watch === "all"
    ? `${pattern}: one operator, which watches every namespace`
    : `${pattern}: one operator, which restarts for ${tenants.length < 2 ? "every tenant" : `all ${tenants.length} tenants`} when a tenant is added or removed`;
}

function jsonReport(run: RunOutput): string {
  const { command, found, seconds, unconfined } = run;
  const { result, diagnostics } = found;
  const left = filesToBuild(run);
  const body = {
    version: 1,
    command,
    clean: diagnostics.every(({ severity }) => severity !== "error"),
    seconds,
    ...(unconfined === undefined ? {} : { unconfined }),
    ...(result === undefined
      ? {}
      : {
          ...result.counts,
          ...(left === undefined ? {} : { toBuild: left }),
          schemas: usedSchemas(clustersOf(result)),
          tenants: result.tenants,
          clusters: result.clusters,
          files: {
            write: writtenFiles(result.publication),
            prune: result.publication.prunes,
            unchanged: result.publication.unchanged,
          },
        }),
    diagnostics: plainDiagnostics(diagnostics, catalogue),
    waived: plainWaived(found.waived, catalogue),
  };
  return jsonText(body);
}
