import { isDeepStrictEqual } from "node:util";
import { compareStrings } from "../diagnostics/diagnostic.ts";
import type { Authentication } from "../evaluate/routes/authentication.ts";
import { authenticationText } from "../evaluate/routes/authentication-text.ts";
import type { Exposure } from "../evaluate/routes/exposures.ts";
import { defined } from "../models/defined.ts";
import { listText } from "../text/listed.ts";
import type { Place } from "./routes.ts";
import type { Statement } from "./statement.ts";

/** The open requests of a tenant, by their text. */
export type ExposedRequests = ReadonlyMap<string, Exposure>;

/** The exposures by their requests. A request that several Gateways accept in different ways also has the names of the Gateways. */
export function byRequest(exposed: readonly Exposure[]): ExposedRequests {
  const groups = Map.groupBy(exposed, requestText);
  return new Map(
    [...groups].flatMap(([request, group]) => {
      const different = group.filter(
        (exposure, index) => group.findIndex((other) => isSame(exposure, other)) === index,
      );
      return different.map((exposure, index): [string, Exposure] => [
        index === 0 ? request : `${request}${throughText(exposure, index)}`,
        exposure,
      ]);
    }),
  );
}

function isSame(left: Exposure, right: Exposure): boolean {
  return (
    isDeepStrictEqual(left.authentication, right.authentication) &&
    isDeepStrictEqual(left.backend, right.backend) &&
    left.target === right.target
  );
}

function throughText({ gateway, route }: Exposure, index: number): string {
  const { kind, namespace, name } = gateway ?? route;
  return ` through ${kind} ${name} in namespace ${namespace} (${index + 1})`;
}

/** The request, which identifies an exposure: `POST https://host/path`. */
function requestText({ method, host, path, matches, protocol }: Exposure): string {
  const any = matches === "prefix" ? "*" : "";
  return `${protocol === "grpc" ? "gRPC" : (method ?? "every method")} https://${host}${path}${any}`;
}

/** The differences between two sets of open requests. Requests of one route with the same difference are one statement. */
export function exposureStatements(
  place: Place,
  before: ExposedRequests,
  after: ExposedRequests,
): readonly Statement[] {
  const requests = [...new Set([...before.keys(), ...after.keys()])].sort(compareStrings);
  const found = requests.flatMap((request) =>
    differencesOf(before.get(request), after.get(request)).map((difference) => ({ request, difference })),
  );
  const groups = Map.groupBy(found, ({ difference }) => JSON.stringify(difference));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { risk, message, widens, headline, route } = first.difference;
    const texts = group.map(({ request }) => request);
    const more = texts.length === 1 ? "" : ` and ${texts.length - 1} more`;
    return [
      {
        topic: "routes" as const,
        risk,
        ...place,
        about: listText(texts, mostRequests),
        message,
        ...(widens ? { widens: true as const } : {}),
        ...(place.tenant === undefined ? {} : { part: ["routes", route] }),
        ...defined({ headline: headline === undefined ? undefined : headline(`${first.request}${more}`) }),
      },
    ];
  });
}

const mostRequests = 4;

interface Difference {
  readonly risk: "medium" | "high";
  readonly message: string;
  readonly widens: boolean;
  readonly route: string;
  readonly headline?: (requests: string) => string;
}

function differencesOf(was: Exposure | undefined, is: Exposure | undefined): readonly Difference[] {
  if (is === undefined)
    return [
      {
        risk: "high",
        message: "requests from outside are no longer accepted",
        widens: false,
        route: was?.route.name ?? "",
        headline: (requests) => `closes ${requests}`,
      },
    ];
  const proof = authenticationText(is.authentication);
  const route = is.route.name;
  if (was === undefined)
    return [
      {
        risk: "high",
        message: `opens requests from outside to ${targetText(is)}, ${proof}`,
        widens: true,
        route,
        headline: (requests) => `opens ${requests} ${proof}`,
      },
    ];
  return [
    ...(isDeepStrictEqual(was.authentication, is.authentication)
      ? []
      : [
          {
            risk: "high" as const,
            message: `requests from outside are accepted ${proof}, instead of ${authenticationText(was.authentication)}`,
            widens: !isStricter(was.authentication, is.authentication),
            route,
            headline: (requests: string) => `accepts ${requests} ${proof}`,
          },
        ]),
    ...(targetText(was) === targetText(is)
      ? []
      : [
          {
            risk: "medium" as const,
            message: `leads to ${targetText(is)} instead of ${targetText(was)}`,
            widens: is.target === undefined || !isDeepStrictEqual(was.backend, is.backend),
            route,
            headline: (requests: string) => `leads ${requests} to ${targetText(is)}`,
          },
        ]),
  ];
}

/** The value of seldon-model: without it, the client chooses the target. */
function targetText({ target, backend }: Exposure): string {
  const { namespace, service } = backend;
  return target === undefined ? `every model behind ${service} in ${namespace}` : `${target} in namespace ${namespace}`;
}

/** Whether requests that were accepted without a proof now need one. Any other change accepts requests that were denied. */
function isStricter(before: Authentication, after: Authentication): boolean {
  return needsNothing(before) && !needsNothing(after);
}

function needsNothing({ clientCertificate, tokens }: Authentication): boolean {
  return clientCertificate.length === 0 && tokens.length === 0;
}
