import { nearest, suggestion } from "../../../diagnostics/nearest.ts";
import { modelKind, pipelineKind } from "../../../models/kinds.ts";
import type { Manifest } from "../../manifests/manifest.ts";
import { textAt } from "../../manifests/reading.ts";
import type { Scene } from "../../manifests/scene.ts";
import { type ExperimentProblem, experimentProblems } from "../../seldon/experiment.ts";
import { type PipelineProblem, pipelineProblems } from "../../seldon/pipeline.ts";
import type { Found } from "../rule.ts";

/** What is wrong with a Pipeline, of some kinds, each at its place. */
export function* pipelineFindings(manifest: Manifest, ...kinds: readonly PipelineProblem["kind"][]): Iterable<Found> {
  // Several rules ask for the same Pipeline.
  let problems = judged.get(manifest.object);
  if (problems === undefined) {
    problems = [...pipelineProblems(manifest.object, manifest.name)];
    judged.set(manifest.object, problems);
  }
  const near = nearby();
  for (const { kind, path, message, name, known } of problems) {
    if (!kinds.includes(kind)) continue;
    const hint = name === undefined || known === undefined ? undefined : near(name, known);
    yield { at: manifest.at(path, "value"), message, hint };
  }
}

const judged = new WeakMap<object, readonly PipelineProblem[]>();

/** What is wrong with an Experiment, of one kind, each at its place. */
export function* experimentFindings(manifest: Manifest, wanted: ExperimentProblem["kind"]): Iterable<Found> {
  for (const problem of experimentProblems(manifest.object, manifest.name)) {
    const { kind, path, part, message, name, known } = problem;
    if (kind !== wanted) continue;
    const meant = name === undefined || known === undefined ? undefined : { name, known: [...known] };
    yield {
      at: manifest.at(path, part),
      message,
      hint: meant === undefined ? problem.hint : suggestion(meant.name, meant.known),
      mend: meant === undefined ? problem.mend : nearest(meant.name, meant.known),
    };
  }
}

/** Hints for the first findings only: nobody reads thousands, and to compare all names with all others takes minutes. */
export function nearby(): (name: string, known: Iterable<string>) => string | undefined {
  let left = 20;
  return (name, known) => {
    left -= 1;
    return left < 0 ? undefined : suggestion(name, [...known]);
  };
}

/** What an Experiment's candidates are; Seldon takes every other word for models too (2.9.1). */
export function candidateKind({ object }: Manifest): string {
  return textAt(object, "spec", "resourceType") === "pipeline" ? pipelineKind : modelKind;
}

/** The names of a kind in a namespace; of a folder also those that stand elsewhere in it, and may come to that namespace. */
export function namesOf(part: Scene, kind: string, namespace: string | undefined): ReadonlySet<string> {
  const scene = part.everywhere();
  const known = names.get(scene) ?? new Map<string, ReadonlySet<string>>();
  names.set(scene, known);
  const key = `${kind}/${namespace ?? ""}`;
  const found =
    known.get(key) ??
    new Set(scene.of(kind).flatMap((one) => (scene.mayShare(one.namespace, namespace) ? one.name : [])));
  known.set(key, found);
  return found;
}

/** Thousands of Experiments may ask for thousands of Models. */
const names = new WeakMap<Scene, Map<string, ReadonlySet<string>>>();
