import { expect } from "vitest";
import type { RouteAnswer } from "../../evaluate/routes/gateway-answer.ts";
import type { OutsideRequest } from "../../evaluate/routes/request.ts";
import { signed } from "./istiod-policies.ts";
import { sendRaw } from "./raw-request.ts";

/** Sends a request to a proxy, and compares the response and the request at the upstream server with an answer. */
export async function expectSame(port: number, request: OutsideRequest, answer: RouteAnswer): Promise<void> {
  const token = request.token === undefined ? undefined : signed(request.token);
  const { status, upstream } = await sendRaw(port, request, token);
  const names = [
    "seldon-model",
    "seldon-internal-model",
    "x-seldon-route",
    ...request.headers.map(([name]) => name.toLowerCase()).filter((name) => name !== "connection"),
  ];
  const headersOf = (headers: readonly (readonly [string, string])[]): readonly string[] =>
    names.map((name) => `${name}: ${headers.flatMap(([key, value]) => (key === name ? [value] : [])).join(",")}`);
  const real =
    upstream === undefined
      ? { status }
      : {
          path: upstream.path,
          headers: headersOf(upstream.headers),
          route: upstream.headers.find(([name]) => name === "x-route")?.[1],
        };
  const expected = answer.reached
    ? {
        path: answer.path,
        headers: headersOf(answer.headers),
        route: `${answer.route.kind}/${answer.route.namespace}/${answer.route.name}`,
      }
    : { status: answer.status };
  expect(real).toEqual(expected);
}
