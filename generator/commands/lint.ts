import { statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { compareDiagnostics, type Diagnostic, type Location } from "../diagnostics/diagnostic.ts";
import { junitReport } from "../diagnostics/junit.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { sarifReport } from "../diagnostics/sarif.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import { layOut } from "../gate/lay-out.ts";
import { openToolchain } from "../gate/toolchain.ts";
import { githubReport } from "../github/annotations.ts";
import { addToStepSummary } from "../github/step-summary.ts";
import { type LintDestination, type LintResult, lintFolder } from "../lint/lint-folder.ts";
import { type DesiredManifests, isLive, runtimeFields } from "../lint/live.ts";
import { schemaVerdict } from "../lint/schemas.ts";
import { cloneAround } from "../load/git.ts";
import { objectIdentity } from "../models/kubernetes-object.ts";
import { newestFacts, seldonVersions } from "../models/seldon/versions.ts";
import { render } from "../render/render.ts";
import { catalogue } from "../rules/table.ts";
import { countText } from "../text/counted.ts";
import { listText } from "../text/listed.ts";
import { paintFor } from "../text/paint.ts";
import { unconfined } from "../tools/confinement.ts";
import { newestVersions } from "../tools/schema-sources.ts";
import { seldonOf } from "../validate/effective.ts";
import type { Inventory } from "../validate/inventory.ts";
import { unknownName } from "../validate/selection.ts";
import { type CommandContext, coloured, type ExitCode } from "./context.ts";
import { defineCommand } from "./define.ts";
import { readInventory } from "./inventory.ts";
import { jsonText } from "./print-document.ts";
import { printRefusal } from "./print-refusal.ts";
import { progressLine } from "./progress.ts";

export const lintCommand = defineCommand<{ readonly cluster?: string; readonly output: LintForm }>({
  name: "lint",
  group: "platform",
  summary: "look at anybody's manifests, or a live namespace",
  description: "look at anybody's manifests or Kustomize overlays, or at what was exported from a live namespace",
  examples: ["lint ./manifests", "lint exported.yaml --cluster production"],
  forms: ["text", "json", "sarif", "github", "junit"],
  options: (command) =>
    command
      .argument("<folder>", "a folder, or one file: kubectl get ... -o yaml")
      .option("--cluster <name>", "the cluster of this repository that the objects are to come to"),
  run: ({ root, flags: { cluster, output }, args: [folder = ""], context }) =>
    lint(root, { folder, cluster, output }, context),
});

interface LintOptions {
  /** A folder or a file, from where the call is made. */
  readonly folder: string;
  /** The cluster of this repository that the objects are to come to. */
  readonly cluster: string | undefined;
  readonly output: LintForm;
}

type LintForm = keyof typeof forms;

/** What was found, the versions of Kubernetes and Seldon whose schemas were asked, and the kinds that none of them is for. */
interface Looked extends LintResult {
  readonly schemas: string;
  readonly seldon: string;
  readonly unknown: readonly string[];
}

const forms = {
  text: ({ diagnostics }: Looked, context: CommandContext) => textReport(diagnostics, coloured(context)),
  json: (linted: Looked) => jsonText(lintData(linted)),
  sarif: ({ diagnostics }: Looked) => sarifReport(diagnostics, [], catalogue),
  github: ({ diagnostics }: Looked) => githubReport(diagnostics, []),
  junit: (linted: Looked) => junitReport(linted.diagnostics, [], [lookedAt(linted)], catalogue),
} as const;

/** The rules over anybody's manifests; with a cluster also what becomes of objects that were read from its namespaces. */
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
  // Nothing of a clone leads out of it, wherever the call is made.
  const base = cloneAround(path) ?? (isBelow(context.cwd, path) ? context.cwd : folderOf(path));
  const found = await lintFolder(base, slashed(relative(base, path)) || ".", destination, gates.renderer.kustomize);
  const linted = {
    ...found,
    diagnostics: found.diagnostics.map((diagnostic) => seenFrom(context.cwd, base, diagnostic)),
  };
  if (linted.manifests.length === 0 && linted.diagnostics.length === 0)
    throw new ToolFailure(
      `there is no Kubernetes object below ${folder}`,
      linted.charts.length === 0
        ? "Name a folder of manifests or of Kustomize overlays."
        : `${linted.charts.join(", ")}: render a chart with helm template first, and name what that prints.`,
    );
  const moves =
    inventory === undefined || destination === undefined
      ? []
      : await movesOf(linted, inventory.value, destination, gates.renderer);
  const seldon =
    destination === undefined ? newestFacts(seldonVersions) : seldonOf(destination.platform, destination.cluster);
  const validator = await gates.validator(destination?.cluster, seldon);
  const schemas = await schemaVerdict(linted.manifests, validator, destination?.cluster);
  const applied = schemas.diagnostics.map((diagnostic) => seenFrom(context.cwd, base, diagnostic));
  const all = {
    ...linted,
    diagnostics: [...linted.diagnostics, ...moves, ...applied].sort(compareDiagnostics),
    unknown: schemas.unknown,
    schemas: destination === undefined ? newestVersions.kubernetes : destination.cluster.spec.kubernetes.version,
    seldon: seldon.releases.at(-1) ?? "",
  };
  progress.clear();
  context.out(forms[output](all, context));
  if (output === "github") addToStepSummary(all.diagnostics, [], context.env);
  if (output === "text") {
    context.out(summary(all, context));
    const reported = all.kustomizations === 0 ? undefined : await unconfined();
    if (reported !== undefined) context.out(`${reported}\n`);
  }
  // Where all there is was left out, nothing has been found right.
  return all.manifests.length === 0 || all.diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}

function folderOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path);
}

/** A finding with files as they are called from where the call is made. */
function seenFrom(cwd: string, base: string, { at, related, ...one }: Diagnostic): Diagnostic {
  const here = (place: Location): Location => ({ ...place, file: slashed(relative(cwd, join(base, place.file))) });
  return {
    ...one,
    at: here(at),
    ...(related === undefined ? {} : { related: related.map((other) => ({ ...other, at: here(other.at) })) }),
  };
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function destinationOf({ platform, clusters }: Inventory, name: string): LintDestination {
  const cluster = clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined)
    throw unknownName(
      "cluster",
      name,
      clusters.map((item) => item.name),
    );
  return { platform, cluster, namespaces: namespaceLabelsOn(platform, cluster) };
}

/** Objects of a live namespace against what its tenant is to be. */
async function movesOf(
  { manifests }: LintResult,
  inventory: Inventory,
  { cluster }: LintDestination,
  renderer: ReturnType<typeof openToolchain>["renderer"],
): Promise<readonly Diagnostic[]> {
  const live = manifests.filter(isLive);
  const found: Diagnostic[] = [];
  for (const tenant of cluster.tenants.filter(({ name }) => live.some(({ namespace }) => namespace === name))) {
    const { overlays } = await render(layOut(inventory, { cluster, tenant }).overlays, renderer);
    const desired: DesiredManifests = new Map(
      overlays.flatMap(({ overlay, objects }) =>
        objects.map(({ object }) => [objectIdentity(object), { object, application: overlay.application }] as const),
      ),
    );
    found.push(...runtimeFields(live, tenant.name, desired));
  }
  return found;
}

function lintData(linted: Looked): object {
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

function lookedAt({ manifests, files, kustomizations }: LintResult): string {
  const built = kustomizations === 0 ? "" : `, ${countText(kustomizations, "kustomization")} built`;
  return `${countText(manifests.length, "object")} from ${countText(files, "file")}${built}`;
}

function summary(linted: Looked, context: CommandContext): string {
  const paint = paintFor(coloured(context));
  const errors = linted.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = linted.diagnostics.length - errors;
  const verdict = errors > 0 ? paint.red(countText(errors, "error")) : paint.green("no error");
  return `${verdict}, ${countText(warnings, "warning")} · ${lookedAt(linted)}${unchecked(linted)}\n`;
}

/** What a verdict does not cover has to be said beside it. */
function unchecked({ unknown, schemas, seldon, unbuilt, leftOut, charts }: Looked): string {
  const lines = [
    `fields are held to the schemas of Kubernetes ${schemas} and Seldon Core ${seldon}`,
    ...(unknown.length === 0
      ? []
      : [`without a schema, so not checked field by field: ${listText(unknown, mostListed)}`]),
    ...(unbuilt.length === 0
      ? []
      : [
          `kustomizations that were not built, for the reasons above or because nothing uses them: ${listText(unbuilt, mostListed)}`,
        ]),
    ...(leftOut.length === 0
      ? []
      : [
          `left out, because no kustomization beside them names them or they are patches: ${listText(leftOut, mostListed)}`,
        ]),
    ...(charts.length === 0
      ? []
      : [`charts are left out, render them with helm template first: ${listText(charts, mostListed)}`]),
  ];
  return lines.map((line) => `\n${line}`).join("");
}

const mostListed = 4;
