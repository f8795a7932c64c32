import { expect, test } from "vitest";
import { keysInArchive } from "./archive-keys.ts";

const chart = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> => new Map(Object.entries(files));

test("values.yaml: a type for each default, open if the map is empty, and any for null", () => {
  const values = "a: x\nb: 1\nc: true\nd: []\ne: {}\nf: null\ng: { h: x }\ni: yes\n";
  expect(keysInArchive(chart({ "values.yaml": values }))).toEqual({
    a: "text",
    b: "number",
    c: "boolean",
    d: "list",
    e: "map",
    f: "any",
    g: { h: "text" },
    i: "boolean",
  });
});

test.each([
  { template: "{{- toYaml .Values.a | nindent 4 }}", open: true },
  { template: "{{ .Values.a | toYaml }}", open: true },
  { template: "{{- with $.Values.a }}\nx:\n  {{- toYaml . | nindent 4 }}\n{{- end }}", open: true },
  { template: "{{- range $key, $value := .Values.a }}{{ $key }}{{ end }}", open: true },
  { template: "{{ .Values.a.b }}", open: false },
  { template: "{{- toYaml .Values.a.b }}", open: false },
  { template: "{{- toYaml .Values.ab }}", open: false },
  { template: "{{- with .Values.a }}{{ .b }}{{ end }}{{ toYaml . }}", open: false },
])("a map in the template $template is open: $open", ({ template, open }) => {
  const { a } = keysInArchive(chart({ "values.yaml": "a: { b: x }\nab: {}\n", "templates/x.yaml": template }));
  expect(a).toEqual(open ? "map" : { b: "text" });
});

test("a key that only a template reads has any type, unless the map above is open or a scalar", () => {
  const templates = "{{ .Values.new }}{{ $.Values.a.further.deep }}{{ .Values.open.x }}{{ .Values.a.b.c }}";
  const files = chart({ "values.yaml": "a: { b: x }\nopen: {}\n", "templates/_helpers.tpl": templates });
  expect(keysInArchive(files)).toEqual({
    a: { b: "text", further: { deep: "any" } },
    new: "any",
    open: "map",
  });
});

test("values.schema.json adds keys and types, and follows references of the same file", () => {
  const schema = {
    $ref: "#/$defs/values",
    $defs: {
      values: {
        properties: {
          replicas: { type: ["integer", "string"] },
          image: { $ref: "#/$defs/image" },
          annotations: { type: "object" },
          pod: { type: "object" },
          level: { enum: ["a"] },
          self: { $ref: "#/$defs/self" },
        },
      },
      image: { type: "object", properties: { digest: { type: "string" } } },
      self: { $ref: "#/$defs/self" },
    },
  };
  const values = "replicas: 1\nimage: { tag: x }\npod: { a: x }\n";
  expect(keysInArchive(chart({ "values.yaml": values, "values.schema.json": JSON.stringify(schema) }))).toEqual({
    annotations: "map",
    image: { digest: "text", tag: "text" },
    level: "any",
    pod: "map",
    replicas: "number or text",
    self: "any",
  });
});

test("a contained chart has its keys below its alias, and global is open", () => {
  const files = chart({
    "Chart.yaml": "name: a\ndependencies: [{ name: redis, alias: cache }, { name: packed }]\n",
    "values.yaml": "cache: { enabled: true }\nglobal: { x: 1 }\n",
    "charts/redis/values.yaml": "port: 1\n",
    "charts/packed-1.2.3.tgz": "",
  });
  expect(keysInArchive(files)).toEqual({
    cache: { enabled: "boolean", port: "number" },
    global: "map",
    packed: "map",
  });
});

test("files that are not YAML or JSON are an error", () => {
  expect(() => keysInArchive(chart({ "values.yaml": "a: [" }))).toThrow();
  expect(() => keysInArchive(chart({ "values.yaml": "", "values.schema.json": "{" }))).toThrow();
});

test("a chart of Istio keeps its defaults below one key, and rejects another", () => {
  const files = chart({
    "values.yaml": "_internal_defaults_do_not_set:\n  hub: x\n  global: { tag: latest }\n",
    "templates/zzz_profile.yaml":
      "{{ .Values.defaults }}{{ .Values._internal_defaults_do_not_set }}{{ .Values.profile }}",
    "values.schema.json": JSON.stringify({ properties: { _internal_defaults_do_not_set: { type: "object" } } }),
  });
  expect(keysInArchive(files)).toEqual({ hub: "text", global: { tag: "text" }, profile: "any" });
});
