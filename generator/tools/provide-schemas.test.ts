import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { machineWithProxy, type ProxyServer, pinOfModule, proxyServer } from "../testing/module-proxy.ts";
import { smallModules, smallPins, widgetModule } from "../testing/small-modules.ts";
import type { CustomResourceDefinition } from "./crd-schemas.ts";
import type { Machine } from "./machine.ts";
import { type CustomSchema, provideSchemas, schemaOf } from "./provide-schemas.ts";
import type { SchemaFile } from "./schema-fault.ts";
import type { SchemaPins } from "./schema-sources.ts";

let server: ProxyServer | undefined;
afterEach(() => server?.close());

async function smallMachine(): Promise<Machine> {
  server = await proxyServer(smallModules);
  return machineWithProxy(server.address);
}

const versions = { kubernetes: "1.34", argoCD: "3.5" };
const widgets = (...crds: readonly string[]): SchemaPins => ({
  ...smallPins,
  modules: [{ ...pinOfModule(widgetModule, crds), declaredAt: ["modules", widgetModule.module] }],
});
const widget = { group: "example.com", version: "v1", kind: "Widget" };
const gadget: CustomSchema = {
  group: "seldon.example",
  version: "v1",
  kind: "Gadget",
  text: JSON.stringify({
    type: "object",
    properties: { spec: { "x-tenantry-kubernetes": { definition: "io.k8s.api.core.v1.ConfigMap" } } },
  }),
};

test("kinds of Kubernetes, Argo CD, a module and Seldon: each has a schema, closed at its root", async () => {
  const set = await provideSchemas(versions, [gadget], await smallMachine(), widgets("crds/widgets.yaml"));
  expect(readdirSync(set.directory).sort()).toEqual([
    ".digests",
    "configmap-v1-v1.json",
    "gadget-seldon.example-v1.json",
    "kind0-argoproj.io-v1.json",
    "kind1-argoproj.io-v1.json",
    "kind2-argoproj.io-v1.json",
    "widget-example.com-v1.json",
  ]);
  for (const kind of [widget, { group: "", version: "v1", kind: "ConfigMap" }]) {
    const schema = schemaOf(set, kind);
    expect(schema?.additionalProperties).toBe(false);
    expect(schema?.required).toEqual(["apiVersion", "kind", "metadata"]);
  }
  expect(readFileSync(join(set.directory, "gadget-seldon.example-v1.json"), "utf8")).not.toContain("x-tenantry");
});

test("equal inputs give the same set, different inputs another one", async () => {
  const machine = await smallMachine();
  const set = await provideSchemas(versions, [gadget], machine, widgets("crds/widgets.yaml"));
  expect(
    await provideSchemas({ kubernetes: "1.34.4", argoCD: "3.5.9" }, [gadget], machine, widgets("crds/widgets.yaml")),
  ).toEqual(set);
  expect((await provideSchemas(versions, [], machine, widgets("crds/widgets.yaml"))).digest).not.toBe(set.digest);
  expect((await provideSchemas(versions, [gadget], machine, smallPins)).digest).not.toBe(set.digest);
});

const definition: CustomResourceDefinition = {
  kind: "CustomResourceDefinition",
  spec: {
    group: "example.com",
    names: { kind: "Widget" },
    versions: [{ name: "v1", served: true, schema: { openAPIV3Schema: { type: "object", properties: {} } } }],
  },
};
const inFile = (content: SchemaFile["content"]): SchemaFile => ({ file: "platform/schemas/widget.yaml", content });

test.each([
  { form: "a CustomResourceDefinition", content: { definition } },
  { form: "a JSON Schema", content: { ...widget, schema: { type: "object", additionalProperties: false } } },
])("$form in a file of the repository: the kind has a schema", async ({ content }) => {
  const pins = { ...smallPins, files: [inFile(content)] };
  const schema = schemaOf(await provideSchemas(versions, [], await smallMachine(), pins), widget);
  expect(schema?.properties).toMatchObject({ apiVersion: { enum: ["example.com/v1"] }, kind: { enum: ["Widget"] } });
  expect(schema?.additionalProperties).toBe(false);
});

test.each([
  { by: "nothing", pins: smallPins, field: undefined },
  { by: "a module", pins: widgets("crds/widgets.yaml"), field: { size: { type: "integer" } } },
  { by: "a file", pins: { ...smallPins, files: [inFile({ definition })] }, field: undefined },
])("a replaceable schema is replaced by $by without a duplicate", async ({ by, pins, field }) => {
  const described: CustomSchema = { ...widget, text: '{"title":"described"}', replaceable: true };
  const schema = schemaOf(await provideSchemas(versions, [described], await smallMachine(), pins), widget);
  expect(schema?.["title"]).toBe(by === "nothing" ? "described" : undefined);
  expect(schema?.properties?.["spec"]?.properties).toEqual(field);
});

test.each([
  {
    name: "a kind of Argo CD",
    pins: widgets("crds/application.yaml"),
    found: { fault: { field: "crds" }, message: expect.stringContaining("argo-cd/v3@v3.5.1 already defines it") },
  },
  {
    name: "a kind of Seldon",
    pins: { ...smallPins, files: [inFile({ ...gadget, schema: {} })] },
    found: {
      source: { file: "platform/schemas/widget.yaml" },
      message: expect.stringContaining("Seldon Core already"),
    },
  },
  {
    name: "a kind of another file",
    pins: { ...widgets("crds/widgets.yaml"), files: [inFile({ definition })] },
    found: {
      source: { file: "platform/schemas/widget.yaml" },
      message: expect.stringContaining("example.com/v1 Widget"),
    },
  },
  {
    name: "a template of a chart",
    pins: widgets("chart/widgets.yaml"),
    found: {
      source: { declaredAt: ["modules", "example.com/Widgets"] },
      fault: { item: "chart/widgets.yaml" },
      message: expect.stringContaining("missing CustomResourceDefinition"),
    },
  },
  {
    name: "a schema of a module that does not compile",
    pins: widgets("crds/widgets.yaml", "crds/invalid.yaml"),
    found: {
      source: { declaredAt: ["modules", "example.com/Widgets"] },
      fault: { field: "crds", item: "crds/invalid.yaml" },
      message: expect.stringContaining("invalid keyword properties.spec.properties.size.type in crds/invalid.yaml"),
    },
  },
  {
    name: "a kind with a path in its name",
    pins: { ...smallPins, files: [inFile({ ...widget, group: "../../example.com", schema: {} })] },
    found: { message: expect.stringContaining("invalid kind") },
  },
])("$name: an error at its source, and no set", async ({ pins, found }) => {
  const machine = await smallMachine();
  await expect(provideSchemas(versions, [gadget], machine, pins)).rejects.toMatchObject({
    name: "ToolFailure",
    ...found,
  });
  const sets = join(machine.env["TENANTRY_CACHE"] ?? "", "schemas");
  expect(existsSync(sets) ? readdirSync(sets) : []).toEqual([]);
});
