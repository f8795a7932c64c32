import { sortedEntries } from "../generate/scope.ts";
import type { TenantEntry } from "../validate/inventory.ts";

/** A model, pipeline or experiment, as it is asked through a forwarded port. */
export interface PredictionRequest {
  /** What the header seldon-model says. */
  readonly header: string;
  /** The model that says what a request for it holds. */
  readonly describedBy: string;
  /** Address, headers and body, as curl takes them. */
  readonly request: string;
}

export type RequestTarget = "model" | "pipeline" | "experiment";

/** Flags of curl that wait for a port to open. */
export const withRetries = "--retry 5 --retry-connrefused";

const mesh = "http://localhost:8080/v2/models";

/** How one of a tenant's is asked, by its kind and name. */
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

/** Makes request.json of what the model says of its inputs, and sends it. Node is there wherever Tenantry is; jq is not. */
export function requestBody({ describedBy, request }: PredictionRequest): readonly string[] {
  return [
    // A port that was forwarded a moment ago refuses at first.
    `curl --silent --fail ${withRetries} --header 'seldon-model: ${describedBy}' ${mesh}/${describedBy} > model.json || echo '{}' > model.json`,
    `node --eval '${zeros}' > request.json`,
    `curl --silent --show-error --include ${request}`,
  ];
}

/** One row of zeros for each input that model.json names; of four columns where it names none. In single quotes: no quote, no line break. */
const zeros = [
  `const inputs = JSON.parse(fs.readFileSync("model.json", "utf8")).inputs ?? []`,
  `const zero = { BYTES: "", BOOL: false }`,
  `const row = ({ name, datatype, shape }) => { const sizes = shape.map((size) => Math.max(size, 1)); const data = Array(sizes.reduce((all, size) => all * size, 1)).fill(zero[datatype] ?? 0); return { name, datatype, shape: sizes, data } }`,
  `const some = inputs.length > 0 ? inputs : [{ name: "input-0", datatype: "FP64", shape: [1, 4] }]`,
  "console.log(JSON.stringify({ inputs: some.map(row) }))",
].join("; ");
