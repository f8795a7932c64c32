import { join } from "node:path";
import { expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { tenantScope } from "../generate/scope.ts";
import { sampleFolder } from "../init/sample-folder.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { markdown } from "../text/document.ts";
import { meshOf } from "../validate/addons/mesh.ts";
import type { Inventory } from "../validate/inventory.ts";
import { firstPredictionDocument } from "./first-prediction.ts";

const inventories = [inventoryOf(), inventoryOf(join(import.meta.dirname, "../golden/four-patterns"))];
const clusters = inventories.flatMap((inventory) => inventory.clusters.map((cluster) => ({ inventory, cluster })));

test.each(clusters.map((cluster) => [cluster.cluster.name, cluster] as const))(
  "on %s the bootstrap is applied with its own field manager, so it never owns fields that Argo CD's installation sets in the same object",
  (name, { inventory, cluster }) => {
    const { objects, texts } = layoutOf(inventory, { cluster, tenant: undefined });
    const readme = texts.get(`clusters/${name}/bootstrap/README.md`) ?? "";
    const first = cluster.tenants.map((tenant) => markdown(firstPredictionDocument(tenantScope(cluster, tenant))));
    const applied = [readme, ...first]
      .join("\n")
      .split("\n")
      .filter((line) => line.includes("--kustomize"));
    expect(applied.length).toBeGreaterThan(3);
    for (const line of applied) expect(line).toMatch(/ --force-conflicts --field-manager=tenantry /);
    // The installation itself is applied with kubectl's default field manager.
    expect(readme).toContain("kubectl apply --server-side --force-conflicts --namespace argocd \\");

    const settings = objects.find(({ object }) => object.metadata?.name === "argocd-cm")?.object;
    const keys = Object.keys(JSON.parse(JSON.stringify(settings)).data);
    expect(readme.split("\n").flatMap((line) => /^- `([^` ]+)`$/.exec(line)?.[1] ?? [])).toEqual(keys.sort());
  },
);

test("everything except the tenants' root is applied first, and the tenants' root has the label that excludes it", () => {
  for (const { inventory, cluster } of clusters) {
    const { objects, texts } = layoutOf(inventory, { cluster, tenant: undefined });
    const left = objects.filter(
      ({ object, file }) =>
        file.includes("/bootstrap/") && object.metadata?.labels?.["tenantry.dev/root"] === "tenants",
    );
    expect(left.map(({ object }) => object.metadata?.name)).toEqual([`${cluster.name}.roots.tenants`]);
    expect(texts.get(`clusters/${cluster.name}/bootstrap/README.md`)).toContain(
      "--selector tenantry.dev/root!=tenants",
    );
  }
});

test("the commands of the README can be pasted into macOS's shell: no comments, and no names in angle brackets, which redirect", () => {
  for (const { inventory, cluster } of clusters) {
    const readme =
      layoutOf(inventory, { cluster, tenant: undefined }).texts.get(`clusters/${cluster.name}/bootstrap/README.md`) ??
      "";
    const lines = [...readme.matchAll(/^ *```bash\n([\s\S]*?)^ *```$/gm)].flatMap(([, code = ""]) => code.split("\n"));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => /(^|\s)#|<[a-z]/.test(line))).toEqual([]);
  }
});

const [own] = inventories[0]?.clusters ?? [];

function readmeOf(change: (inventory: Inventory) => Inventory): string {
  const inventory = change(inventoryOf());
  const cluster = inventory.clusters.find(({ name }) => name === own?.name);
  if (cluster === undefined) throw new Error("missing cluster");
  const { texts } = layoutOf(inventory, { cluster, tenant: undefined });
  return texts.get(`clusters/${cluster.name}/bootstrap/README.md`) ?? "";
}

test.each([
  { url: "https://github.com/acme/ml-platform.git", has: "--from-file=password=./token", lacks: "sshPrivateKey" },
  { url: "ssh://git@github.com/acme/ml-platform.git", has: "--from-file=sshPrivateKey=", lacks: "username=git" },
])("a private repository at $url: the credentials contain $has", ({ url, has, lacks }) => {
  const readme = readmeOf((inventory) => {
    const clusters = inventory.clusters.map((cluster) => {
      const { platform } = cluster;
      const repository = { ...platform.spec.repository, url };
      return { ...cluster, platform: { ...platform, spec: { ...platform.spec, repository } } };
    });
    return { ...inventory, clusters };
  });
  expect(readme).toContain(`--from-literal=url=${url}`);
  expect(readme).toContain(has);
  expect(readme).not.toContain(lacks);
});

test("an adopted Argo CD: the runbook installs nothing, forces no conflicts and lists the keys for the owner of Argo CD", () => {
  const readme = readmeOf((inventory) => ({
    ...inventory,
    clusters: inventory.clusters.map((cluster) => ({
      ...cluster,
      spec: { ...cluster.spec, argoCD: { ...cluster.spec.argoCD, settings: "adopted" as const } },
    })),
  }));
  const applied = readme.split("\n").filter((line) => line.includes("kubectl apply"));
  expect(applied.length).toBe(2);
  for (const line of applied) expect(line).toMatch(/ --server-side --field-manager=tenantry --kustomize /);
  expect(readme).toContain("   - `resource.customizations.health.mlops.seldon.io_Server`\n");
  expect(readme).toContain("--patch-file clusters/staging/bootstrap/settings/configmap-argocd-cm.yaml\n");
});

test.each([
  { addons: "with add-ons", folder: sampleFolder, root: true },
  { addons: "without add-ons", folder: undefined, root: false },
])("$addons, the runbooks of a cluster name every root Application that the bootstrap contains", ({ folder, root }) => {
  const inventory = inventoryOf(folder);
  for (const cluster of inventory.clusters) {
    const { objects, texts } = layoutOf(inventory, { cluster, tenant: undefined });
    const roots = objects.flatMap(({ object }) =>
      object.metadata?.labels?.["tenantry.dev/root"] === undefined ? [] : (object.metadata.name ?? []),
    );
    expect(roots.includes(`${cluster.name}.roots.addons`)).toBe(root);
    const readme = texts.get(`clusters/${cluster.name}/bootstrap/README.md`) ?? "";
    const [deletion = ""] = readme.split("\n").filter((line) => line.includes(" delete applications "));
    const commands = readme
      .split("\n")
      .filter((line) => line.includes('"automated":null') || line.includes(" describe "));
    for (const name of roots) {
      expect(deletion).toContain(` ${name} `);
      expect(commands.filter((line) => line.includes(` ${name} `))).toHaveLength(2);
    }
    const [tenant] = cluster.tenants;
    if (tenant === undefined) throw new Error("missing tenant");
    const first = markdown(firstPredictionDocument(tenantScope(cluster, tenant)));
    for (const name of roots) expect(first).toContain(name);
  }
});

test.each([
  {
    addons: "with add-ons, the prerequisites list their repositories",
    folder: sampleFolder,
    has: [
      "  - `quay.io/strimzi-helm`\n",
      "the network plug-in, storage classes and node pools.",
      "   kubectl wait application/CLUSTER.platform.metallb.metallb --namespace argocd --for=jsonpath=",
      "   kubectl wait application/CLUSTER.platform.istio.istiod --namespace argocd --for=jsonpath=",
      "Create the ClusterSecretStore `vault` as soon as add-on `external-secrets` runs.",
    ],
    lacks: "- External Secrets runs",
  },
  {
    addons: "without add-ons, the prerequisites contain External Secrets",
    folder: undefined,
    has: [
      "- External Secrets runs, and the ClusterSecretStore `vault` exists.",
      "node pools and the Prometheus operator.",
    ],
    lacks: "the repositories of the add-ons",
  },
])("$addons", ({ folder, has, lacks }) => {
  const inventory = inventoryOf(folder);
  for (const cluster of inventory.clusters) {
    const { texts } = layoutOf(inventory, { cluster, tenant: undefined });
    const readme = texts.get(`clusters/${cluster.name}/bootstrap/README.md`) ?? "";
    for (const text of has) expect(readme).toContain(text.replace("CLUSTER", cluster.name));
    expect(readme).not.toContain(lacks);
    const meshed = readme.includes("get no sidecar");
    expect(meshed).toBe(meshOf(cluster)?.sidecars !== undefined);
  }
});

test("the runbook ends the retries of an Application that left git while its sync failed, which Argo CD does not delete otherwise", () => {
  expect(readmeOf((inventory) => inventory)).toContain(
    `kubectl patch application NAME --namespace argocd --type json --patch '[{"op":"remove","path":"/operation"}]'\n`,
  );
});
