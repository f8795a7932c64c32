import { expect, test } from "vitest";
import { inventoryOf, scopeOf } from "../testing/inventory.ts";
import { edgeClusters, routedSample } from "../testing/routed-sample.ts";
import { type RunbookLine, sectionLines } from "../testing/runbook.ts";
import { markdown } from "../text/document.ts";
import { firstPredictionDocument, firstPredictionSteps } from "./first-prediction.ts";

type Routed = Parameters<typeof routedSample>[0];

function stepsOf(cluster: string, routed: Routed): readonly string[] {
  const scope = scopeOf(inventoryOf(routedSample(routed)), cluster, "fraud-detection");
  return firstPredictionSteps(scope).map(({ title }) => title);
}

function linesOf(cluster: string, routed: Routed, title: string): readonly RunbookLine[] {
  const scope = scopeOf(inventoryOf(routedSample(routed)), cluster, "fraud-detection");
  const page = markdown(firstPredictionDocument(scope));
  const heading = page.split("\n").find((line) => line.startsWith("## ") && line.includes(title)) ?? "missing";
  return sectionLines(page, heading);
}

const experiment = "fraud-ab-test-experiment";
const open = { authentication: "none" };

test.each<readonly [title: string, routes: Routed["routes"] | undefined, steps: readonly string[]]>([
  [
    "the sample",
    undefined,
    ["Verify the routes from outside", "Send one request from outside", "split from outside: 50/50"],
  ],
  [
    "a route to a model",
    { r: { ...open, to: { model: "fraud-v1-baseline" } } },
    ["Verify the routes from outside", "Send one request from outside"],
  ],
  [
    "a route to a model and one to an experiment",
    { a: { ...open, to: { model: "fraud-v1-baseline" } }, b: { ...open, to: { experiment } } },
    ["Verify the routes from outside", "Send one request from outside", "split from outside: 50/50"],
  ],
  [
    "only gRPC",
    { r: { ...open, to: { experiment }, protocols: ["grpc"] } },
    ["Verify the routes from outside", "Send one gRPC request from outside"],
  ],
  [
    "REST and gRPC",
    { r: { ...open, to: { model: "fraud-v1-baseline" }, protocols: ["rest", "grpc"] } },
    ["Verify the routes from outside", "Send one request from outside", "Send one gRPC request from outside"],
  ],
  [
    "metadata by gRPC",
    { r: { ...open, to: { experiment }, protocols: ["grpc"], methods: ["GET"] } },
    ["Verify the routes from outside"],
  ],
  ["only metadata", { r: { ...open, to: { experiment }, methods: ["GET"] } }, ["Verify the routes from outside"]],
  ["no routes", {}, []],
])("the steps from outside for %s", (_, routes, steps) => {
  const titles = stepsOf("staging", routes === undefined ? {} : { routes }).filter((title) =>
    title.includes("outside"),
  );
  expect(titles.map((title) => title.replace(/^Verify the traffic /, ""))).toEqual(steps);
});

test.each([
  [
    edgeClusters["gateway-api"],
    /^kubectl get httproutes,grpcroutes --namespace fraud-detection --output 'custom-columns=/,
  ],
  [edgeClusters["gateway-api"], /^kubectl get gateways\.gateway\.networking\.k8s\.io --namespace istio-ingress /],
  [edgeClusters["ingress-and-istio"], /^kubectl get virtualservices --namespace fraud-detection$/],
  [
    edgeClusters["ingress-and-istio"],
    /^kubectl get gateways\.networking\.istio\.io,ingresses\.networking\.k8s\.io --namespace istio-ingress /,
  ],
])("on %s, the state of the routes is shown by %s", (cluster, line) => {
  const lines = linesOf(cluster, {}, "Verify the routes from outside").map((found) => found.line);
  expect(lines.filter((text) => line.test(text))).toHaveLength(1);
  expect(lines).toContain(
    `kubectl get applications ${cluster}.fraud-detection.routes ${cluster}.fraud-detection.edge --namespace argocd`,
  );
});

test.each<readonly [limit: object | undefined, pause: string]>([
  [undefined, "do curl "],
  [{ perSecond: 20 }, "do sleep 0.05; curl "],
  [{ perMinute: 100 }, "do sleep 0.6; curl "],
])("with the rate limit %j, the command that counts the split waits long enough", (rateLimit, start) => {
  const routes = { r: { ...open, to: { experiment }, ...(rateLimit === undefined ? {} : { rateLimit }) } };
  const [counted] = linesOf("production", { routes }, "split from outside");
  expect(counted?.line.startsWith(`for i in $(seq 200); ${start}`)).toBe(true);
  expect(counted?.by).toBe("everybody");
});

test("request.json is written again only for a target with other inputs, by a role that may forward the port", () => {
  const same = linesOf("staging", {}, "Send one request from outside");
  expect(same.map(({ by }) => by)).toEqual(["everybody"]);
  const other = linesOf(
    "staging",
    { routes: { r: { ...open, to: { model: "fraud-v2-candidate" } } } },
    "Send one request from outside",
  );
  expect(other.map(({ line }) => line.split(" ").slice(0, 2).join(" "))).toEqual([
    "curl --silent",
    "node --eval",
    "curl --silent",
  ]);
  expect(other[0]?.by).toEqual(["deployer"]);
});

test("before the gRPC request, request.json is written again only for a target with other inputs", () => {
  const programs = (model: string): readonly string[] =>
    linesOf(
      "staging",
      {
        routes: {
          a: { ...open, to: { experiment } },
          b: { ...open, to: { model }, protocols: ["grpc"], host: "b.{tenant}.{domain}" },
        },
      },
      "Send one gRPC request from outside",
    ).map(({ line }) => line.split(" ")[0] ?? "");
  expect(programs("fraud-v1-baseline")).toEqual(["curl", "node", "grpcurl"]);
  expect(programs("fraud-v2-candidate")).toEqual(["curl", "node", "curl", "node", "grpcurl"]);
});

test.each([
  [["rest"], "kubectl, curl and Node.js"],
  [["rest", "grpc"], "kubectl, curl, Node.js and grpcurl"],
])("the runbook of a tenant with a route for %j needs %s", (protocols, programs) => {
  const routes = { r: { ...open, to: { experiment }, protocols } };
  const scope = scopeOf(inventoryOf(routedSample({ routes })), "staging", "fraud-detection");
  expect(markdown(firstPredictionDocument(scope))).toContain(`The commands need ${programs}, in bash or zsh.`);
});
