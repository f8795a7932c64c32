import { expect, test } from "vitest";
import { connectedAddons, generatedManifests } from "../testing/connected-addons.ts";
import { inventoryOf } from "../testing/inventory.ts";

const [staging, production] = generatedManifests(inventoryOf(connectedAddons())).filter(
  ({ tenant }) => tenant === undefined,
);
if (staging === undefined || production === undefined) throw new Error("missing cluster staging or production");
const { manifestSet, platform } = production;

test("each namespace of an add-on has the platform's default requests, and no limits", () => {
  const namespaces = manifestSet.context.cluster?.addons.flatMap(({ spec }) => Object.keys(spec.namespaces)) ?? [];
  expect(namespaces.length).toBeGreaterThan(6);
  const { defaultRequest } = platform.spec.defaults.containers;
  for (const namespace of namespaces)
    expect(manifestSet.named("LimitRange", namespace, "container-requests")?.object).toMatchObject({
      spec: { limits: [{ type: "Container", defaultRequest }] },
    });
});

test("a namespace has a quota that admits the critical PriorityClasses of its workloads", () => {
  const critical = (namespace: string, from = manifestSet): unknown =>
    from.named("ResourceQuota", namespace, "critical-pods")?.object;
  const quotaFor = (...values: readonly string[]): object => ({
    hard: { pods: "1000000" },
    scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values }] },
  });
  expect(critical("cert-manager")).toMatchObject({ spec: quotaFor("system-cluster-critical") });
  expect(critical("metallb-system", staging.manifestSet)).toMatchObject({
    spec: quotaFor("system-cluster-critical", "system-node-critical"),
  });
  expect(critical("edge")).toBeUndefined();
});

test.each([
  ["edge", false],
  ["edge-control", true],
  ["kafka", true],
])("a namespace without a port that is open outside allows no load balancers: %s", (namespace, closed) => {
  expect(manifestSet.named("ResourceQuota", namespace, "services") !== undefined).toBe(closed);
});
