import type { Path } from "../../load/source.ts";
import { valueAt } from "../../validate/merge.ts";
import { listAt, textAt, textsAt } from "../manifests/reading.ts";

/** A fault in a Pipeline that Seldon's scheduler (2.9.1) rejects or crashes on. */
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
  /** The path in the object. */
  readonly path: Path;
  readonly message: string;
  /** An unknown name, and the existing names. */
  readonly name?: string;
  readonly known?: ReadonlySet<string>;
}

interface Step {
  readonly name: string;
  readonly path: Path;
  readonly inputs: readonly string[];
  readonly triggers: readonly string[];
}

/** Everything that the scheduler would report about a Pipeline, and the faults that crash it first. */
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
    yield { kind: "no-step", path: ["spec", "steps"], message: `missing steps in Pipeline ${name}` };
    return;
  }
  const stepNames = new Set(steps.map((step) => step.name));
  yield* names(steps, name);
  for (const step of steps) yield* references(step, name, stepNames);
  yield* outputs(pipeline, name, stepNames);
  yield* externals(pipeline);
  if (valueAt(pipeline, ["spec", "allowCycles"]) !== true) yield* cycles(steps);
}

function* names(steps: readonly Step[], pipeline: string): Iterable<PipelineProblem> {
  const seen = new Set<string>();
  for (const { name, path } of steps) {
    const at = [...path, "name"];
    if (name === pipeline)
      yield { kind: "step-name", path: at, message: `invalid step name ${name}: the Pipeline has the same name` };
    if (seen.has(name)) yield { kind: "step-name", path: at, message: `duplicate step ${name}` };
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
      if (source === undefined) yield invalidReference(path, text);
      else if (source !== pipeline && !known.has(source))
        yield {
          kind: field === "inputs" ? "unknown-step" : "unknown-trigger",
          path,
          message: `unknown step ${source}: step ${step.name} waits for it`,
          name: source,
          known,
        };
      else if (field === "triggers" && sources.has(normalised(text)))
        yield {
          kind: "input-is-trigger",
          path,
          message: `duplicate input ${text} of step ${step.name}: it is also a trigger`,
        };
    }
  }
}

function* outputs(pipeline: unknown, name: string, known: ReadonlySet<string>): Iterable<PipelineProblem> {
  for (const [index, text] of textsAt(pipeline, "spec", "output", "steps").entries()) {
    const path = ["spec", "output", "steps", index];
    const source = stepOf(text);
    if (source === undefined) yield invalidReference(path, text);
    else if (!known.has(source))
      yield {
        kind: "unknown-step",
        path,
        message:
          source === name ? `invalid output ${name}: a Pipeline cannot be its own output` : `unknown step ${source}`,
        name: source,
        known,
      };
  }
}

function invalidReference(path: Path, text: string): PipelineProblem {
  return { kind: "reference-form", path, message: `invalid reference ${text} to a step's inputs or outputs` };
}

function* externals(pipeline: unknown): Iterable<PipelineProblem> {
  if (valueAt(pipeline, ["spec", "input"]) === undefined) return;
  const inputs = textsAt(pipeline, "spec", "input", "externalInputs");
  if (inputs.length === 0)
    yield {
      kind: "no-external-input",
      path: ["spec", "input"],
      message: "missing externalInputs in the input of the Pipeline",
    };
  for (const field of ["externalInputs", "externalTriggers"]) {
    for (const [index, text] of textsAt(pipeline, "spec", "input", field).entries())
      if (!isExternal(text))
        yield {
          kind: "reference-form",
          path: ["spec", "input", field, index],
          message: `invalid reference ${text} to another Pipeline's inputs or outputs`,
        };
  }
}

/** The step that `step` or `step.outputs.tensor` names. Undefined for any other form. A tensor's name has no dot. */
function stepOf(text: string): string | undefined {
  const [step = "", side, ...tensor] = text.split(".");
  return step !== "" && (side === undefined || isSide(side)) && tensor.length <= 1 ? step : undefined;
}

/** `pipeline.outputs.tensor` or `pipeline.step.name.outputs.tensor`. */
function isExternal(text: string): boolean {
  const [pipeline = "", second, third, fourth, ...tensor] = text.split(".");
  if (pipeline === "") return false;
  return isSide(second)
    ? fourth === undefined
    : second === "step" && third !== "" && isSide(fourth) && tensor.length <= 1;
}

function isSide(word: string | undefined): boolean {
  return word === "inputs" || word === "outputs";
}

/** The name of a step alone means its outputs. */
function normalised(text: string): string {
  return text.includes(".") ? text : `${text}.outputs`;
}

/** One problem for each cycle, at the step that closes it. Not recursive: a Pipeline may have thousands of steps. */
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
    const stack: { readonly name: string; next: number }[] = done.has(name) ? [] : [{ name, next: 0 }];
    open.add(name);
    for (let here = stack.at(-1); here !== undefined; here = stack.at(-1)) {
      const source = sources.get(here.name)?.[here.next];
      here.next += 1;
      if (source === undefined) {
        stack.pop();
        open.delete(here.name);
        done.add(here.name);
      } else if (open.has(source)) {
        const path = byName.get(here.name)?.path ?? [];
        yield {
          kind: "cycle",
          path: [...path, "name"],
          message:
            source === here.name
              ? `cycle: step ${source} waits for itself`
              : `cycle: step ${here.name} waits for step ${source}, which waits for step ${here.name}`,
        };
      } else if (!done.has(source)) {
        open.add(source);
        stack.push({ name: source, next: 0 });
      }
    }
    open.delete(name);
  }
}
