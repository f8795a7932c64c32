import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { globMatches } from "./glob.ts";
import { permitsDestination, permitsSource, projectRefusal } from "./project.ts";

test.each([
  ["a*c", "abbc", true],
  ["a*c", "ab/c", true],
  ["fraud*", "fraud-detection", true],
  ["?", "", false],
  ["[a-c]x", "bx", true],
  ["[!a-c]x", "bx", false],
  ["{a,b}c", "bc", true],
  ["{a,b}c", "cc", false],
  ["", "", true],
  ["*", "", true],
  ["\\*", "*", true],
  ["\\*", "a", false],
] as const)("pattern %s and text %s: match %s", (pattern, text, match) => {
  expect(globMatches(pattern, text)).toBe(match);
});

test("one star stops at a separator, two stars do not", () => {
  expect(globMatches("https://h/*", "https://h/a/b", "/")).toBe(false);
  expect(globMatches("https://h/**", "https://h/a/b", "/")).toBe(true);
});

test("no pattern hangs", () => {
  expect(globMatches("a*".repeat(400), "a".repeat(900))).toBe(true);
  expect(globMatches(`${"{a,b}".repeat(100)}`, "x")).toBe(false);
  fc.assert(
    fc.property(fc.string(), fc.string(), (pattern, text) => [true, false].includes(globMatches(pattern, text))),
  );
});

const model = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "Model", metadata: { name: "m", namespace: "churn" } };
const here = { server: "https://kubernetes.default.svc", name: undefined };
const destinations = [{ server: "https://kubernetes.default.svc", namespace: "churn" }];

describe("an object and a project with", () => {
  test.each([
    ["no list of kinds", { destinations }, undefined],
    ["an empty list", { destinations, namespaceResourceWhitelist: [] }, "it does not allow Model"],
    [
      "an allowed group",
      { destinations, namespaceResourceWhitelist: [{ group: "mlops.seldon.io", kind: "*" }] },
      undefined,
    ],
    [
      "another group",
      { destinations, namespaceResourceWhitelist: [{ group: "", kind: "Model" }] },
      "it does not allow Model",
    ],
    ["a denied kind", { destinations, namespaceResourceBlacklist: [{ group: "*", kind: "Model" }] }, "it denies Model"],
    [
      "another namespace",
      { destinations: [{ ...destinations[0], namespace: "b" }] },
      "its destinations do not include churn",
    ],
    [
      "another cluster",
      { destinations: [{ server: "https://b", namespace: "churn" }] },
      "its destinations do not include churn",
    ],
    ["a glob", { destinations: [{ server: "*", namespace: "ch*" }] }, undefined],
    [
      "a denied namespace",
      {
        destinations: [
          { server: "*", namespace: "*" },
          { server: "*", namespace: "!churn" },
        ],
      },
      "its destinations do not include churn",
    ],
  ])("$0: refusal $2", (_, spec, refusal) => {
    expect(projectRefusal({ spec }, model, here)).toBe(refusal);
  });
  test("cluster-scoped objects need an entry in clusterResourceWhitelist", () => {
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "churn" } };
    const list = [{ group: "", kind: "Namespace", name: "churn" }];
    expect(projectRefusal({ spec: { destinations } }, namespace, here)).toContain("cluster-scoped");
    expect(projectRefusal({ spec: { clusterResourceWhitelist: list } }, namespace, here)).toBeUndefined();
    const other = { ...namespace, metadata: { name: "other" } };
    expect(projectRefusal({ spec: { clusterResourceWhitelist: list } }, other, here)).toContain("cluster-scoped");
  });
});

test("a destination by name permits that cluster only", () => {
  const project = { spec: { destinations: [{ name: "prod", namespace: "*" }] } };
  expect(permitsDestination(project, { server: undefined, name: "prod" }, "a")).toBe(true);
  expect(permitsDestination(project, { server: "https://a", name: undefined }, "a")).toBe(false);
});

test("a source matches with and without .git, in any case, and in both SSH forms", () => {
  const project = (...sourceRepos: string[]): unknown => ({ spec: { sourceRepos } });
  expect(permitsSource(project("https://GitHub.com/acme/x.git"), "https://github.com/acme/x")).toBe(true);
  expect(permitsSource(project("git@github.com:acme/x.git"), "ssh://git@github.com/acme/x")).toBe(true);
  expect(permitsSource(project("https://h/*"), "https://h/a/b")).toBe(false);
  expect(permitsSource(project("*", "!https://h/a"), "https://h/a.git")).toBe(false);
  expect(permitsSource(project(), "https://h/a")).toBe(false);
});
