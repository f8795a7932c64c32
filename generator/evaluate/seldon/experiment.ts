import type { Path } from "../../load/source.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { listAt, numberAt, textAt } from "../manifests/reading.ts";

/** A fault in an Experiment alone: Seldon's scheduler (2.9.1) rejects it, or passes it on to Envoy. */
export interface ExperimentProblem {
  readonly kind: "default-not-a-candidate" | "named-twice" | "mirror-percent" | "no-traffic" | "weights-sum";
  /** The path in the object. */
  readonly path: Path;
  readonly part: "value" | "key";
  readonly message: string;
  /** An unknown name, and the existing names. */
  readonly name?: string;
  readonly known?: ReadonlySet<string>;
  readonly hint?: string;
  readonly fix?: string;
}

export interface Candidate {
  readonly name: string;
  readonly weight: number;
  readonly path: Path;
}

export function* experimentProblems(experiment: unknown, name: string): Iterable<ExperimentProblem> {
  const candidates = candidatesOf(experiment);
  yield* unknownDefault(experiment, name, candidates);
  yield* duplicates(experiment, name);
  yield* mirrorPercent(experiment);
  yield* weights(experiment, name, candidates);
}

export function candidatesOf(experiment: unknown): readonly Candidate[] {
  return listAt(experiment, "spec", "candidates").map((candidate, index) => ({
    name: textAt(candidate, "name") ?? "",
    weight: numberAt(candidate, "weight") ?? 0,
    path: ["spec", "candidates", index],
  }));
}

/** Candidates and mirror, each with the path of its name. */
export function modelsNamedIn(experiment: unknown): readonly { readonly name: string; readonly path: Path }[] {
  const mirror = textAt(experiment, "spec", "mirror", "name");
  return [
    ...candidatesOf(experiment).map(({ name, path }) => ({ name, path: [...path, "name"] })),
    ...(mirror === undefined ? [] : [{ name: mirror, path: ["spec", "mirror", "name"] }]),
  ];
}

function* unknownDefault(
  experiment: unknown,
  name: string,
  candidates: readonly Candidate[],
): Iterable<ExperimentProblem> {
  const defaultName = textAt(experiment, "spec", "default") ?? "";
  const known = new Set(candidates.map((candidate) => candidate.name));
  if (defaultName === "" || known.has(defaultName)) return;
  yield {
    kind: "default-not-a-candidate",
    path: ["spec", "default"],
    part: "value",
    message: `invalid default ${defaultName} of Experiment ${name}: it is not a candidate`,
    name: defaultName,
    known,
  };
}

function* duplicates(experiment: unknown, experimentName: string): Iterable<ExperimentProblem> {
  const seen = new Set<string>();
  for (const { name, path } of modelsNamedIn(experiment)) {
    if (seen.has(name))
      yield {
        kind: "named-twice",
        path,
        part: "value",
        message: `duplicate candidate or mirror ${name} in Experiment ${experimentName}`,
      };
    seen.add(name);
  }
}

function* mirrorPercent(experiment: unknown): Iterable<ExperimentProblem> {
  const percent = numberAt(experiment, "spec", "mirror", "percent");
  if (percent === undefined || (percent >= 0 && percent <= 100)) return;
  yield {
    kind: "mirror-percent",
    path: ["spec", "mirror", "percent"],
    part: "value",
    message: `invalid mirror percentage ${percent}`,
    ...(percent > 100 ? { fix: "100" } : {}),
  };
}

/** Envoy's own validation of weighted clusters: their sum is at least 1, and no weight is negative. */
function* weights(experiment: unknown, name: string, candidates: readonly Candidate[]): Iterable<ExperimentProblem> {
  for (const { name: candidate, weight, path } of candidates)
    if (weight < 0)
      yield {
        kind: "no-traffic",
        path: [...path, "weight"],
        part: "value",
        message: `invalid weight of ${candidate}: it is negative`,
      };
  const part = "key" as const;
  if (!candidates.some(({ weight }) => weight > 0)) {
    const kind = "no-traffic" as const;
    if (candidates.length > 0)
      yield {
        kind,
        path: ["spec", "candidates"],
        part,
        message: `invalid weights of Experiment ${name}: all weights are zero`,
      };
    else if (isMap(valueAt(experiment, ["spec", "mirror"])))
      yield {
        kind,
        path: ["spec", "mirror"],
        part,
        message: `missing candidate in Experiment ${name}: it has only a mirror`,
      };
    else yield { kind, path: ["spec", "mirror"], part, message: `missing candidate in Experiment ${name}` };
    return;
  }
  const sum = candidates.reduce((all, { weight }) => all + weight, 0);
  if (sum <= 0 || sum === 100) return;
  const shares = candidates
    .slice(0, 6)
    .map((candidate) => `${candidate.name} ${Math.round((candidate.weight / sum) * 1000) / 10} %`)
    .join(", ");
  yield {
    kind: "weights-sum",
    path: ["spec", "candidates"],
    part,
    message: `unusual weights of Experiment ${name}: their sum is ${sum}, not 100`,
    hint: `The candidates receive these shares of the traffic: ${shares}.`,
  };
}
