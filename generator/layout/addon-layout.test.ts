import { describe, expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { mergeAddon, sandboxWithAddons, shippedAddonNames } from "../testing/addon-clusters.ts";
import { hubSandbox } from "../testing/hub.ts";
import { clusterOf, inventoryOf } from "../testing/inventory.ts";
import { removeKafka, write } from "../testing/sandbox.ts";
import { parseApplicationName } from "./names.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
type PlainObject = any;

interface Layout {
  readonly objects: readonly PlainObject[];
  readonly rendered: readonly PlainObject[];
  readonly texts: ReadonlyMap<string, string>;
}

/** The Applications and projects of the add-ons on staging, and the objects that Tenantry generates for them. */
function layoutIn(root: string): Layout {
  const inventory = inventoryOf(root);
  const layout = layoutOf(inventory, { cluster: clusterOf(inventory, "staging"), tenant: undefined });
  const plain = (object: object): PlainObject => JSON.parse(JSON.stringify(object));
  return {
    objects: layout.objects.filter(({ file }) => file.includes("/addons/")).map(({ object }) => plain(object)),
    rendered: layout.overlays
      .filter(({ folder }) => folder.startsWith("addons/"))
      .flatMap(({ objects }) => objects.map(({ object }) => plain(object))),
    texts: layout.texts,
  };
}

const differences = (name: string): string =>
  `apiVersion: tenantry.dev/v1alpha1\nkind: Addon\nmetadata: { name: own-${name} }\nspec: { extends: tenantry/${name}, description: Ours }\n`;

function extended(): string {
  const root = sandboxWithAddons("none", (name) => `own-${name}`);
  for (const name of shippedAddonNames) write(root, `platform/addons/own-${name}.yaml`, differences(name));
  return root;
}

describe.each([
  ["the shipped add-ons", () => sandboxWithAddons()],
  ["copies of the shipped add-ons with another name", extended],
])("%s", (_, sandbox) => {
  const root = (): Layout => layoutIn(sandbox());
  const applications = ({ objects }: Layout): readonly PlainObject[] =>
    objects.filter(({ kind }) => kind === "Application");

  test("are all on the cluster", () => {
    const found = applications(root()).map(({ metadata }) => parseApplicationName(metadata.name));
    const names = found.map((name) => (name?.of === "addon" ? name.addon.replace(/^own-/, "") : undefined));
    expect([...new Set(names)].sort()).toEqual(shippedAddonNames);
  });

  test("an Application with definitions has no finalizer and does not prune, and every other one has and does", () => {
    const { addons } = clusterOf(inventoryOf(sandbox()), "staging");
    const kept = addons.flatMap(({ name, spec }) =>
      Object.entries(spec.applications).flatMap(([key, { definitions }]) =>
        definitions ? [`staging.platform.${name}.${key}`] : [],
      ),
    );
    expect(kept.length).toBe(shippedAddonNames.length);
    for (const { metadata, spec } of applications(root())) {
      const keeps = kept.includes(metadata.name);
      expect([metadata.name, metadata.finalizers === undefined]).toEqual([metadata.name, keeps]);
      expect([metadata.name, spec.syncPolicy.automated.prune]).toEqual([metadata.name, !keeps]);
    }
  });

  test("a chart has a release name, and its repository is the same text in the project, without oci://", () => {
    const { objects } = root();
    const charts = applications({ ...root() }).filter(({ spec }) => spec.source.chart !== undefined);
    expect(charts.length).toBeGreaterThan(3);
    for (const { spec } of charts) {
      const project = objects.find(({ kind, metadata }) => kind === "AppProject" && metadata.name === spec.project);
      expect(spec.source.helm.releaseName).toMatch(/^[a-z-]+$/);
      expect(spec.source.repoURL).not.toMatch(/^oci:/);
      expect(project.spec.sourceRepos).toContain(spec.source.repoURL);
    }
  });

  test("no object has a hook annotation, because one hook makes Argo CD ignore all hooks of a chart", () => {
    const { objects, rendered, texts } = root();
    expect(rendered.length).toBeGreaterThan(10);
    expect(JSON.stringify([objects, rendered, [...texts.values()]])).not.toMatch(
      /argocd\.argoproj\.io\/hook|helm\.sh\/hook/,
    );
  });

  test("a project allows no Namespace, no wildcard, and no namespace of other software", () => {
    const projects = root().objects.filter(
      ({ kind, metadata }) => kind === "AppProject" && metadata.name !== "staging.shares",
    );
    expect(projects.length).toBe(shippedAddonNames.length);
    for (const { spec } of projects) {
      const kinds = [...(spec.namespaceResourceWhitelist ?? []), ...(spec.clusterResourceWhitelist ?? [])];
      expect(kinds.map(({ kind }: PlainObject) => kind)).not.toContain("Namespace");
      expect(JSON.stringify([kinds, spec.sourceRepos, spec.destinations])).not.toContain("*");
      for (const { namespace } of spec.destinations)
        expect(["argocd", "kube-system", "default", "seldon-system"]).not.toContain(namespace);
    }
  });

  test("a project without own namespaces allows no namespaced kind", () => {
    const project = root().objects.find(({ metadata }) => /gateway-api$/.test(metadata.name));
    expect(project.spec.namespaceResourceWhitelist).toEqual([]);
    expect(project.spec.clusterResourceWhitelist.length).toBeGreaterThan(0);
  });
});

describe("an add-on that leaves", () => {
  test("keeps its project and its network policies, and loses the Applications of its parts", () => {
    const root = sandboxWithAddons();
    const before = layoutIn(root).objects.filter(({ metadata }) => metadata.name.includes("strimzi"));
    mergeAddon(root, "staging", "strimzi", { retired: ["tenants", "cluster", "operator"], discards: ["cluster"] });
    const after = layoutIn(root).objects.filter(({ metadata }) => metadata.name.includes("strimzi"));
    expect(after.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "AppProject staging.platform.strimzi",
      "Application staging.platform.strimzi.guardrails",
    ]);
    // Argo CD deletes no object whose kind the project does not allow.
    expect(after[0]).toEqual(before[0]);
  });

  test("no longer lists them in its README", () => {
    const root = sandboxWithAddons();
    const readme = (): string => layoutIn(root).texts.get("clusters/staging/overlays/addons/strimzi/README.md") ?? "";
    expect(readme()).toContain("staging.platform.strimzi.cluster");
    expect(readme()).toContain("KafkaUser");
    mergeAddon(root, "staging", "strimzi", { retired: ["tenants", "cluster"], discards: ["cluster"] });
    expect(readme()).not.toContain("staging.platform.strimzi.cluster");
    expect(readme()).not.toContain("KafkaUser");
  });

  test("no longer has the rendered objects of a part that left", () => {
    const root = sandboxWithAddons();
    mergeAddon(root, "staging", "strimzi", { retired: ["tenants", "cluster"], discards: ["cluster"] });
    const { rendered, objects } = layoutIn(root);
    expect(rendered.map(({ kind }) => kind)).not.toContain("Kafka");
    expect(objects.map(({ metadata }) => metadata.name)).toContain("staging.platform.strimzi.operator");
  });
});

