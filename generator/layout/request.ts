import { sortedEntries } from "../generate/scope.ts";
import type { TenantEntry } from "../validate/inventory.ts";

/** A request to a model, pipeline or experiment through a forwarded port. */
export interface PredictionRequest {
  /** The value of the header seldon-model. */
  readonly header: string;
  /** The model that describes the inputs of the request. */
  readonly describedBy: string;
  /** Address, headers and body, as arguments of curl. */
  readonly request: string;
}

export type RequestTarget = "model" | "pipeline" | "experiment";

/** Flags that make curl wait for a port to open. */
export const withRetries = "--retry 5 --retry-connrefused";

const mesh = "http://localhost:8080/v2/models";

/** The request to one of a tenant's models, pipelines or experiments. */
export function requestTo({ spec }: TenantEntry, kind: RequestTarget, name: string): PredictionRequest {
  const [candidate] = kind === "experiment" ? Object.keys(spec.experiments[name]?.candidates ?? {}).sort() : [];
  const path = candidate ?? name;
  const streams = kind === "pipeline" || (candidate !== undefined && candidate in spec.pipelines);
  const steps = streams ? sortedEntries(spec.pipelines[path]?.steps ?? {}) : [];
  const [entry] = steps.find(([, { inputs }]) => inputs.length === 0) ?? steps[0] ?? [path];
  const header = kind === "model" ? name : `${name}.${kind}`;
  return {
    header,
    describedBy: entry,
    request: `${mesh}/${path}/infer --header 'Content-Type: application/json' --header 'seldon-model: ${header}' --data @request.json`,
  };
}

/**
 * The commands that write request.json from the model's description of its inputs, and send it. Every user of Tenantry
 * has Node, but not jq.
 */
export function requestBody({ describedBy, request }: PredictionRequest): readonly string[] {
  return [
    // A port refuses connections for a moment after it is forwarded.
    `curl --silent --fail ${withRetries} --header 'seldon-model: ${describedBy}' ${mesh}/${describedBy} > model.json || echo '{}' > model.json`,
    `node --eval '${zeros}' > request.json`,
    `curl --silent --show-error --include ${request}`,
  ];
}

/**
 * One row of zeros for each input in model.json, or one row of four columns without any. Single quotes enclose it in
 * the shell, so it contains no single quote and no line break.
 */
const zeros = [
  `const inputs = JSON.parse(fs.readFileSync("model.json", "utf8")).inputs ?? []`,
  `const zero = { BYTES: "", BOOL: false }`,
  `const row = ({ name, datatype, shape }) => { const sizes = shape.map((size) => Math.max(size, 1)); const data = Array(sizes.reduce((all, size) => all * size, 1)).fill(zero[datatype] ?? 0); return { name, datatype, shape: sizes, data } }`,
  `const some = inputs.length > 0 ? inputs : [{ name: "input-0", datatype: "FP64", shape: [1, 4] }]`,
  "console.log(JSON.stringify({ inputs: some.map(row) }))",
].join("; ");
