import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { modelHeader } from "../../models/seldon-headers.ts";
import { answerFrom, edgeTable } from "./answer.ts";
import type { Authentication } from "./authentication.ts";
import { authenticationOf } from "./authentication.ts";
import type { ObjectReference, ProxyEdge } from "./edge.ts";
import type { OutsideRequest } from "./request.ts";
import type { Backend } from "./route-table.ts";

/** The answer to one request from outside with every proof that the edge accepts. */
export interface OutsideAnswer {
  readonly method: string;
  readonly protocol: OutsideRequest["protocol"];
  readonly reached: boolean;
  /** The value of the header `seldon-model`. Undefined if the edge does not set it. */
  readonly target?: string;
  readonly backend?: Backend;
  /** The path that the backend gets. */
  readonly path?: string;
  readonly authentication?: Authentication;
  readonly timeout?: string;
  readonly route?: ObjectReference;
  /** Undefined if the request is reached, or if the edge closes the connection without a response. */
  readonly status?: number;
  readonly reason?: string;
}

/** The answers to the requests for one address: with GET and POST, and as a call of gRPC if the path can be one. */
export function outsideAnswers(
  objects: readonly KubernetesObject[],
  edge: ProxyEdge,
  address: { readonly host: string; readonly path: string },
): readonly OutsideAnswer[] {
  const table = edgeTable(objects, edge);
  const isCall = /^\/[A-Za-z0-9_.]+\/[A-Za-z0-9_]+$/.test(address.path);
  const kinds: readonly (readonly [string, OutsideRequest["protocol"]])[] = [
    ["POST", "http"],
    ["GET", "http"],
    ...(isCall ? ([["POST", "grpc"]] as const) : []),
  ];
  const requests = kinds.map(([method, protocol]) => {
    const request: OutsideRequest = { ...address, method, protocol, headers: [] };
    return { request, authentication: authenticationOf(table, request, () => true) };
  });
  // The token of another request shows why one is not reached, instead of a token that is missing.
  const [anyToken] = requests.flatMap(({ authentication }) => authentication?.tokens ?? []);
  return requests.map(({ request, authentication }): OutsideAnswer => {
    const { method, protocol } = request;
    const [token = anyToken] = authentication?.tokens ?? [];
    const answer = answerFrom(table, {
      ...request,
      clientCertificate: authentication === undefined || authentication.clientCertificate.length > 0,
      ...(token === undefined ? {} : { token }),
    });
    if (!answer.reached) {
      const { status, reason } = answer;
      return { method, protocol, reached: false, reason, ...(status === undefined ? {} : { status }) };
    }
    const { backend, path, timeout, route, headers } = answer;
    const target = headers.find(([name]) => name === modelHeader)?.[1];
    return {
      method,
      protocol,
      reached: true,
      backend,
      path,
      route,
      ...(target === undefined ? {} : { target }),
      ...(timeout === undefined ? {} : { timeout }),
      ...(authentication === undefined ? {} : { authentication }),
    };
  });
}
