import { statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { compareDiagnostics, type Diagnostic, type Location } from "../diagnostics/diagnostic.ts";
import { junitReport } from "../diagnostics/junit.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { sarifReport } from "../diagnostics/sarif.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { githubReport } from "../github/annotations.ts";
import { addToStepSummary } from "../github/step-summary.ts";
import { type LintDestination, type LintResult, lintFolder } from "../lint/lint-folder.ts";
import { type DesiredManifests, isLive, liveFindings } from "../lint/live.ts";
import { schemaVerdict } from "../lint/schemas.ts";
import { cloneAround, folderInClone } from "../load/git.ts";
import { objectIdentity } from "../models/kubernetes-object.ts";
import { newestFacts, seldonVersions } from "../models/seldon/versions.ts";
import { render } from "../render/render.ts";
import { catalogue } from "../rules/table.ts";
import { countText } from "../text/counted.ts";
import { listText } from "../text/listed.ts";
import { paintFor } from "../text/paint.ts";
import { missingConfinement } from "../tools/confinement.ts";
import { newestVersions } from "../tools/schema-sources.ts";
import { schemaVersion, seldonOf } from "../validate/effective.ts";
import type { Inventory } from "../validate/inventory.ts";
import { unknownName } from "../validate/selection.ts";
import { type CommandContext, coloured, type ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { fromRoot } from "./from-root.ts";
import { readInventory } from "./inventory.ts";
import { jsonText } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const lintCommand = defineCommand<{ readonly cluster?: string; readonly output: LintForm }>({
  name: "lint",
  group: "platform",
  summary: "check any manifests, or objects of a live namespace",
  description: "check any manifests or Kustomize overlays, or the exported objects of a live namespace",
  examples: ["lint ./manifests", "lint exported.yaml --cluster production"],
  forms: ["text", "json", "sarif", "github", "junit"],
  options: (command) =>
    command
      .argument("<folder>", "a folder, or a file, for example with the output of kubectl get ... -o yaml")
      .option("--cluster <name>", "the cluster, defined in this repository, to which the objects belong"),
  run: ({ root, flags: { cluster, output }, args: [folder = ""], context }) =>
    lint(root, { folder, cluster, output }, context),
});

interface LintOptions {
  /** A folder or a file, relative to the current folder. */
  readonly folder: string;
  /** The cluster of this repository to check the objects for. */
  readonly cluster: string | undefined;
  readonly output: LintForm;
}

type LintForm = keyof typeof forms;

/** The findings, the versions of Kubernetes and Seldon Core whose schemas were used, and the kinds without a schema. */
interface LintOutput extends LintResult {
  readonly schemas: string;
  readonly seldon: string;
  readonly unknown: readonly string[];
}

const forms = {
  text: ({ diagnostics }: LintOutput, context: CommandContext) => textReport(diagnostics, coloured(context)),
  json: (linted: LintOutput) => jsonText(lintData(linted)),
  sarif: ({ diagnostics }: LintOutput, context: CommandContext) =>
    sarifReport(fromRoot(diagnostics, inCurrentFolder(context)), [], catalogue),
  github: ({ diagnostics }: LintOutput, context: CommandContext) =>
    githubReport(fromRoot(diagnostics, inCurrentFolder(context)), []),
  junit: (linted: LintOutput) => junitReport(linted.diagnostics, [], [scopeOf(linted)], catalogue),
} as const;

/** The findings of lint name files from the current folder. */
function inCurrentFolder({ cwd }: CommandContext): Pick<CommandContext, "folder"> {
  return { folder: folderInClone(cwd) };
}

/** Runs the rules over any manifests. With a cluster, it also compares objects exported from its namespaces with the desired objects. */
async function lint(
  root: string,
  { folder, cluster, output }: LintOptions,
  context: CommandContext,
): Promise<ExitCode> {
  const inventory = cluster === undefined ? undefined : readInventory(root);
  if (inventory?.ok === false) return printRefusal(inventory.diagnostics, output, context);
  const progress = progressLine(context);
  const gates = openToolchain(root, { env: context.env, log: progress.log }, false);
  const destination = inventory === undefined ? undefined : destinationOf(inventory.value, cluster ?? "");
  const path = resolve(context.cwd, folder);
  // In a clone, the base is the clone's root in every current folder, so that no path leads out of the clone.
  const base = cloneAround(path) ?? (isBelow(context.cwd, path) ? context.cwd : folderOf(path));
  const found = await lintFolder(base, slashed(relative(base, path)) || ".", destination, gates.renderer.kustomize);
  const linted = {
    ...found,
    diagnostics: found.diagnostics.map((diagnostic) => relativeTo(context.cwd, base, diagnostic)),
  };
  if (linted.manifests.length === 0 && linted.diagnostics.length === 0)
    throw new ToolFailure(
      `missing Kubernetes objects in ${folder}`,
      linted.charts.length === 0
        ? "Choose a folder with manifests or Kustomize overlays."
        : `${linted.charts.join(", ")}: render the chart with helm template, and run lint on the output.`,
    );
  const moves =
    inventory === undefined || destination === undefined
      ? []
      : await movesOf(linted, inventory.value, destination, gates.renderer);
  const seldon = destination === undefined ? newestFacts(seldonVersions) : seldonOf(destination.cluster);
  const validator = await gates.validator(destination?.cluster, seldon);
  const schemas = await schemaVerdict(linted.manifests, validator, destination?.cluster);
  const applied = schemas.diagnostics.map((diagnostic) => relativeTo(context.cwd, base, diagnostic));
  const all = {
    ...linted,
    diagnostics: [...linted.diagnostics, ...moves, ...applied].sort(compareDiagnostics),
    unknown: schemas.unknown,
    schemas: destination === undefined ? newestVersions.kubernetes : schemaVersion(destination.cluster, "kubernetes"),
    seldon: seldon.releases.at(-1) ?? "",
  };
  progress.clear();
  context.out(forms[output](all, context));
  if (output === "github") addToStepSummary(fromRoot(all.diagnostics, inCurrentFolder(context)), [], context.env);
  if (output === "text") {
    context.out(summary(all, context));
    const reported = all.kustomizations === 0 ? undefined : await missingConfinement();
    if (reported !== undefined) context.out(`${reported}\n`);
  }
  // If all objects were left out, nothing was checked, so the run must not pass.
  return all.manifests.length === 0 || all.diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}

function folderOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path);
}

