import { isDeepStrictEqual } from "node:util";
import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { Authentication } from "../evaluate/routes/authentication.ts";
import { authenticationText } from "../evaluate/routes/authentication-text.ts";
import { edgeObjectKinds, evaluatedEdge } from "../evaluate/routes/cluster-edge.ts";
import { type Exposure, exposures } from "../evaluate/routes/exposures.ts";
import { unevaluatedParts, unevaluatedText } from "../evaluate/routes/unevaluated.ts";
import type { Change } from "../plan/change.ts";
import { type DesiredState, renderedObjects } from "./desired-state.ts";
import type { Statement } from "./statement.ts";

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
  return [...places.values()].flatMap((place) => {
    const [was, is] = [stateOf(before, place), stateOf(after, place)];
    return [...exposureStatements(place, was.exposed, is.exposed), ...unevaluated(place, was.parts, is.parts)];
  });
}

/** A tenant on a cluster, or the platform of the cluster. */
interface Place {
  readonly cluster: string;
  readonly tenant: string | undefined;
}

interface EdgeState {
  readonly exposed: ReadonlyMap<string, Exposure>;
  /** The parts of objects that are not evaluated. */
  readonly parts: readonly string[];
}

function stateOf(state: DesiredState, { cluster: name, tenant }: Place): EdgeState {
  const cluster = state.inventory.clusters.find((candidate) => candidate.name === name);
  const edge = cluster === undefined ? undefined : evaluatedEdge(cluster);
  const own = renderedObjects(state, name, tenant, edgeObjectKinds);
  if (edge === undefined)
    return {
      exposed: new Map(),
      parts: own.map(({ kind, metadata }) => `${kind} ${metadata?.name}, because the cluster has no edge`),
    };
  // The validation of tokens belongs to the platform.
  const shared = tenant === undefined ? [] : renderedObjects(state, name, undefined, edgeObjectKinds);
  const objects = [...shared, ...own];
  return {
    exposed: new Map(exposures(objects, edge).map((exposure) => [requestText(exposure), exposure])),
    parts: unevaluatedParts(objects, edge).map(unevaluatedText),
  };
}

function exposureStatements(
  place: Place,
  before: EdgeState["exposed"],
  after: EdgeState["exposed"],
): readonly Statement[] {
  const requests = [...new Set([...before.keys(), ...after.keys()])].sort(compareStrings);
  return requests.flatMap((request): readonly Statement[] => {
    const [was, is] = [before.get(request), after.get(request)];
    const common = { topic: "routes", ...place, about: request } as const;
    if (is === undefined)
      return [{ ...common, risk: "high", message: "requests from outside fail with the status 404" }];
    const proof = authenticationText(is.authentication);
    if (was === undefined)
      return [
        {
          ...common,
          risk: needsNothing(is.authentication) || is.target === undefined ? "high" : "medium",
          message: `opens requests from outside to ${targetText(is)}, ${proof}`,
          widens: true,
          headline: `opens ${request} ${proof}`,
        },
      ];
    return [
      ...(isDeepStrictEqual(was.authentication, is.authentication)
        ? []
        : [
            {
              ...common,
              risk: "high" as const,
              message: `requests from outside are accepted ${proof}, instead of ${authenticationText(was.authentication)}`,
              ...(isStricter(was.authentication, is.authentication) ? {} : { widens: true as const }),
            },
          ]),
      ...(targetText(was) === targetText(is)
        ? []
        : [
            {
              ...common,
              risk: "medium" as const,
              message: `leads to ${targetText(is)} instead of ${targetText(was)}`,
              ...(is.target === undefined || !isDeepStrictEqual(was.backend, is.backend)
                ? { widens: true as const }
                : {}),
            },
          ]),
    ];
  });
}

function unevaluated(place: Place, before: readonly string[], after: readonly string[]): readonly Statement[] {
  return after
    .filter((part) => !before.includes(part))
    .map((part) => ({
      topic: "routes",
      risk: "high",
      ...place,
      about: part,
      message: "unknown effect on requests from outside: Tenantry does not evaluate it",
      widens: true,
    }));
}

/** The request, which identifies an exposure: `POST https://host/path`. */
function requestText({ method, host, path, matches, protocol }: Exposure): string {
  const any = matches === "prefix" ? "*" : "";
  return `${protocol === "grpc" ? "gRPC" : (method ?? "every method")} https://${host}${path}${any}`;
}

/** The value of seldon-model: without it, the client chooses the target. */
function targetText({ target, backend }: Exposure): string {
  const { namespace, service } = backend;
  return target === undefined ? `every model behind ${service} in ${namespace}` : `${target} in ${namespace}`;
}

function needsNothing({ clientCertificate, tokens }: Authentication): boolean {
  return !clientCertificate && tokens.length === 0;
}

/** Whether requests that were accepted without a proof now need one. Any other change accepts requests that were denied. */
function isStricter(before: Authentication, after: Authentication): boolean {
  return needsNothing(before) && !needsNothing(after);
}
