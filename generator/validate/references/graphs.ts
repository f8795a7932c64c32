import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { findingAt } from "../inventory.ts";
import type { TenantContext } from "./context.ts";
import { unknownReference } from "./unknown.ts";

/** The ways through the models: pipelines whose steps exist, and experiments whose candidates do. */
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
        `pipeline ${name} needs Kafka, and the platform has none`,
        "The platform names it under spec.seldon.kafka.",
        "key",
      );
    }
    if (name in known) {
      yield findingAt(
        tenant.at("pipelines", name),
        "reference/ambiguous",
        `${name} is a model and a pipeline`,
        "Experiments name either: give them different names.",
        "key",
      );
    }
    if (name in pipeline.steps) {
      yield findingAt(
        tenant.at("pipelines", name, "steps", name),
        "reference/ambiguous",
        `step ${name} has its pipeline's name`,
        "Seldon refuses that: rename the pipeline.",
        "key",
      );
    }
    const steps = Object.keys(pipeline.steps);
    for (const [step, { inputs, triggers }] of Object.entries(pipeline.steps)) {
      if (!(step in known)) {
        yield* unknownReference(
          tenant.at("pipelines", name, "steps", step),
          step,
          Object.keys(known),
          "model of this tenant",
          "key",
          [...steps, name],
        );
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
            `step of ${name}`,
            "value",
            [step, ...list.map(stepOf)],
          );
        }
      }
    }
    for (const [index, reference] of (pipeline.output ?? []).entries()) {
      yield* unknownReference(
        tenant.at("pipelines", name, "output", index),
        stepOf(reference),
        steps,
        `step of ${name}`,
        "value",
        pipeline.output?.map(stepOf),
      );
    }
  }
}

/** Of `step.outputs.tensor` the step. */
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
        "model or pipeline of this tenant",
        "key",
        [...candidateNames, mirror?.name ?? ""],
      );
    }
    yield* unknownReference(
      tenant.at("experiments", name, "default"),
      fallback,
      candidateNames,
      `candidate of ${name}`,
    );
    if (mirror !== undefined && !targets.includes(mirror.name))
      yield* unknownReference(
        tenant.at("experiments", name, "mirror", "name"),
        mirror.name,
        targets.filter((target) => !candidateNames.includes(target)),
        "model or pipeline of this tenant",
      );
    if (Object.values(candidates).every((weight) => weight === 0)) {
      yield findingAt(
        tenant.at("experiments", name, "candidates"),
        "input/invalid-value",
        `all weights of ${name} are 0`,
        "Envoy refuses such a route, and with it every later one of the namespace: give at least one candidate a weight.",
        "key",
      );
    }
    if (mirror !== undefined && mirror.name in candidates) {
      yield findingAt(
        tenant.at("experiments", name, "mirror", "name"),
        "reference/ambiguous",
        `${mirror.name} is a candidate and the mirror of ${name}`,
        "Seldon refuses that: mirror to another one.",
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
        `${name} splits between models and pipelines`,
        "Seldon splits between one kind: wrap the models into pipelines of one step.",
        "key",
      );
    }
  }
}
