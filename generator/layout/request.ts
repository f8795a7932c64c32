import { sortedEntries } from "../generate/scope.ts";
import type { TenantEntry } from "../validate/inventory.ts";

/** A request to a model, pipeline or experiment. */
export interface PredictionRequest {
  /** The value of the header seldon-model. */
  readonly header: string;
  /** The model that describes the inputs of the request. */
  readonly describedBy: string;
  /** Address, headers and body of the request through a forwarded port, as arguments of curl. */
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
    request: inferenceRequest(`${mesh}/${path}/infer`, [`'seldon-model: ${header}'`]),
  };
}

/**
 * The arguments of curl for a prediction of the inputs in request.json.
 * @param headers Further headers, each as one word of a shell.
 */
export function inferenceRequest(address: string, headers: readonly string[]): string {
  const all = ["'Content-Type: application/json'", ...headers].map((header) => `--header ${header}`);
  return [address, ...all, "--data @request.json"].join(" ");
}

/** The commands that write request.json and send it through a forwarded port. */
export function requestBody(target: PredictionRequest): readonly string[] {
  return [...writeRequest(target), sendAndShow(target.request)];
}

/**
 * The commands that write request.json from the model's description of its inputs, which they read through a forwarded port.
 * Every user of Tenantry has Node, but not jq.
 */
export function writeRequest({ describedBy }: Pick<PredictionRequest, "describedBy">): readonly string[] {
  return [
    // A port refuses connections for a moment after it is forwarded.
    `curl --silent --fail ${withRetries} --header 'seldon-model: ${describedBy}' ${mesh}/${describedBy} > model.json || echo '{}' > model.json`,
    `node --eval '${zeros}' > request.json`,
  ];
}

/** The command that writes an example of request.json for clients that cannot read the description of a model. */
export const exampleRequest = `echo '${JSON.stringify({ inputs: [{ name: "input-0", datatype: "FP64", shape: [1, 4], data: [0, 0, 0, 0] }] })}' > request.json`;

/** The command that sends a request, and prints the status, the headers and the body of the answer. */
export function sendAndShow(request: string): string {
  return `curl --silent --show-error --include ${request}`;
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
