import type { Path } from "../../load/source.ts";
import { valueAt } from "../../validate/merge.ts";
import { listAt, textAt, textsAt } from "../manifests/reading.ts";

/** What Seldon's scheduler (2.9.1) refuses in a Pipeline, or falls over. */
export interface PipelineProblem {
  readonly kind:
    | "no-step"
    | "step-name"
    | "reference-form"
    | "unknown-step"
    | "unknown-trigger"
    | "input-is-trigger"
    | "no-external-input"
    | "cycle";
  /** Below the object. */
  readonly path: Path;
  readonly message: string;
  /** A name that is wrong, and the names that there are. */
  readonly name?: string;
  readonly known?: ReadonlySet<string>;
}

interface Step {
  readonly name: string;
  readonly path: Path;
  readonly inputs: readonly string[];
  readonly triggers: readonly string[];
}

/** Everything that the scheduler would say of a Pipeline, and what it does not live to say. */
export function* pipelineProblems(pipeline: unknown, name: string): Iterable<PipelineProblem> {
  const steps = listAt(pipeline, "spec", "steps").map(
    (step, index): Step => ({
      name: textAt(step, "name") ?? "",
      path: ["spec", "steps", index],
      inputs: textsAt(step, "inputs"),
      triggers: textsAt(step, "triggers"),
    }),
  );
  if (steps.length === 0) {
    yield { kind: "no-step", path: ["spec", "steps"], message: `Pipeline ${name} has no step` };
    return;
  }
  const known = new Set(steps.map((step) => step.name));
  yield* names(steps, name);
  for (const step of steps) yield* references(step, name, known);
  yield* outputs(pipeline, name, known);
  yield* externals(pipeline);
  if (valueAt(pipeline, ["spec", "allowCycles"]) !== true) yield* cycles(steps);
}

function* names(steps: readonly Step[], pipeline: string): Iterable<PipelineProblem> {
  const seen = new Set<string>();
  for (const { name, path } of steps) {
    const at = [...path, "name"];
    if (name === pipeline) yield { kind: "step-name", path: at, message: `step ${name} has the name of its Pipeline` };
    if (seen.has(name)) yield { kind: "step-name", path: at, message: `step ${name} is given twice` };
    seen.add(name);
  }
}

function* references(step: Step, pipeline: string, known: ReadonlySet<string>): Iterable<PipelineProblem> {
  const sources = new Set(step.inputs.map(normalised));
  for (const [field, list] of [
    ["inputs", step.inputs],
    ["triggers", step.triggers],
  ] as const) {
    for (const [index, text] of list.entries()) {
      const path = [...step.path, field, index];
      const source = stepOf(text);
      if (source === undefined)
        yield { kind: "reference-form", path, message: `${text} is no reference to a step's inputs or outputs` };
      else if (source !== pipeline && !known.has(source))
        yield {
          kind: field === "inputs" ? "unknown-step" : "unknown-trigger",
          path,
          message: `${step.name} waits for ${source}, which is no step of this Pipeline`,
          name: source,
          known,
        };
      else if (field === "triggers" && sources.has(normalised(text)))
        yield { kind: "input-is-trigger", path, message: `${text} is an input of ${step.name} and a trigger of it` };
    }
  }
}

function* outputs(pipeline: unknown, name: string, known: ReadonlySet<string>): Iterable<PipelineProblem> {
  for (const [index, text] of textsAt(pipeline, "spec", "output", "steps").entries()) {
    const path = ["spec", "output", "steps", index];
    const source = stepOf(text);
    if (source === undefined)
      yield { kind: "reference-form", path, message: `${text} is no reference to a step's inputs or outputs` };
    else if (!known.has(source))
      yield {
        kind: "unknown-step",
        path,
        message: source === name ? "a Pipeline is no output of itself" : `${source} is no step of this Pipeline`,
        name: source,
        known,
      };
  }
}

function* externals(pipeline: unknown): Iterable<PipelineProblem> {
  if (valueAt(pipeline, ["spec", "input"]) === undefined) return;
  const inputs = textsAt(pipeline, "spec", "input", "externalInputs");
  if (inputs.length === 0)
    yield { kind: "no-external-input", path: ["spec", "input"], message: "an input without externalInputs" };
  for (const field of ["externalInputs", "externalTriggers"]) {
    for (const [index, text] of textsAt(pipeline, "spec", "input", field).entries())
      if (!isExternal(text))
        yield {
          kind: "reference-form",
          path: ["spec", "input", field, index],
          message: `${text} is no reference to another Pipeline's inputs or outputs`,
        };
  }
}

/** The step that `step` or `step.outputs.tensor` names; nothing where it is no such reference. A tensor has no dot. */
function stepOf(text: string): string | undefined {
  const [step = "", side, ...tensor] = text.split(".");
  return step !== "" && (side === undefined || isSide(side)) && tensor.length <= 1 ? step : undefined;
}

/** `pipeline.outputs.tensor` or `pipeline.step.name.outputs.tensor`. */
function isExternal(text: string): boolean {
  const [pipeline = "", second, third, fourth, ...rest] = text.split(".");
  if (pipeline === "") return false;
  return isSide(second)
    ? fourth === undefined
    : second === "step" && third !== "" && isSide(fourth) && rest.length <= 1;
}

function isSide(word: string | undefined): boolean {
  return word === "inputs" || word === "outputs";
}

/** A step alone stands for its outputs. */
function normalised(text: string): string {
  return text.includes(".") ? text : `${text}.outputs`;
}

/** One problem for each circle, at the step that closes it. Without recursion: a Pipeline may have thousands of steps. */
function* cycles(steps: readonly Step[]): Iterable<PipelineProblem> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const sources = new Map(
    steps.map((step) => [
      step.name,
      [...step.inputs, ...step.triggers].map((text) => stepOf(text) ?? "").filter((name) => byName.has(name)),
    ]),
  );
  const done = new Set<string>();
  const open = new Set<string>();
  for (const { name } of steps) {
    const way: { readonly name: string; next: number }[] = done.has(name) ? [] : [{ name, next: 0 }];
    open.add(name);
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const source = sources.get(here.name)?.[here.next];
      here.next += 1;
      if (source === undefined) {
        way.pop();
        open.delete(here.name);
        done.add(here.name);
      } else if (open.has(source)) {
        const path = byName.get(here.name)?.path ?? [];
        yield {
          kind: "cycle",
          path: [...path, "name"],
          message: `${here.name} waits for ${source}, which waits for it`,
        };
      } else if (!done.has(source)) {
        open.add(source);
        way.push({ name: source, next: 0 });
      }
    }
    open.delete(name);
  }
}
