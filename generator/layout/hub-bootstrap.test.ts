import { expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { toPlain } from "../models/kubernetes-object.ts";
import { hubSandbox } from "../testing/hub.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import type { UnitLayout } from "./unit-layout.ts";

const root = hubSandbox();
const platformOn = (name: string, folder = root): UnitLayout => {
  const inventory = inventoryOf(folder);
  const cluster = inventory.clusters.find((candidate) => candidate.name === name);
  if (cluster === undefined) throw new Error(`missing cluster ${name}`);
  return layoutOf(inventory, { cluster, tenant: undefined });
};
const filesBelow = (layout: UnitLayout, folder: string): readonly string[] =>
  [...layout.objects.map(({ file }) => file), ...layout.texts.keys()].filter((file) => file.startsWith(folder)).sort();
const textOf = (layout: UnitLayout, file: string): string => layout.texts.get(file) ?? "";

const staging = platformOn("staging");
const production = platformOn("production");

test("the bootstrap of a hub is generated once, with its first cluster, and the roots with each cluster", () => {
  expect(filesBelow(staging, "platform/hubs/")).toEqual([
    "platform/hubs/main/README.md",
    "platform/hubs/main/application-hub.yaml",
    "platform/hubs/main/appproject-hub.yaml",
    "platform/hubs/main/configmap-argocd-cm.yaml",
    "platform/hubs/main/configmap-argocd-cmd-params-cm.yaml",
    "platform/hubs/main/kustomization.yaml",
    "platform/hubs/main/namespace-argocd.yaml",
    "platform/hubs/main/roots/staging/application-roots.platform.yaml",
    "platform/hubs/main/roots/staging/application-roots.tenants.yaml",
    "platform/hubs/main/roots/staging/appproject-roots.yaml",
    "platform/hubs/main/secret-repository-tenantry.yaml",
  ]);
  expect(filesBelow(production, "platform/hubs/")).toEqual([
    "platform/hubs/main/roots/production/application-roots.platform.yaml",
    "platform/hubs/main/roots/production/application-roots.tenants.yaml",
    "platform/hubs/main/roots/production/appproject-roots.yaml",
  ]);
  for (const [layout, name] of [
    [staging, "staging"],
    [production, "production"],
  ] as const)
    expect(filesBelow(layout, `clusters/${name}/bootstrap/`)).toEqual([`clusters/${name}/bootstrap/README.md`]);
});

test("the bootstrap of a hub does not depend on its first cluster", () => {
  const bootstrapOf = (layout: UnitLayout): readonly unknown[] => [
    ...layout.objects
      .filter(({ file }) => /^platform\/hubs\/main\/[^/]+$/.test(file))
      .map(({ object }) => toPlain(object)),
    textOf(layout, "platform/hubs/main/README.md"),
  ];
  const swapped = hubSandbox({
    staging: "{ hub: main, destination: { name: staging } }",
    production: '{ hub: main, destination: { server: "https://kubernetes.default.svc" } }',
  });
  const inventory = inventoryOf(swapped);
  const [first, second] = inventory.clusters;
  if (first === undefined || second === undefined) throw new Error("missing cluster");
  const reordered = { ...inventory, clusters: [second, first] };
  expect(bootstrapOf(layoutOf(reordered, { cluster: second, tenant: undefined }))).toEqual(bootstrapOf(staging));
});

test("in a hub, the Applications of a cluster use only its own AppProjects and its own destination, and the roots the cluster of Argo CD", () => {
  for (const [layout, cluster, destination] of [
    [staging, "staging", { server: "https://staging.acme.test:6443" }],
    [production, "production", { name: "production" }],
  ] as const) {
    const applications = layout.objects
      .map(({ object }) => toPlain(object))
      .filter(({ kind }) => kind === "Application");
    expect(applications.length).toBeGreaterThan(5);
    for (const application of applications) {
      const name = application.metadata?.name ?? "";
      const isRoot = name.startsWith(`${cluster}.roots.`) || name === "main.hub";
      const project = name === "main.hub" ? name : isRoot ? `${cluster}.roots` : `${cluster}.platform`;
      expect([name, valueAt(application, ["spec", "project"])]).toEqual([name, project]);
      const { namespace, ...to } = Object(valueAt(application, ["spec", "destination"]));
      expect([name, to]).toEqual([name, isRoot ? { server: "https://kubernetes.default.svc" } : destination]);
      expect([name, namespace]).toEqual([name, isRoot ? "argocd" : "seldon-system"]);
    }
  }
});

test("the Application of a hub reads only the roots, and applies an AppProject before the Applications that use it", () => {
  const plain = (file: string): unknown => toPlain(Object(staging.objects.find((item) => item.file === file)?.object));
  expect(valueAt(plain("platform/hubs/main/application-hub.yaml"), ["spec", "source", "path"])).toBe(
    "platform/hubs/main/roots",
  );
  const wave = ["metadata", "annotations", "argocd.argoproj.io/sync-wave"];
  expect(valueAt(plain("platform/hubs/main/roots/staging/appproject-roots.yaml"), wave)).toBe("-1");
  expect(valueAt(plain("platform/hubs/main/roots/staging/application-roots.tenants.yaml"), wave)).toBeUndefined();
});

test("the runbook of a cluster in a hub registers the cluster, by name only if its destination is a name", () => {
  expect(textOf(production, "clusters/production/bootstrap/README.md")).toContain(
    'argocd cluster add "$' + '{CLUSTER_CONTEXT:?}" --name production\n',
  );
  expect(textOf(staging, "clusters/staging/bootstrap/README.md")).toContain(
    'argocd cluster add "$' + '{CLUSTER_CONTEXT:?}"\n',
  );
});

test("the runbook of a cluster in a hub: two contexts for a remote cluster, one for the cluster of the hub", () => {
  const onStaging = hubSandbox({ staging: '{ hub: main, destination: { server: "https://kubernetes.default.svc" } }' });
  const runbook = (name: string): string => textOf(platformOn(name, onStaging), `clusters/${name}/bootstrap/README.md`);
  expect(runbook("production")).toContain("Two contexts of `kubectl`");
  expect(runbook("staging")).toContain("`kubectl` is configured for the cluster, which also runs Argo CD.");
  const [steps = ""] = runbook("staging").split("## If another Argo CD");
  expect(steps).not.toContain("on the cluster that runs Argo CD");
  expect(steps).not.toContain("Two contexts");
});

const installs = /manifests[/]install[.]yaml|kubectl create namespace argocd/;

test.each([
  { settings: "managed", installing: true },
  { settings: "adopted", installing: false },
])("with $settings settings, a step of the runbook installs Argo CD: $installing", ({ settings, installing }) => {
  const own = `{ version: 3.5.1, settings: ${settings}, destination: { server: "https://kubernetes.default.svc" } }`;
  const inHub = platformOn("staging", hubSandbox({ hub: `{ version: 3.5.1, settings: ${settings} }` }));
  const alone = platformOn("production", hubSandbox({ production: own }));
  for (const [layout, file] of [
    [inHub, "platform/hubs/main/README.md"],
    [alone, "clusters/production/bootstrap/README.md"],
  ] as const) {
    const readme = textOf(layout, file);
    expect(installs.test(readme)).toBe(installing);
    const [, disaster = ""] = readme.split("## After a disaster");
    expect(/its owner restores Argo CD|the owner of Argo CD installs it again/.test(disaster)).toBe(!installing);
  }
});

test.each(["staging", "production"])(
  "the runbook of %s removes the finalizers in an old Argo CD before it deletes the Applications",
  (name) => {
    const own = '{ version: 3.5.1, destination: { server: "https://kubernetes.default.svc" } }';
    const readme = textOf(platformOn(name, hubSandbox({ production: own })), `clusters/${name}/bootstrap/README.md`);
    const [, section = ""] = readme.split("## If another Argo CD syncs the cluster now");
    const order = ['?}" delete applications', '"finalizers":null', "FINALIZERS", "xargs -r kubectl"];
    const places = order.map((text) => section.indexOf(text));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    expect(section).toContain(`?}" delete applications ${name}.roots.platform ${name}.roots.tenants `);
  },
);

test("an adopted hub: no object of the bootstrap changes Argo CD, and the settings are files that its owner applies", () => {
  const adopted = platformOn("staging", hubSandbox({ hub: "{ version: 3.5.1, settings: adopted }" }));
  expect(adopted.objects.map(({ file }) => file).filter((file) => /^platform\/hubs\/main\/[^/]+$/.test(file))).toEqual([
    "platform/hubs/main/appproject-hub.yaml",
    "platform/hubs/main/application-hub.yaml",
  ]);
  expect(textOf(adopted, "platform/hubs/main/kustomization.yaml")).toMatch(
    /resources:\n {2}- application-hub.yaml\n {2}- appproject-hub.yaml\n$/,
  );
  const settings = adopted.objects.filter(({ file }) => file.startsWith("platform/hubs/main/settings/"));
  expect(settings.map(({ object }) => object.metadata)).toEqual([
    { name: "argocd-cm", namespace: "argocd" },
    { name: "argocd-cmd-params-cm", namespace: "argocd" },
  ]);
});

test("the runbook of a hub: the merge comes before the objects, and the removal of a cluster plans the cluster", () => {
  const readme = textOf(staging, "platform/hubs/main/README.md");
  expect(readme).toMatch(
    /^3\. For each folder .*registers the cluster in Argo CD\. Then merge the generated files into `\S+`: the Application `main\.hub` reads `platform\/hubs\/main\/roots\/`/m,
  );
  expect(readme).toContain("plan --cluster NAME --lifecycle removed");
  expect(readme).not.toContain("plan --tenant");
});

test.each([
  { settings: "managed", has: "may create namespaces and CustomResourceDefinitions", lacks: "create and change" },
  {
    settings: "adopted",
    has: "may create and change Applications, AppProjects and Secrets",
    lacks: "create namespaces",
  },
])("the prerequisites of a hub with $settings settings: a user who $has", ({ settings, has, lacks }) => {
  const layout = platformOn("staging", hubSandbox({ hub: `{ version: 3.5.1, settings: ${settings} }` }));
  const [, prerequisites = ""] = textOf(layout, "platform/hubs/main/README.md").split("## ");
  expect(prerequisites).toContain(has);
  expect(prerequisites).not.toContain(lacks);
});
