import { chmodSync } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { readObjects } from "../models/read-object.ts";
import { findings, tenantry } from "../testing/command-line.ts";
import { emptyFolder, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";

/** A folder with one tenant that uses a component with these files. */
function withComponent(files: Readonly<Record<string, string>>): string {
  const root = sandbox();
  for (const [name, text] of Object.entries(files)) write(root, `platform/components/extra/${name}`, text);
  write(root, "tenants/a.yaml", tenantText("a", "  servers: { s: { template: mlserver } }\n  components: [extra]\n"));
  return root;
}

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${[..."bcdefg"].map((name, index) => `${name}: &${name} [${`*${"abcdef"[index]}, `.repeat(9)}]\n`).join("")}`;

const component = (rest: string): string => `apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n${rest}`;

test("kustomize builds exactly the objects in the files of every generated overlay", async () => {
  const root = sandbox("all");
  const { code, out } = await tenantry(root, ["build", "--no-cache", "--output", "json"]);
  expect(code).toBe(0);
  const { overlays, built, resources, valid, skipped } = JSON.parse(out);
  expect(built).toBe(overlays);
  expect([valid, skipped]).toEqual([resources, 0]);
  const fresh = treeOf(root);
  const plain = sandbox("all");
  await tenantry(plain, ["build"]);
  expect(treeOf(plain)).toEqual(fresh);
});

test("objects of a component are in the tenant's namespace and among its workloads", async () => {
  const root = withComponent({
    "kustomization.yaml": component("resources: [config.yaml]\n"),
    "config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: extra }\ndata: { a: 'yes' }\n",
  });
  expect((await tenantry(root, ["build"])).code).toBe(0);
  expect(treeOf(root).get("clusters/production/rendered/tenants/a/workloads/configmap-extra.yaml")).toContain(
    'namespace: a\ndata:\n  a: "yes"\n',
  );
});

test("objects that another kustomize of the same version built are not used later", async () => {
  const root = withComponent({
    "kustomization.yaml": component("resources: [config.yaml]\n"),
    "config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: genuine }\ndata: { a: unique to this test }\n",
  });
  const bin = emptyFolder();
  const foreign = "apiVersion: v1\\nkind: ConfigMap\\nmetadata: { name: foreign, namespace: a }\\n";
  write(bin, "kustomize", `#!/bin/sh\n[ "$1" = version ] && echo v5.8.2 || printf '${foreign}'\n`);
  chmodSync(join(bin, "kustomize"), 0o755);
  const file = (name: string): string | undefined =>
    treeOf(root).get(`clusters/production/rendered/tenants/a/workloads/configmap-${name}.yaml`);
  const built = await tenantry(root, ["build"], { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"]}` });
  expect([built.code, built.out]).toEqual([1, expect.stringContaining("foreign")]);
  await tenantry(root, ["build"]);
  expect([file("foreign"), file("genuine")]).toEqual([undefined, expect.stringContaining("name: genuine")]);
});

test("a component with only patches changes existing objects", async () => {
  const patch = "- op: add\n  path: /spec/disableAutoUpdate\n  value: true\n";
  const root = withComponent({
    "kustomization.yaml": component("patches:\n  - path: patch.yaml\n    target: { kind: Server }\n"),
    "patch.yaml": patch,
  });
  expect((await tenantry(root, ["build"])).code).toBe(0);
  expect(treeOf(root).get("clusters/production/rendered/tenants/a/workloads/server-s.yaml")).toContain(
    "disableAutoUpdate: true",
  );
});

test.each([
  {
    name: "a remote base",
    files: { "kustomization.yaml": component("resources: ['https://example.test/x.yaml']\n") },
    found: "platform/components/extra/kustomization.yaml:3:13 render/component",
  },
  {
    name: "a path out of its folder",
    files: { "kustomization.yaml": component("resources: [../other.yaml]\n") },
    found: "platform/components/extra/kustomization.yaml:3:13 render/component",
  },
  {
    name: "a missing file",
    files: { "kustomization.yaml": component("resources: [none.yaml]\n") },
    found: "platform/components/extra/kustomization.yaml:3:13 render/component",
  },
  {
    name: "a generator that runs programs",
    files: { "kustomization.yaml": component("generators: [x.yaml]\n") },
    found: "platform/components/extra/kustomization.yaml:3:1 render/component",
  },
  {
    name: "a chart",
    files: { "kustomization.yaml": component("helmCharts: []\n") },
    found: "platform/components/extra/kustomization.yaml:3:1 render/component",
  },
  {
    name: "another kind",
    files: { "kustomization.yaml": "kind: Kustomization\n" },
    found: "platform/components/extra/kustomization.yaml:1:7 render/component",
  },
  {
    name: "no kustomization",
    files: { "x.yaml": "a: b\n" },
    found: "platform/components/extra:1:1 input/missing-file",
  },
  {
    name: "a file that kustomize rejects",
    files: { "kustomization.yaml": component("resources: [x.yaml]\n"), "x.yaml": "apiVersion: v1\nkind: ConfigMap\n" },
    found: "tenants/a.yaml:8:16 render/failed",
  },
  {
    name: "a file that is not YAML",
    files: { "kustomization.yaml": component("resources: [x.yaml]\n"), "x.yaml": "kind: [\n" },
    found: "platform/components/extra/x.yaml:2:1 input/syntax",
  },
  {
    name: "a file that expands without a limit",
    files: { "kustomization.yaml": component("resources: [x.yaml]\n"), "x.yaml": bomb },
    found: "platform/components/extra/x.yaml:1:1 input/anchor",
  },
  {
    name: "a patch that expands without a limit",
    files: {
      "kustomization.yaml": component("patches: [{ path: x.yaml, target: { kind: Server } }]\n"),
      "x.yaml": `- op: add\n  path: /spec\n  value:\n${bomb.replace(/^/gm, "    ")}`,
    },
    found: "platform/components/extra/x.yaml:1:1 input/anchor",
  },
  {
    name: "a patch in the kustomization that expands without a limit",
    files: { "kustomization.yaml": component(`patches:\n  - patch: |\n${bomb.replace(/^(?=.)/gm, "      ")}`) },
    found: "platform/components/extra/kustomization.yaml:4:12 render/component",
  },
  ...[
    "configMapGenerator: [{ name: x, files: ['http://127.0.0.1:1/a'] }]",
    "configMapGenerator: [{ name: x, files: ['a=http://127.0.0.1:1/a'] }]",
    "configMapGenerator: [{ name: x, files: [../../platform.yaml] }]",
    "configMapGenerator: [{ name: x, envs: ['http://127.0.0.1:1/a'] }]",
    "configMapGenerator: [{ name: x, env: 'http://127.0.0.1:1/a' }]",
    "configMapGenerator: [{ name: x, envs: [/etc/hostname] }]",
    "patches: [{ path: 'http://127.0.0.1:1/a' }]",
    "resources: ['git@github.com:acme/x']",
    "resources: [github.com/acme/x]",
    "resources: [.]",
    "resources: [{ a: b }]",
    "resources: x.yaml",
    "patches: [{ Path: x.yaml }]",
    "patches: [x.yaml]",
    "configMapGenerator: [{ name: x, Files: [x.yaml] }]",
    "Resources: [x.yaml]",
    "openapi: { path: x.json }",
    "crds: [x.yaml]",
    "components: [../x]",
    "replacements: [{ path: x.yaml }]",
    "nonsense: []",
  ].map((text) => ({
    name: text,
    files: { "kustomization.yaml": component(`${text}\n`) },
    found: expect.stringMatching(/^platform\/components\/extra\/kustomization.yaml:3:\d+ render\/component$/),
  })),
  {
    name: "a file with a different case of letters",
    files: { "kustomization.yaml": component("resources: [X.yaml]\n"), "x.yaml": "a: b\n" },
    found: "platform/components/extra/kustomization.yaml:3:13 render/component",
  },
  {
    name: "a kind that the tenant's project rejects",
    files: {
      "kustomization.yaml": component("resources: [x.yaml]\n"),
      "x.yaml": "apiVersion: v1\nkind: Secret\nmetadata: { name: x }\n",
    },
    found: "tenants/a.yaml:8:16 gate/project",
  },
  {
    name: "a cluster-scoped object",
    files: {
      "kustomization.yaml": component("resources: [x.yaml]\n"),
      "x.yaml": "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: x }\nrules: []\n",
    },
    found: "tenants/a.yaml:8:16 gate/project",
  },
  {
    name: "an object without a schema",
    files: {
      "kustomization.yaml": component("resources: [x.yaml]\n"),
      "x.yaml": "apiVersion: acme.test/v1\nkind: Gadget\nmetadata: { name: x }\n",
    },
    found: "tenants/a.yaml:8:16 gate/no-schema",
  },
  {
    name: "an object with a misspelt field",
    files: {
      "kustomization.yaml": component("resources: [x.yaml]\n"),
      "x.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndatas: { a: b }\n",
    },
    found: "tenants/a.yaml:8:16 gate/invalid",
  },
  {
    name: "an object whose name contains a path",
    files: {
      "kustomization.yaml": component("resources: [x.yaml]\n"),
      "x.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ../../../../evil }\n",
    },
    found: "tenants/a.yaml:8:16 gate/invalid",
  },
  {
    name: "an object that is also generated",
    files: {
      "kustomization.yaml": component("resources: [x.yaml]\n"),
      "x.yaml":
        "apiVersion: mlops.seldon.io/v1alpha1\nkind: Server\nmetadata: { name: s }\nspec: { serverConfig: x }\n",
    },
    found: "tenants/a.yaml:8:16 render/failed",
  },
  ...[
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\ndata: { a: "a\\u2028b" }\n',
    "kind: ConfigMap\nmetadata: { name: x }\n",
    "apiVersion: 5\nkind: ConfigMap\nmetadata: { name: x }\n",
  ].map((text) => ({
    name: `an ambiguous value: ${text}`,
    files: { "kustomization.yaml": component("resources: [x.yaml]\n"), "x.yaml": text },
    found: "tenants/a.yaml:8:16 render/failed",
  })),
])("$name is reported at the line that uses the component", async ({ files, found }) => {
  const root = withComponent(files);
  expect((await findings(root))[0]).toEqual(found);
  expect((await tenantry(root, ["build"])).code).toBe(1);
});

test("an ambiguous value is reported for the component that contains it, with kind and name", async () => {
  const root = withComponent({
    "kustomization.yaml": component("resources: [x.yaml]\n"),
    "x.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n",
  });
  write(root, "platform/components/odd/kustomization.yaml", component("resources: [odd.yaml]\n"));
  write(root, "tenants/a.yaml", tenantText("a", "  components: [extra, odd]\n"));
  const messagesOf = async (object: string): Promise<string> => {
    write(root, "platform/components/odd/odd.yaml", object);
    const { code, out } = await tenantry(root, ["check"]);
    expect(code).toBe(1);
    return out;
  };
  const strange = await messagesOf("kind: ConfigMap\nmetadata: { name: strange }\n");
  expect(strange).toMatch(/^tenants\/a[.]yaml:7:23 {2}error {2}render\/failed\n/);
  expect(strange).toContain("contains an invalid Kubernetes object, ConfigMap strange");
  const large = "spec: { minAvailable: 9223372036854775807, selector: {} }\n";
  const number = await messagesOf(
    `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: odd }\n${large}`,
  );
  expect(number).toMatch(/^tenants\/a[.]yaml:7:23 {2}error {2}render\/failed\n/m);
  expect(number).toContain("contains the number 9223372036854776000, which is too large to be stored exactly");
});

test("an infinite number is read as a string, as kustomize reads it", () => {
  expect(readObjects("apiVersion: v1\nkind: ConfigMap\ndata:\n  a: 1e400\n  b: 5\n")).toEqual([
    { apiVersion: "v1", kind: "ConfigMap", data: { a: "1e400", b: 5 } },
  ]);
});
