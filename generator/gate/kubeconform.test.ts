import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ToolFailure } from "../diagnostics/tool-failure.ts";
import { objectFile } from "../layout/unit-layout.ts";
import { describedSchemas } from "../models/described-schemas.ts";
import { seldon29 } from "../models/seldon/2.9/facts.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { provideTool } from "../tools/provide-tool.ts";
import { kubeconform, type RenderedFile, type SchemaValidator } from "./kubeconform.ts";
import { ValidationCache } from "./validation-cache.ts";

const machine = { env: process.env, log: () => undefined };
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-gate-test-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function validator(program?: string): Promise<SchemaValidator> {
  const tool = await provideTool("kubeconform", machine);
  const schemas = await provideSchemas({ kubernetes: "1.34.4", argoCD: "3.5.1" }, describedSchemas(seldon29), machine);
  return {
    kubeconform: async () => ({ ...tool, path: program ?? tool.path }),
    schemas,
    known: new ValidationCache(join(folder, "known"), machine.log),
    knownObjects: new ValidationCache(join(folder, "known-objects"), machine.log),
  };
}

/** An object that is generated from line 2 of tenants/a.yaml. */
function generated(
  object: { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } } & Readonly<
    Record<string, unknown>
  >,
): RenderedFile {
  return {
    object,
    origin: { source: { file: "tenants/a.yaml", text: "spec:\n  labels: {}\n" }, path: ["spec", "labels"] },
    file: "x.yaml",
    text: objectFile(object),
  };
}

const metadata = { name: "x", namespace: "a" };
const good = [
  { apiVersion: "v1", kind: "ConfigMap", metadata, data: { a: "b" } },
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata,
    spec: { podSelector: {}, policyTypes: ["Ingress"] },
  },
  { apiVersion: "mlops.seldon.io/v1alpha1", kind: "Model", metadata, spec: { storageUri: "s3://a/b", memory: "1Gi" } },
  {
    apiVersion: "mlops.seldon.io/v1alpha1",
    kind: "Server",
    metadata,
    spec: { serverConfig: "c", podSpec: { nodeSelector: { a: "b" } } },
  },
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata,
    spec: { clusterResourceWhitelist: [{ group: "", kind: "Namespace", name: "a" }] },
  },
  {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata,
    spec: { selector: {}, podMetricsEndpoints: [{ port: "metrics" }] },
  },
  {
    apiVersion: "cilium.io/v2",
    kind: "CiliumNetworkPolicy",
    metadata,
    spec: { endpointSelector: {}, egress: [{ toEntities: ["kube-apiserver"] }] },
  },
];

test("valid objects of every family are validated once", async () => {
  const first = await validator();
  expect(await kubeconform([good.map(generated)], first)).toEqual({
    valid: good.length,
    invalid: 0,
    skipped: 0,
    diagnostics: [],
    refused: [],
  });
  first.known.save(false);
  const none = await validator("/nonexistent");
  expect((await kubeconform([good.map(generated)], none)).valid).toBe(good.length);
  await expect(kubeconform([good.slice(1).map(generated)], none)).rejects.toMatchObject({ name: "ToolFailure" });
  // With other schemas, the same objects are validated again.
  const other = { ...none, schemas: { ...none.schemas, digest: "other" } };
  await expect(kubeconform([good.map(generated)], other)).rejects.toMatchObject({ name: "ToolFailure" });
});

test("another program of the same version validates everything again", async () => {
  const first = await validator();
  await kubeconform([good.map(generated)], first);
  const kubeconformOf = async (digest: string) => ({ ...(await first.kubeconform()), path: "/nonexistent", digest });
  const { digest } = await first.kubeconform();
  const same = { ...first, kubeconform: () => kubeconformOf(digest) };
  expect((await kubeconform([good.map(generated)], same)).valid).toBe(good.length);
  const other = { ...first, kubeconform: () => kubeconformOf("other") };
  await expect(kubeconform([good.map(generated)], other)).rejects.toMatchObject({ name: "ToolFailure" });
  await expect(kubeconform([good.slice(1).map(generated)], other)).rejects.toMatchObject({ name: "ToolFailure" });
});

test("a program that cannot be provided is an error, although all verdicts are known", async () => {
  const first = await validator();
  await kubeconform([good.map(generated)], first);
  const invalid = {
    ...first,
    kubeconform: () => Promise.reject(new ToolFailure("invalid sha256 of kubeconform", "Correct the sha256.")),
  };
  await expect(kubeconform([good.map(generated)], invalid)).rejects.toThrow("invalid sha256");
});

test("in a changed group, only the changed objects are validated", async () => {
  const first = await validator();
  await kubeconform([good.map(generated)], first);
  first.knownObjects.save(false);
  // In another order and without one object it is another group, but none of its objects is new.
  const none = await validator("/nonexistent");
  expect(await kubeconform([good.slice(1).reverse().map(generated)], none)).toMatchObject({ valid: good.length - 1 });
  const more = generated({ apiVersion: "v1", kind: "ConfigMap", metadata, datas: {} });
  await expect(kubeconform([[...good.map(generated), more]], none)).rejects.toMatchObject({ name: "ToolFailure" });
  expect(await kubeconform([[...good.map(generated), more]], await validator())).toMatchObject({
    valid: good.length,
    invalid: 1,
  });
  // With other schemas, everything is validated again.
  const other = { ...none, schemas: { ...none.schemas, digest: "other" } };
  await expect(kubeconform([good.slice(1).map(generated)], other)).rejects.toMatchObject({ name: "ToolFailure" });
});

