import { isAbsolute, join, relative } from "node:path";
import pc from "picocolors";
import { compareDiagnostics, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { githubReport } from "../diagnostics/github.ts";
import { junitReport } from "../diagnostics/junit.ts";
import { suggestion } from "../diagnostics/nearest.ts";
import { plainDiagnostics, textReport } from "../diagnostics/report.ts";
import { sarifReport } from "../diagnostics/sarif.ts";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { openGates } from "../gate/gates.ts";
import { namespacesOf } from "../gate/manifests/unit-scene.ts";
import { catalogue } from "../gate/rules/table.ts";
import { type Destination, type Linted, lintFolder } from "../lint/lint-folder.ts";
import { type Desired, isLive, moving } from "../lint/live.ts";
import { identity } from "../models/kubernetes-object.ts";
import { layOut } from "../pipeline.ts";
import { render } from "../render/render.ts";
import type { Inventory } from "../validate/inventory.ts";
import { type Context, coloured, type ExitCode } from "./context.ts";
import { readInventory, refused } from "./inventory.ts";
import { progressLine } from "./progress.ts";
import { addToStepSummary } from "./step-summary.ts";

export interface LintOptions {
  /** A folder or a file, from where the call is made. */
  readonly folder: string;
  /** The cluster of this repository that the objects are to come to. */
  readonly cluster: string | undefined;
  readonly output: LintForm;
}

const forms = {
  text: ({ diagnostics }: Linted, context: Context) => textReport(diagnostics, coloured(context)),
  json: (linted: Linted) => `${JSON.stringify(lintData(linted), null, 2)}\n`,
  sarif: ({ diagnostics }: Linted) => sarifReport(diagnostics, [], catalogue),
  github: ({ diagnostics }: Linted) => githubReport(diagnostics, []),
  junit: (linted: Linted) => junitReport(linted.diagnostics, [], [lookedAt(linted)], catalogue),
} as const;
export const lintForms = Object.keys(forms);
export type LintForm = keyof typeof forms;

/** The rules over anybody's manifests; with a cluster also what becomes of objects that were read from its namespaces. */
export async function lint(
  root: string,
  { folder, cluster, output }: LintOptions,
  context: Context,
): Promise<ExitCode> {
  const inventory = cluster === undefined ? undefined : readInventory(root);
  if (inventory?.ok === false) return refused(inventory.diagnostics, output, context);
  const progress = progressLine(context);
  const gates = openGates(root, { env: context.env, log: progress.log }, false);
  const below = (isAbsolute(folder) ? relative(context.cwd, folder) : join(folder)).replaceAll("\\", "/");
  const destination = inventory === undefined ? undefined : destinationOf(inventory.value, cluster ?? "");
  const linted = await lintFolder(
    context.cwd,
    below.replace(/(.)\/$/, "$1") || ".",
    destination,
    gates.renderer.kustomize,
  );
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
  const all = { ...linted, diagnostics: [...linted.diagnostics, ...moves].sort(compareDiagnostics) };
  progress.clear();
  context.out(forms[output](all, context));
  if (output === "github") addToStepSummary(all.diagnostics, [], context);
  if (output === "text") context.out(summary(all, context));
  return all.diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}

function destinationOf({ platform, clusters }: Inventory, name: string): Destination {
  const cluster = clusters.find((one) => one.name === name);
  if (cluster === undefined)
    throw new UsageError(
      `there is no cluster ${name}`,
      suggestion(
        name,
        clusters.map((one) => one.name),
      ),
    );
  return { platform, cluster, namespaces: namespacesOf(platform, cluster) };
}

/** Objects of a live namespace against what its tenant is to be. */
async function movesOf(
  { manifests }: Linted,
  inventory: Inventory,
  { cluster }: Destination,
  renderer: ReturnType<typeof openGates>["renderer"],
): Promise<readonly Diagnostic[]> {
  const live = manifests.filter(isLive);
  const found: Diagnostic[] = [];
  for (const tenant of cluster.tenants.filter(({ name }) => live.some(({ namespace }) => namespace === name))) {
    const { overlays } = await render(layOut(inventory, { cluster, tenant }).overlays, renderer);
    const desired: Desired = new Map(
      overlays.flatMap(({ overlay, objects }) =>
        objects.map(({ object }) => [identity(object), { object, application: overlay.application }] as const),
      ),
    );
    found.push(...moving(live, tenant.name, desired));
  }
  return found;
}

function lintData(linted: Linted): object {
  const { diagnostics, manifests, files, kustomizations, charts } = linted;
  return {
    version: 1,
    command: "lint",
    clean: diagnostics.every(({ severity }) => severity !== "error"),
    objects: manifests.length,
    files,
    kustomizations,
    charts,
    diagnostics: plainDiagnostics(diagnostics, catalogue),
  };
}

function lookedAt({ manifests, files, kustomizations, charts }: Linted): string {
  const built = kustomizations === 0 ? "" : `, ${count(kustomizations, "kustomization")} built`;
  const left = charts.length === 0 ? "" : `; charts are left out (helm template first): ${charts.join(", ")}`;
  return `${count(manifests.length, "object")} from ${count(files, "file")}${built}${left}`;
}

function summary(linted: Linted, context: Context): string {
  const paint = pc.createColors(coloured(context));
  const errors = linted.diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = linted.diagnostics.length - errors;
  const verdict = errors > 0 ? paint.red(count(errors, "error")) : paint.green("no error");
  return `${verdict}, ${count(warnings, "warning")} · ${lookedAt(linted)}\n`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
