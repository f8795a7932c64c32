import { suggestion } from "../../../diagnostics/nearest.ts";
import type { Manifest } from "../../manifests/manifest.ts";
import { listAt, numberAt, textAt } from "../../manifests/reading.ts";
import type { Scene } from "../../manifests/scene.ts";
import { type PipelineProblem, pipelineProblems } from "../../seldon/pipeline.ts";
import type { Found } from "../rule.ts";

export const modelKind = "mlops.seldon.io/Model";
export const pipelineKind = "mlops.seldon.io/Pipeline";
export const experimentKind = "mlops.seldon.io/Experiment";

/** What is wrong with a Pipeline, of some kinds, each at its place. */
export function* problemsIn(manifest: Manifest, ...kinds: readonly PipelineProblem["kind"][]): Iterable<Found> {
  for (const { kind, path, message, name, known } of pipelineProblems(manifest.object, manifest.name)) {
    if (!kinds.includes(kind)) continue;
    yield {
      at: manifest.at(path, "value"),
      message,
      hint: name === undefined || known === undefined ? undefined : suggestion(name, known),
    };
  }
}

export interface Candidate {
  readonly name: string;
  readonly weight: number;
  readonly path: readonly (string | number)[];
}

export function candidatesOf({ object }: Manifest): readonly Candidate[] {
  return listAt(object, "spec", "candidates").map((one, index) => ({
    name: textAt(one, "name") ?? "",
    weight: numberAt(one, "weight") ?? 0,
    path: ["spec", "candidates", index],
  }));
}

/** What an Experiment's candidates are; Seldon takes every other word for models too (2.9.1). */
export function candidateKind({ object }: Manifest): string {
  return textAt(object, "spec", "resourceType") === "pipeline" ? pipelineKind : modelKind;
}

/** The names of a kind in a namespace; none where the scene may not hold them all. */
export function namesOf(scene: Scene, kind: string, namespace: string | undefined): readonly string[] {
  return scene
    .of(kind)
    .filter((one) => one.namespace === namespace)
    .map(({ name }) => name);
}
