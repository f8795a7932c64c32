import { describe, expect, test } from "vitest";
import type { Change } from "../plan/change.ts";
import { effectsOf } from "../plan/effects.ts";
import { inventoryWith } from "../testing/rules.ts";
import type { RawMap } from "../validate/merge.ts";
import { podSecurityStatements } from "./pod-security.ts";
import { projectKindStatements } from "./project-kinds.ts";
import { quotaStatements } from "./quota.ts";
import { restartStatements } from "./restarts.ts";

function changeOf(kind: string, before: RawMap | undefined, after: RawMap | undefined): Change {
  const verb = before === undefined ? "create" : after === undefined ? "delete" : "change";
  const ref = { group: "", kind, namespace: "churn", name: "one" };
  const where = { cluster: "production", application: "production.churn.guardrails", tenant: "churn" };
  return { verb, ...where, ref, from: undefined, wave: 0, before, after };
}

describe("pod security", () => {
  const level = (enforce: string | undefined): RawMap => ({
    metadata: { labels: enforce === undefined ? {} : { "pod-security.kubernetes.io/enforce": enforce } },
  });
  test.each([
    ["restricted", "baseline", ["high", true]],
    ["baseline", undefined, ["high", true]],
    ["baseline", "restricted", ["medium", undefined]],
    ["baseline", "baseline", undefined],
  ] as const)("from %s to %s", (before, after, expected) => {
    const [found] = podSecurityStatements([changeOf("Namespace", level(before), level(after))]);
    expect(found && [found.risk, found.widens]).toEqual(expected);
  });
});

describe("a quota", () => {
  const hard = (entries: Readonly<Record<string, string>>): RawMap => ({ spec: { hard: entries } });
  test.each([
    { name: "grows", before: hard({ cpu: "2" }), after: hard({ cpu: "2500m" }), widens: true },
    { name: "shrinks", before: hard({ cpu: "2" }), after: hard({ cpu: "1500m" }), widens: undefined },
    { name: "is added", before: undefined, after: hard({ cpu: "2" }), widens: true },
    { name: "is removed", before: hard({ cpu: "2" }), after: undefined, widens: true },
    { name: "bounds less", before: hard({ cpu: "2", memory: "1Gi" }), after: hard({ cpu: "2" }), widens: true },
    { name: "bounds more", before: hard({ cpu: "2" }), after: hard({ cpu: "2", memory: "1Gi" }), widens: undefined },
    { name: "does not change", before: hard({ cpu: "2" }), after: hard({ cpu: "2" }), widens: "no statement" },
  ])("$name: widens $widens", ({ before, after, widens }) => {
    const [found] = quotaStatements([changeOf("ResourceQuota", before, after)]);
    expect(found === undefined ? "no statement" : found.widens).toBe(widens);
  });
});

test("a quota that is deleted with its namespace widens nothing", () => {
  const namespace = changeOf("Namespace", {}, undefined);
  const changes = [
    changeOf("ResourceQuota", { spec: { hard: { cpu: "2" } } }, undefined),
    { ...namespace, ref: { ...namespace.ref, namespace: undefined, name: "churn" } },
  ];
  expect(quotaStatements(changes)).toEqual([]);
});

describe("the kinds of AppProjects", () => {
  const project = (
    name: string,
    tenant: string | undefined,
    from: readonly string[],
    to: readonly string[],
  ): Change => {
    const [before, after] = [from, to].map((kinds) => ({
      spec: { namespaceResourceWhitelist: kinds.map((kind) => ({ group: "acme.test", kind })) },
    }));
    const ref = { group: "argoproj.io", kind: "AppProject", namespace: "argocd", name };
    return { ...changeOf("AppProject", before, after), ref, tenant };
  };
  test("two tenants and the platform that gain the same kind: one effect with the number of tenants", () => {
    const changes = [
      project("production.churn.workloads", "churn", ["A"], ["A", "B"]),
      project("production.churn.guardrails", "churn", [], ["B"]),
      project("production.fraud.workloads", "fraud", ["A"], ["B", "A"]),
      project("production.platform", undefined, [], ["B"]),
      project("production.geo.workloads", "geo", ["A"], ["A"]),
    ];
    expect(projectKindStatements(changes)).toEqual([
      {
        topic: "objects",
        risk: "medium",
        cluster: "production",
        tenant: undefined,
        about: "AppProjects of 2 tenants and the platform",
        message: "allow further kinds: acme.test/B",
      },
    ]);
  });
  test("a kind that is no longer allowed has a low risk", () => {
    const [found] = projectKindStatements([project("production.churn.workloads", "churn", ["A"], [])]);
    expect([found?.risk, found?.about]).toEqual(["low", "AppProjects of 1 tenant"]);
  });
});

describe("a volume claim", () => {
  const claim = (storage: string, more = {}): RawMap => ({ spec: { resources: { requests: { storage } }, ...more } });
  const inventory = inventoryWith("");
  test.each([
    { name: "shrinks", before: claim("2Gi"), after: claim("1Gi"), risk: "refused" },
    {
      name: "changes its class",
      before: claim("1Gi"),
      after: claim("1Gi", { storageClassName: "x" }),
      risk: "refused",
    },
    { name: "grows", before: claim("1Gi"), after: claim("2Gi"), risk: "low" },
    { name: "is removed", before: claim("1Gi"), after: undefined, risk: "high" },
  ])("$name: risk $risk", ({ before, after, risk }) => {
    const changes = [changeOf("PersistentVolumeClaim", before, after)];
    expect(restartStatements(changes, inventory).map((statement) => [statement.topic, statement.risk])).toEqual([
      ["data", risk],
    ]);
    expect(effectsOf(changes, inventory)).toHaveLength(1);
  });
});
