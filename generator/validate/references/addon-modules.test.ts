import { expect, test } from "vitest";
import { readInventory } from "../../commands/inventory.ts";
import { schemaFindings } from "../../gate/schema-findings.ts";
import { openToolchain } from "../../gate/toolchain.ts";
import { proxyServer } from "../../testing/module-proxy.ts";
import { mergeSpec, sandbox, write } from "../../testing/sandbox.ts";

const module = "github.com/cert-manager/cert-manager";
const sum = "h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=";
const otherSum = "h1:MrlKXh9uhLIJpyxOeXhcndzRVSvwiV9iJ8NgH8nqPsg=";
const entry = (version: string, hash: string, crd = "deploy/crds/x.yaml", name = module): string =>
  `{ ${name}: { version: ${version}, sum: "${hash}", crds: [${crd}] } }`;

const schemas = (modules: string): string =>
  `apiVersion: tenantry.dev/v1alpha1\nkind: Schemas\nspec:\n  modules: ${modules}\n`;
const addon = (modules: string): string => `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: issuer }
spec:
  description: Issues certificates
  kubernetes: { minimum: "1.30" }
  applications: { definitions: { git: { repository: "https://git.acme.test/x.git", revision: v1.0.0, path: deploy } } }
  schemas: ${modules}
`;

function repository(files: Readonly<Record<string, string>>): string {
  const root = sandbox();
  mergeSpec(root, "clusters/staging/cluster.yaml", {
    addons: { "cert-manager": {}, ...("platform/addons/issuer.yaml" in files ? { issuer: {} } : {}) },
  });
  for (const [file, text] of Object.entries(files)) write(root, file, text);
  return root;
}

const platform = "platform/schemas.yaml";
const own = "platform/addons/issuer.yaml";

test.each([
  {
    name: "the same version in platform/schemas.yaml",
    files: { [platform]: schemas(entry("v1.21.2", sum)) },
    found: [],
  },
  {
    name: "another version in platform/schemas.yaml",
    files: { [platform]: schemas(entry("v1.20.0", sum)) },
    found: [
      `${platform} duplicate module ${module}: add-on cert-manager (v1.21.2) and ${platform} (v1.20.0) name different versions or sums`,
    ],
  },
  {
    name: "another sum in platform/schemas.yaml",
    files: { [platform]: schemas(entry("v1.21.2", otherSum)) },
    found: [
      `${platform} duplicate module ${module}: add-on cert-manager (v1.21.2) and ${platform} (v1.21.2) name different versions or sums`,
    ],
  },
  { name: "the same version in two add-ons", files: { [own]: addon(entry("v1.21.2", sum)) }, found: [] },
  {
    name: "two versions in two add-ons",
    files: { [own]: addon(entry("v1.20.0", sum)) },
    found: [
      `${own} duplicate module ${module}: add-on issuer (v1.20.0) and add-on cert-manager (v1.21.2) name different versions or sums`,
    ],
  },
  {
    name: "the module of Kubernetes in an add-on",
    files: { [own]: addon(entry("v1.34.4", sum, "a.yaml", "k8s.io/kubernetes")) },
    found: [`${own} invalid module k8s.io/kubernetes: Tenantry reads its schemas itself`],
  },
])("$name: found $found", ({ files, found }) => {
  const { diagnostics } = readInventory(repository(files));
  expect(
    diagnostics.filter(({ severity }) => severity === "error").map(({ message, at }) => `${at.file} ${message}`),
  ).toEqual(found);
});

test("the modules of add-ons are pinned only on the clusters that use the add-ons, with the files of all of them", () => {
  const read = readInventory(repository({ [own]: addon(entry("v1.21.2", sum)) }));
  if (!read.ok) throw new Error("invalid repository");
  const pinned = read.value.clusters.map(({ name, pins }) => [
    name,
    pins.modules.find((source) => source.module === module)?.crds.length,
  ]);
  expect(Object.fromEntries(pinned)).toEqual({ production: undefined, staging: 5 });
});

test("an add-on replaces a module that Tenantry ships", () => {
  const metallb = "go.universe.tf/metallb";
  const read = readInventory(repository({ [own]: addon(entry("v0.15.0", sum, "a.yaml", metallb)) }));
  if (!read.ok) throw new Error("invalid repository");
  const versions = read.value.clusters.map(({ pins }) => pins.modules.filter((source) => source.module === metallb));
  expect(versions.map((sources) => sources.map(({ version }) => version)).sort()).toEqual([["v0.15.0"], ["v0.16.2"]]);
});

test("a fault of an add-on's module is reported at its line in the add-on's file", async () => {
  const module = `{ example.com/x: { version: v1.0.0, sum: "${sum}", crds: [a.yaml] } }`;
  const root = sandbox();
  mergeSpec(root, "clusters/staging/cluster.yaml", { addons: { issuer: {} } });
  write(root, own, addon(module));
  const read = readInventory(root);
  if (!read.ok) throw new Error("invalid repository");
  const { address, close } = await proxyServer({});
  const env = { ...process.env, GOENV: "off", GOPROXY: address };
  const staging = read.value.clusters.filter(({ name }) => name === "staging");
  const found = await schemaFindings(read.value, staging, openToolchain(root, { env, log: () => undefined }, false));
  close();
  expect(found.map(({ code, at }) => `${at.file}:${at.line} ${code}`)).toEqual([`${own}:8 platform/schemas`]);
});