const healthOfPools = "resource.customizations.health.kafka.strimzi.io_KafkaNodePool";

describe("health checks", () => {
  test("of an add-on are in the bootstrap of the clusters that use it", () => {
    const inventory = inventoryOf(sandboxWithAddons());
    const found = inventory.clusters.map((cluster) => {
      const { objects } = layoutOf(inventory, { cluster, tenant: undefined });
      const settings: PlainObject = objects.find(({ file }) =>
        file.endsWith("/bootstrap/configmap-argocd-cm.yaml"),
      )?.object;
      return [String(cluster.name), healthOfPools in settings.data];
    });
    const users = inventory.clusters.map(({ name, addons }) => [
      name,
      addons.some((addon) => addon.name === "strimzi"),
    ]);
    expect(found).toEqual(users);
    expect(found).toContainEqual(["staging", true]);
  });
});

test("the bootstrap of a hub contains the health checks of the add-ons on all of its clusters", () => {
  const root = hubSandbox();
  removeKafka(root);
  mergeAddon(root, "production", "strimzi", {});
  const inventory = inventoryOf(root);
  const settings = inventory.clusters
    .flatMap((cluster) => layoutOf(inventory, { cluster, tenant: undefined }).objects)
    .filter(({ file }) => file.endsWith("/configmap-argocd-cm.yaml"))
    .map(({ file, object }): PlainObject => [file, object]);
  expect(settings.map(([file, object]) => [file, healthOfPools in object.data])).toEqual([
    ["platform/hubs/main/configmap-argocd-cm.yaml", true],
  ]);
});

test("the rights of an add-on on the whole cluster are a file that no Application reads", () => {
  const { texts } = layoutIn(sandboxWithAddons());
  const file = "clusters/staging/overlays/addons/external-secrets/access.yaml";
  expect(texts.get(file)).toContain("kind: ClusterRoleBinding");
  expect([...texts.keys()].filter((name) => name.includes("gateway-api") && name.endsWith("access.yaml"))).toEqual([]);
});
