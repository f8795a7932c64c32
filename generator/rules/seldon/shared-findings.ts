import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { textAt } from "../../evaluate/manifests/reading.ts";
import { type ExperimentProblem, experimentProblems } from "../../evaluate/seldon/experiment.ts";
import { type PipelineProblem, pipelineProblems } from "../../evaluate/seldon/pipeline.ts";
import { memoize, memoizeByName } from "../../load/memoize.ts";
import { modelKind, pipelineKind } from "../../models/kinds.ts";
import { nearest, suggestion } from "../../text/nearest.ts";
import type { RuleFinding } from "../rule.ts";

/** The problems of a Pipeline that have one of the given kinds, each with its location. */
export function* pipelineFindings(
  manifest: Manifest,
  ...kinds: readonly PipelineProblem["kind"][]
): Iterable<RuleFinding> {
  const near = limitedSuggestions();
  for (const { kind, path, message, name, known } of problemsOf(manifest)) {
    if (!kinds.includes(kind)) continue;
    const hint = name === undefined || known === undefined ? undefined : near(name, known);
    yield { at: manifest.at(path, "value"), message, hint };
  }
}

/** Cached, because several rules read the problems of the same Pipeline. */
const problemsOf = memoize(({ object, name }: Manifest): readonly PipelineProblem[] => [
  ...pipelineProblems(object, name),
]);

/** The problems of an Experiment that have the given kind, each with its location. */
export function* experimentFindings(manifest: Manifest, wanted: ExperimentProblem["kind"]): Iterable<RuleFinding> {
  for (const problem of experimentProblems(manifest.object, manifest.name)) {
    const { kind, path, part, message, name, known } = problem;
    if (kind !== wanted) continue;
    const meant = name === undefined || known === undefined ? undefined : { name, known: [...known] };
    yield {
      at: manifest.at(path, part),
      message,
      hint: meant === undefined ? problem.hint : suggestion(meant.name, meant.known),
      fix: meant === undefined ? problem.fix : nearest(meant.name, meant.known),
    };
  }
}

/** Hints for the first 20 findings only: no reader needs thousands, and comparing all names with each other takes minutes. */
export function limitedSuggestions(): (name: string, known: Iterable<string>) => string | undefined {
  let left = 20;
  return (name, known) => {
    left -= 1;
    return left < 0 ? undefined : suggestion(name, [...known]);
  };
}

/** The kind of an Experiment's candidates. Seldon treats every value other than `pipeline` as models (2.9.1). */
export function candidateKind({ object }: Manifest): string {
  return textAt(object, "spec", "resourceType") === "pipeline" ? pipelineKind : modelKind;
}

/** The names of a kind in a namespace. For a folder, also those of its objects that may be deployed to that namespace. */
export function namesOf(part: ManifestSet, kind: string, namespace: string | undefined): ReadonlySet<string> {
  return names(part.everywhere())(kind)(namespace ?? "");
}

/** Cached, because thousands of Experiments may look up thousands of Models. */
const names = memoize((manifestSet: ManifestSet) =>
  memoizeByName((kind) =>
    memoizeByName(
      (namespace): ReadonlySet<string> =>
        new Set(
          manifestSet
            .of(kind)
            .flatMap((manifest) => (manifestSet.mayShare(manifest.namespace, namespace) ? manifest.name : [])),
        ),
    ),
  ),
);
