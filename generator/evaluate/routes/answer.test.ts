import { describe, expect, test } from "vitest";
import { gatewayApiEdge, gatewayApiObjects, ingressEdge, ingressObjects } from "../../testing/routes/objects.ts";
import { requestCases } from "../../testing/routes/requests.ts";
import { routeAnswer } from "./answer.ts";
import type { RouteAnswer } from "./gateway-answer.ts";

describe.each(requestCases)("a request with $name", ({ request, gatewayApi, ingress }) => {
  test("through an Istio gateway", () => {
    expect(resultOf(routeAnswer(gatewayApiObjects, gatewayApiEdge, request))).toBe(gatewayApi);
  });
  test("through ingress-nginx and an Istio gateway", () => {
    expect(resultOf(routeAnswer(ingressObjects, ingressEdge, request))).toBe(ingress);
  });
});

/** The header seldon-model, or the status. No request reaches a backend with a header that the edge must remove. */
function resultOf(answer: RouteAnswer): string | number | undefined {
  if (!answer.reached) return answer.status;
  expect(answer.headers.filter(([name]) => ["seldon-internal-model", "x-seldon-route"].includes(name))).toEqual([]);
  expect(answer.backend.service).toBe("seldon-mesh");
  return answer.headers.flatMap(([name, value]) => (name === "seldon-model" ? [value] : [])).join();
}