/** Returns the finding with file paths relative to the current folder. */
function relativeTo(cwd: string, base: string, { at, related, ...finding }: Diagnostic): Diagnostic {
  const moved = (location: Location): Location => ({
    ...location,
    file: slashed(relative(cwd, join(base, location.file))),
  });
  return {
    ...finding,
    at: moved(at),
    ...(related === undefined ? {} : { related: related.map((other) => ({ ...other, at: moved(other.at) })) }),
  };
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function destinationOf({ clusters }: Inventory, name: string): LintDestination {
  const cluster = clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined)
    throw unknownName(
      "cluster",
      name,
      clusters.map((item) => item.name),
    );
  return { platform: cluster.platform, cluster, namespaces: namespaceLabelsOn(cluster) };
}

/** Compares the objects of a live namespace with the desired objects of its tenant. */
async function movesOf(
  { manifests }: LintResult,
  inventory: Inventory,
  { cluster }: LintDestination,
  renderer: ReturnType<typeof openToolchain>["renderer"],
): Promise<readonly Diagnostic[]> {
  const live = manifests.filter(isLive);
  const found: Diagnostic[] = [];
  for (const tenant of cluster.tenants.filter(({ name }) => live.some(({ namespace }) => namespace === name))) {
    const { overlays } = await render(layoutOf(inventory, { cluster, tenant }).overlays, renderer);
    const desired: DesiredManifests = new Map(
      overlays.flatMap(({ overlay, objects }) =>
        objects.map(({ object }) => [objectIdentity(object), { object, application: overlay.application }] as const),
      ),
    );
    found.push(...liveFindings(live, tenant.name, desired));
  }
  return found;
}

function lintData(linted: LintOutput): object {
  const { diagnostics, manifests, files, kustomizations, charts } = linted;
  return {
    version: 1,
    command: "lint",
    clean: diagnostics.every(({ severity }) => severity !== "error"),
    objects: manifests.length,
    files,
    kustomizations,
    charts,
    unbuilt: linted.unbuilt,
    leftOut: linted.leftOut,
    schemas: linted.schemas,
    kindsWithoutSchema: linted.unknown,
    diagnostics: plainDiagnostics(diagnostics, catalogue),
  };
}

function scopeOf({ manifests, files, kustomizations }: LintResult): string {
  const built = kustomizations === 0 ? "" : `, ${countText(kustomizations, "kustomization")} built`;
  return `${countText(manifests.length, "object")} from ${countText(files, "file")}${built}`;
}

function summary(linted: LintOutput, context: CommandContext): string {
  const paint = paintFor(coloured(context));
  const errors = linted.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = linted.diagnostics.length - errors;
  const verdict = errors > 0 ? paint.red(countText(errors, "error")) : paint.green("no errors");
  return `${verdict}, ${countText(warnings, "warning")} · ${scopeOf(linted)}${uncheckedNote(linted)}\n`;
}

/** The lines about everything that the verdict does not cover. */
function uncheckedNote({ unknown, schemas, seldon, unbuilt, leftOut, charts }: LintOutput): string {
  const lines = [
    `fields validated against the schemas of Kubernetes ${schemas} and Seldon Core ${seldon}`,
    ...(unknown.length === 0 ? [] : [`fields not validated (no schema): ${listText(unknown, mostListed)}`]),
    ...(unbuilt.length === 0
      ? []
      : [
          `kustomizations not built (a finding above shows the reason, or no other kustomization uses them): ${listText(unbuilt, mostListed)}`,
        ]),
    ...(leftOut.length === 0
      ? []
      : [
          `files not checked (patches, or not listed in the kustomization of their folder): ${listText(leftOut, mostListed)}`,
        ]),
    ...(charts.length === 0
      ? []
      : [`charts not checked (render these charts with helm template first): ${listText(charts, mostListed)}`]),
  ];
  return lines.map((line) => `\n${line}`).join("");
}

const mostListed = 4;
