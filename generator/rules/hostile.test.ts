import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wholeFile } from "../diagnostics/diagnostic.ts";
import { manifestOf } from "../evaluate/manifests/manifest.ts";
import { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { groupKindOf } from "../models/kinds.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { generatedObjects } from "../testing/inventory.ts";
import { malformedValue, malformedVariants } from "../testing/malformed.ts";
import { churnOnProduction } from "../testing/rules.ts";
import { runCount } from "../testing/sampling.ts";
import { isMap } from "../validate/merge.ts";
import { clusterFindings, manifestSetFindings } from "./run-rules.ts";
import { rules } from "./table.ts";

const churn = churnOnProduction();
const golden = generatedObjects(undefined, "production", "fraud-detection");
const at = (): ReturnType<typeof wholeFile> => wholeFile("hostile.yaml");

function allFindings(objects: readonly KubernetesObject[]): number {
  let found = 0;
  for (const context of [churn, { namespaces: new Map() }]) {
    const manifestSet = new ManifestSet(
      objects.map((object) => manifestOf(object, at)),
      context,
    );
    found += manifestSetFindings(manifestSet, rules).length + clusterFindings(manifestSet, rules).length;
  }
  return found;
}

function asObject(value: unknown): KubernetesObject | undefined {
  if (!isMap(value)) return undefined;
  const { apiVersion, kind, ...rest } = value;
  return typeof apiVersion === "string" && typeof kind === "string" ? { ...rest, apiVersion, kind } : undefined;
}

describe("no rule throws on malformed input", () => {
  test("malformed values in place of any values of generated objects", () => {
    const change = fc.record({
      object: fc.nat(),
      choices: fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
      value: malformedValue,
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 12 }), (changes) => {
        const objects: unknown[] = [...golden];
        for (const { object, choices, value } of changes) {
          const index = object % objects.length;
          objects[index] = malformedVariants(objects[index], choices, value);
        }
        expect(allFindings(objects.flatMap((object) => asObject(object) ?? []))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: runCount(150, 10) },
    );
  });
  test("objects of every kind that rules read, with malformed fields", () => {
    const kinds = [...new Set(rules.flatMap((rule) => ("kinds" in rule ? (rule.kinds ?? []) : [])))];
    expect(kinds.length).toBeGreaterThan(0);
    const object = fc.record({
      kind: fc.constantFrom(...kinds),
      metadata: malformedValue,
      spec: malformedValue,
      rest: malformedValue,
    });
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 20 }), (objects) => {
        const made = objects.map(({ kind, metadata, spec, rest }) => {
          const { group, kind: name } = groupKindOf(kind);
          const apiVersion = group === "" ? "v1" : `${group}/v1`;
          return asObject({
            apiVersion,
            kind: name,
            metadata,
            spec,
            rules: rest,
            data: rest,
            subjects: rest,
            roleRef: rest,
          });
        });
        expect(allFindings(made.flatMap((item) => item ?? []))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: runCount(300, 10) },
    );
  });
});

describe("no rule hangs on large input", () => {
  const named = (name: string) => ({ name, namespace: "churn" });
  const many = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
  test.each([
    [
      "a policy with thousands of peers",
      [
        {
          apiVersion: "networking.k8s.io/v1",
          kind: "NetworkPolicy",
          metadata: named("wide"),
          spec: {
            podSelector: {},
            ingress: many(25).map((rule) => ({
              from: many(200).map((peer) => ({
                ipBlock: { cidr: `10.${rule}.${peer}.0/24`, except: [`10.${rule}.${peer}.1/32`] },
              })),
              ports: many(100).map((port) => ({ port: port + 1, endPort: 60_000 })),
            })),
          },
        },
      ],
    ],
    [
      "a pipeline of thousands of steps in one cycle",
      [
        {
          apiVersion: "mlops.seldon.io/v1alpha1",
          kind: "Pipeline",
          metadata: named("circle"),
          spec: {
            steps: many(3_000).map((step) => ({
              name: `s${step}`,
              inputs: [`s${(step + 1) % 3_000}`],
              triggers: [`s${(step + 2) % 3_000}.outputs`],
            })),
            output: { steps: many(3_000).map((step) => `s${step}`) },
          },
        },
      ],
    ],
    [
      "a thousand models on more than a hundred servers",
      [
        ...many(150).map((server) => ({
          apiVersion: "mlops.seldon.io/v1alpha1",
          kind: "Server",
          metadata: named(`server${server}`),
          spec: { serverConfig: "mlserver", replicas: 3, capabilities: ["sklearn", `c${server}`] },
        })),
        ...many(1_000).map((model) => ({
          apiVersion: "mlops.seldon.io/v1alpha1",
          kind: "Model",
          metadata: named(`model${model}`),
          spec: { storageUri: `s3://b/${model}`, requirements: ["sklearn", `c${model % 200}`], memory: `${model}Mi` },
        })),
      ],
    ],
    [
      "a number with a million digits",
      [
        {
          apiVersion: "v1",
          kind: "ResourceQuota",
          metadata: named("quota"),
          spec: { hard: { "requests.cpu": "9".repeat(1_000_000), "limits.memory": `1e${"9".repeat(1_000)}` } },
        },
      ],
    ],
    [
      "texts that could cause backtracking",
      [
        {
          apiVersion: "mlops.seldon.io/v1alpha1",
          kind: "Model",
          metadata: named("a".repeat(200_000)),
          spec: {
            storageUri: `${"a:".repeat(100_000)}!`,
            requirements: ["-".repeat(100_000)],
            secretName: " ".repeat(100_000),
          },
        },
      ],
    ],
  ])("%s: no rule throws", (_, objects) => {
    expect(allFindings(objects)).toBeGreaterThanOrEqual(0);
  });
});