test("objects with one name in two namespaces, and groups with equal texts, are reported with the right file", async () => {
  const quota = (namespace: string, hard: object): RenderedFile => ({
    ...generated({ apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "q", namespace }, spec: hard }),
    file: `${namespace}.yaml`,
  });
  const group = [quota("good", { hard: { pods: "1" } }), quota("bad", { bogus: 1 }), quota("worse", { hard: 1 })];
  const twin = [{ ...generated({ apiVersion: "v1", kind: "ConfigMap", metadata, datas: {} }), file: "one.yaml" }];
  const other = twin.map((item) => ({ ...item, file: "other.yaml" }));
  const own = await validator();
  const files = async (): Promise<readonly string[]> =>
    (await kubeconform([group, twin, other], own)).refused.map(({ rendered }) => rendered.file);
  expect(await files()).toEqual(["bad.yaml", "worse.yaml", "one.yaml", "other.yaml"]);
  // With the valid one remembered, only the others are validated.
  await kubeconform([group.slice(0, 1)], own);
  expect(await files()).toEqual(["bad.yaml", "worse.yaml", "one.yaml", "other.yaml"]);
});

test("schema violations are reported in a fixed order", async () => {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata, zeta: 1, data: { a: 5 }, alpha: 2, beta: 3 };
  const messagesOf = async (): Promise<readonly string[]> =>
    (await kubeconform([[generated(object)]], await validator())).diagnostics.map(({ message }) => message);
  for (let run = 0; run < 3; run++)
    expect(await messagesOf()).toEqual([
      "ConfigMap x (x.yaml): invalid field data.a: number instead of string; unknown field alpha; unknown field beta; unknown field zeta",
    ]);
});

describe("an invalid object is reported at the line that it is generated from", () => {
  test.each([
    { name: "a field too many", object: { ...good[0], datas: {} } },
    { name: "a field too many, deep inside", object: { ...good[1], spec: { podSelector: { matchLables: {} } } } },
    { name: "a wrong type", object: { ...good[2], spec: { storageUri: 5 } } },
    { name: "a field missing", object: { ...good[3], spec: {} } },
    { name: "a null", object: { ...good[0], data: null } },
    { name: "a field too many at the root of a custom resource", object: { ...good[2], speck: {} } },
    {
      name: "a field too many in a pod inside a custom resource",
      object: { ...good[3], spec: { serverConfig: "c", podSpec: { nodeSelectors: {} } } },
    },
    {
      name: "a field that this Kubernetes version has and Seldon's pod spec does not",
      object: { ...good[3], spec: { serverConfig: "c", podSpec: { hostnameOverride: "x" } } },
    },
    { name: "no name", object: { ...good[0], metadata: undefined } },
  ])("$name: gate/invalid, and the others are valid", async ({ object }) => {
    const verdict = await kubeconform(
      [[...good.map(generated), generated(JSON.parse(JSON.stringify(object)))]],
      await validator(),
    );
    expect(verdict).toMatchObject({ valid: good.length, invalid: 1, skipped: 0 });
    expect(verdict.diagnostics).toMatchObject([
      { code: "gate/invalid", at: { file: "tenants/a.yaml", line: 2, column: 3 } },
    ]);
  });
});

test("a kind without a schema is counted as skipped, and is an error", async () => {
  const verdict = await kubeconform(
    [[generated({ apiVersion: "acme.test/v1", kind: "Gadget", metadata })]],
    await validator(),
  );
  expect(verdict).toMatchObject({ valid: 0, skipped: 1, diagnostics: [{ code: "gate/no-schema" }] });
});

describe("the gate fails without a verdict", () => {
  test("no object at all", async () => {
    await expect(kubeconform([], await validator())).rejects.toMatchObject({
      name: "ToolFailure",
      message: "no objects to validate",
    });
    await expect(kubeconform([[]], await validator())).rejects.toMatchObject({ name: "ToolFailure" });
  });

  test("a kubeconform that is missing", async () => {
    await expect(kubeconform([good.map(generated)], await validator("/nonexistent"))).rejects.toMatchObject({
      name: "ToolFailure",
    });
  });

  test.each([
    { name: "prints nothing", script: "exit 0" },
    { name: "validates no object", script: `echo '{"resources": []}'` },
    { name: "prints something else", script: "echo panic; exit 2" },
  ])("a kubeconform that $name", async ({ script }) => {
    writeFileSync(join(folder, "kubeconform"), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, "kubeconform"), 0o755);
    await expect(
      kubeconform([good.map(generated)], await validator(join(folder, "kubeconform"))),
    ).rejects.toMatchObject({
      name: "ToolFailure",
    });
  });

  test("missing schemas", async () => {
    const own = await validator();
    const verdict = await kubeconform([good.map(generated)], {
      ...own,
      schemas: { ...own.schemas, location: join(folder, "{{.ResourceKind}}.json") },
    });
    expect(verdict).toMatchObject({ valid: 0, skipped: good.length });
  });

  test("invalid objects are never remembered", async () => {
    const own = await validator();
    await kubeconform([[generated({ apiVersion: "v1", kind: "ConfigMap", metadata, datas: {} })]], own);
    for (const [name, known] of [["known", own.known] as const, ["known-objects", own.knownObjects] as const]) {
      known.save(false);
      expect(() => readFileSync(join(folder, name), "utf8")).toThrow("ENOENT");
    }
  });
});
