import { isDeepStrictEqual } from "node:util";
import { edgeObjectKinds, evaluatedEdge } from "../evaluate/routes/cluster-edge.ts";
import { exposures } from "../evaluate/routes/exposures.ts";
import { unevaluatedParts, unevaluatedText } from "../evaluate/routes/unevaluated.ts";
import type { Change } from "../plan/change.ts";
import { type DesiredState, renderedObjects } from "./desired-state.ts";
import { edgeStatements } from "./edge.ts";
import { byRequest, type ExposedRequests, exposureStatements } from "./exposures.ts";
import type { Statement } from "./statement.ts";
import { tokenStatements } from "./tokens.ts";

const kinds: ReadonlySet<string> = new Set(edgeObjectKinds);

/**
 * The requests from outside of a cluster that a change opens, closes or leads elsewhere, with all objects of the edge evaluated
 * together. An object that is not evaluated can open anything.
 */
export function routeStatements(
  before: DesiredState,
  after: DesiredState,
  changes: readonly Change[],
): readonly Statement[] {
  const places = new Map<string, Place>();
  for (const { cluster, tenant, ref } of changes)
    if (kinds.has(ref.kind)) places.set(`${cluster} ${tenant}`, { cluster, tenant });
  return [
    ...edgeStatements(before.inventory, after.inventory),
    ...tokenStatements(changes),
    ...[...places.values()].flatMap((place) => {
      const [was, is] = [stateOf(before, place), stateOf(after, place)];
      return [...exposureStatements(place, was.exposed, is.exposed), ...unevaluated(place, was.parts, is.parts)];
    }),
  ];
}

/** A tenant on a cluster, or the platform of the cluster. */
export interface Place {
  readonly cluster: string;
  readonly tenant: string | undefined;
}

interface EdgeState {
  readonly exposed: ExposedRequests;
  /** The parts of objects that are not evaluated, and what they contain. */
  readonly parts: readonly { readonly text: string; readonly value: unknown }[];
}

function stateOf(state: DesiredState, { cluster: name, tenant }: Place): EdgeState {
  const cluster = state.inventory.clusters.find((candidate) => candidate.name === name);
  const edge = cluster === undefined ? undefined : evaluatedEdge(cluster);
  const own = renderedObjects(state, name, tenant, edgeObjectKinds);
  if (edge === undefined)
    return {
      exposed: new Map(),
      parts: own.map(({ kind, metadata, ...value }) => ({
        text: `${kind} ${metadata?.name}, because the cluster has no edge`,
        value,
      })),
    };
  // The validation of tokens belongs to the platform.
  const shared = tenant === undefined ? [] : renderedObjects(state, name, undefined, edgeObjectKinds);
  const objects = [...shared, ...own];
  return {
    exposed: byRequest(exposures(objects, edge)),
    parts: unevaluatedParts(objects, edge).map((part) => ({ text: unevaluatedText(part), value: part.value })),
  };
}

function unevaluated(place: Place, before: EdgeState["parts"], after: EdgeState["parts"]): readonly Statement[] {
  return after
    .filter((part) => !before.some((known) => isDeepStrictEqual(known, part)))
    .map((part) => ({
      topic: "routes",
      risk: "high",
      ...place,
      about: part.text,
      message: "unknown effect on requests from outside: Tenantry does not evaluate it",
      widens: true,
    }));
}
