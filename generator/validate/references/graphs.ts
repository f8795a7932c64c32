import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt } from "../inventory.ts";
import type { TenantContext } from "./context.ts";
import { unknownReference } from "./unknown.ts";

/** References of pipelines to their steps, and of experiments to their candidates. */
export function* graphReferences(context: TenantContext): Iterable<Diagnostic> {
  yield* pipelines(context);
  yield* experiments(context);
}

function* pipelines({ platform, tenant }: TenantContext): Iterable<Diagnostic> {
  const { models: known, pipelines: declared } = tenant.spec;
  for (const [name, pipeline] of Object.entries(declared)) {
    if (platform.spec.seldon.kafka === undefined) {
      yield findingAt(
        tenant.at("pipelines", name),
        "reference/unknown",
        codes["reference/unknown"].messages.missingKafka(name),
        "Have the platform team declare Kafka under spec.seldon.kafka in platform.yaml.",
        "key",
      );
    }
    if (name in known) {
      yield findingAt(
        tenant.at("pipelines", name),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.duplicateName(name, "a model", "a pipeline"),
        "Rename the model or the pipeline: an experiment refers to models and pipelines only by name.",
        "key",
      );
    }
    if (name in pipeline.steps) {
      yield findingAt(
        tenant.at("pipelines", name, "steps", name),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.duplicateName(name, "a step", "its pipeline"),
        "Rename the pipeline: Seldon rejects a step with the name of its pipeline.",
        "key",
      );
    }
    const steps = Object.keys(pipeline.steps);
    for (const [step, { inputs, triggers }] of Object.entries(pipeline.steps)) {
      if (!(step in known)) {
        yield* unknownReference(tenant.at("pipelines", name, "steps", step), step, Object.keys(known), "model", {
          scope: "in this tenant",
          part: "key",
          siblings: [...steps, name],
        });
      }
      for (const [kind, list] of [
        ["inputs", inputs],
        ["triggers", triggers],
      ] as const) {
        for (const [index, reference] of list.entries()) {
          yield* unknownReference(
            tenant.at("pipelines", name, "steps", step, kind, index),
            stepOf(reference),
            [...steps, name],
            "step",
            { scope: `in pipeline ${name}`, siblings: [step, ...list.map(stepOf)] },
          );
        }
      }
    }
    for (const [index, reference] of (pipeline.output ?? []).entries()) {
      yield* unknownReference(tenant.at("pipelines", name, "output", index), stepOf(reference), steps, "step", {
        scope: `in pipeline ${name}`,
        siblings: pipeline.output?.map(stepOf),
      });
    }
  }
}

/** The step in `step.outputs.tensor`. */
function stepOf(reference: string): string {
  return reference.split(".")[0] ?? reference;
}

function* experiments({ tenant }: TenantContext): Iterable<Diagnostic> {
  const { models: knownModels, pipelines: knownPipelines, experiments: declared } = tenant.spec;
  const targets = [...Object.keys(knownModels), ...Object.keys(knownPipelines)];
  for (const [name, { candidates, default: fallback, mirror }] of Object.entries(declared)) {
    const candidateNames = Object.keys(candidates);
    for (const candidate of candidateNames) {
      yield* unknownReference(
        tenant.at("experiments", name, "candidates", candidate),
        candidate,
        targets,
        "model or pipeline",
        { scope: "in this tenant", part: "key", siblings: [...candidateNames, mirror?.name ?? ""] },
      );
    }
    yield* unknownReference(tenant.at("experiments", name, "default"), fallback, candidateNames, "candidate", {
      scope: `in experiment ${name}`,
    });
    if (mirror !== undefined && !targets.includes(mirror.name))
      yield* unknownReference(
        tenant.at("experiments", name, "mirror", "name"),
        mirror.name,
        targets.filter((target) => !candidateNames.includes(target)),
        "model or pipeline",
        { scope: "in this tenant" },
      );
    if (Object.values(candidates).every((weight) => weight === 0)) {
      yield findingAt(
        tenant.at("experiments", name, "candidates"),
        "input/invalid-value",
        codes["input/invalid-value"].messages.zeroWeights(name),
        "Set at least one weight above 0. If the weights of a route add up to zero, Envoy rejects every later change of its routes.",
        "key",
      );
    }
    if (mirror !== undefined && mirror.name in candidates) {
      yield findingAt(
        tenant.at("experiments", name, "mirror", "name"),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.mirroredCandidate(mirror.name, name),
        "Use another model or pipeline as the mirror: Seldon rejects a mirror that is also a candidate.",
      );
    }
    const all = mirror === undefined ? candidateNames : [...candidateNames, mirror.name];
    const kinds = new Set(
      all.filter((candidate) => targets.includes(candidate)).map((value) => value in knownPipelines),
    );
    if (kinds.size > 1) {
      yield findingAt(
        tenant.at("experiments", name),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.mixedCandidates(name),
        "Wrap each model in a pipeline with one step: Seldon splits traffic only between models, or only between pipelines.",
        "key",
      );
    }
  }
}
