import { expect, test } from "vitest";
import { objectFile } from "../layout/unit-layout.ts";
import { describedSchemas } from "../models/described-schemas.ts";
import { seldon29 } from "../models/seldon/2.9/facts.ts";
import { provideSchemas } from "../tools/provide-schemas.ts";
import { provideTool } from "../tools/provide-tool.ts";
import type { RenderedFile, SchemaValidator } from "./kubeconform.ts";
import { Validation } from "./validation.ts";
import { ValidationCache } from "./validation-cache.ts";

const machine = { env: process.env, log: () => undefined };
const versions = { kubernetes: "1.34.4", argoCD: "3.5.1" };
const schemas = await provideSchemas(versions, describedSchemas(seldon29), machine);

/** A validator for a cluster's objects that counts its starts. */
function counted(): { readonly validator: (digest?: string) => SchemaValidator; readonly started: () => number } {
  let started = 0;
  const nothing = () => new ValidationCache(undefined, machine.log);
  const [known, knownObjects] = [nothing(), nothing()];
  return {
    validator: (digest = schemas.digest) => ({
      kubeconform: () => {
        started += 1;
        return provideTool("kubeconform", machine);
      },
      schemas: { ...schemas, digest },
      known,
      knownObjects,
    }),
    started: () => started,
  };
}

/** A ConfigMap that is generated from a tenant file. */
function configMap(name: string, data: object = {}): RenderedFile {
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "a" }, data };
  return {
    object,
    origin: { source: { file: "tenants/a.yaml", text: "" }, path: [] },
    file: "x.yaml",
    text: objectFile(object),
  };
}

const bad = configMap("bad", { a: 5 });

test("clusters with the same schemas share one start of kubeconform, and each counts", async () => {
  const { validator, started } = counted();
  const validation = new Validation();
  await validation.add([[configMap("a")], [configMap("b"), bad]], validator());
  await validation.add([[configMap("c")]], validator());
  expect(started()).toBe(0);
  const verdict = await validation.finish();
  expect(started()).toBe(1);
  expect(verdict).toMatchObject({ valid: 3, invalid: 1, skipped: 0, diagnostics: [{ code: "gate/invalid" }] });
  expect(verdict.refused.map(({ rendered }) => rendered)).toEqual([bad]);
});

test("other schemas need another start, and every verdict counts", async () => {
  const { validator, started } = counted();
  const validation = new Validation();
  const gadget = { ...bad, text: bad.text.replace("kind: ConfigMap", "kind: Gadget") };
  await validation.add([[configMap("a")], [bad]], validator());
  await validation.add([[bad], [gadget]], validator("other"));
  const { diagnostics, refused, ...counts } = await validation.finish();
  expect(counts).toEqual({ valid: 1, invalid: 2, skipped: 1 });
  expect(diagnostics.map(({ code }) => code)).toEqual(["gate/invalid", "gate/invalid", "gate/no-schema"]);
  expect(refused).toHaveLength(3);
  expect(started()).toBe(2);
});

test("enough objects start kubeconform at once, and no object is validated twice", async () => {
  const { validator, started } = counted();
  const validation = new Validation(2);
  await validation.add([[configMap("a")]], validator());
  expect(started()).toBe(0);
  await validation.add([[configMap("b")]], validator());
  expect(started()).toBe(1);
  expect(await validation.finish()).toMatchObject({ valid: 2, invalid: 0 });
  expect(started()).toBe(1);
});

test("an empty set of objects is an error", async () => {
  const { validator } = counted();
  const validation = new Validation();
  await validation.add([[]], validator());
  await expect(validation.finish()).rejects.toMatchObject({ name: "ToolFailure" });
});
