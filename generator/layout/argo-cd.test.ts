import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { inventoryWith } from "../testing/rules.ts";
import { platformApplication, rootApplication, tenantApplication } from "./names.ts";

const inventory = inventoryOf();
// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
const objects: readonly { readonly cluster: string; readonly file: string; readonly object: any }[] =
  inventory.clusters.flatMap((cluster) =>
    [undefined, ...cluster.tenants].flatMap((tenant) =>
      layoutOf(inventory, { cluster, tenant }).objects.map(({ object, file }) => ({
        cluster: cluster.name,
        file,
        object: JSON.parse(JSON.stringify(object)),
      })),
    ),
  );
const applications = objects.filter(({ object }) => object.kind === "Application");
const folders = applications.filter(({ object }) => "path" in object.spec.source);
const charts = applications.filter(({ object }) => "chart" in object.spec.source);
// The placeholder of the tenants' root is for no Application.
const projects = objects.filter(({ object }) => object.kind === "AppProject" && "destinations" in object.spec);
const project = (name: string) => projects.find(({ object }) => object.metadata.name === name)?.object;
// biome-ignore lint/suspicious/noExplicitAny: an object of any kind
const allowedKinds = ({ spec }: any): readonly string[] =>
  [...spec.namespaceResourceWhitelist, ...(spec.clusterResourceWhitelist ?? [])].map(({ kind }) => kind);

describe("every Application", () => {
  test.each(applications.map((application) => [application.object.metadata.name, application] as const))(
    "%s retries without a limit, and its project allows its source and destination",
    (name, { object }) => {
      const { spec, metadata } = object;
      // Deleting a CustomResourceDefinition deletes all objects of its kind, so these are never pruned.
      expect(spec.syncPolicy.automated).toEqual({ prune: !name.endsWith(".seldon-crds"), selfHeal: true });
      expect(spec.syncPolicy.retry).toMatchObject({ limit: -1, refresh: true });
      expect(project(spec.project)?.spec.destinations).toContainEqual({
        server: spec.destination.server,
        namespace: spec.destination.namespace,
      });
      expect(project(spec.project)?.spec.sourceRepos).toContain(spec.source.repoURL);
      expect(metadata.finalizers).toEqual(
        /[.](serverconfigs|aliases|operator|seldon-operator|seldon-runtime)$/.test(name)
          ? ["resources-finalizer.argocd.argoproj.io"]
          : undefined,
      );
    },
  );

  test.each(folders.map((folder) => [folder.object.metadata.name, folder] as const))(
    "%s follows git, in its own folder only",
    (_, { object, cluster, file }) => {
      const { spec, metadata } = object;
      expect(spec.source.targetRevision).toBe("refs/heads/main");
      expect(spec.source.directory).toEqual({ recurse: true });
      expect(metadata.annotations["argocd.argoproj.io/manifest-generate-paths"]).toBe(".");
      expect(
        spec.source.path.startsWith(
          file.includes("/bootstrap/") ? `clusters/${cluster}/applications/` : `clusters/${cluster}/rendered/`,
        ),
      ).toBe(true);
    },
  );

  test.each(charts.map((chart) => [chart.object.metadata.name, chart] as const))(
    "%s is one version of one chart, with a name that Helm accepts, compared by the server",
    (_, { object }) => {
      const { source } = object.spec;
      expect(source).toMatchObject({ targetRevision: "2.9.1", helm: { releaseName: source.chart } });
      expect(source.helm.releaseName.length).toBeLessThanOrEqual(53);
      expect(object.metadata.annotations["argocd.argoproj.io/compare-options"]).toBe("ServerSideDiff=true");
    },
  );

  test("has a unique name", () => {
    const names = applications.map(({ object }) => object.metadata.name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("every project", () => {
  test.each(projects.map(({ object }) => [object.metadata.name, object] as const))(
    "%s allows an exact list without globs, and is deleted only after its Applications",
    (_, { spec, metadata }) => {
      const text = JSON.stringify([
        spec.destinations,
        spec.namespaceResourceWhitelist,
        spec.clusterResourceWhitelist ?? [],
        spec.sourceRepos,
      ]);
      expect(text).not.toMatch(/[*!?]/);
      expect(spec.namespaceResourceWhitelist.length).toBeGreaterThan(0);
      expect(metadata.finalizers).toEqual(["resources-finalizer.argocd.argoproj.io"]);
    },
  );

  test("no tenant's project has two destinations, and only serverconfigs has another namespace, with one kind", () => {
    for (const { object } of projects.filter(({ file }) => file.includes("/applications/tenants/"))) {
      const [, tenant = "", part] = object.metadata.name.split(".");
      expect(object.spec.destinations).toHaveLength(1);
      expect(object.spec.destinations[0].namespace).toBe(part === "serverconfigs" ? "seldon-system" : tenant);
      if (part === "serverconfigs")
        expect(object.spec.namespaceResourceWhitelist).toEqual([{ group: "mlops.seldon.io", kind: "ServerConfig" }]);
    }
  });

  test("a tenant's workloads project allows no kind that limits the tenant or gives access", () => {
    const limiting =
      "CiliumNetworkPolicy ExternalSecret LimitRange Namespace NetworkPolicy ResourceQuota Role RoleBinding Secret SeldonRuntime ServiceAccount";
    const workloads = projects.filter(({ object }) => object.metadata.name.endsWith(".workloads"));
    expect(workloads.length).toBeGreaterThan(0);
    for (const { object } of workloads)
      expect(allowedKinds(object).filter((kind) => limiting.split(" ").includes(kind))).toEqual([]);
  });

  test("a project allows controllers' kinds only on the way to a pod: no EndpointSlice, Endpoints or ControllerRevision", () => {
    for (const { object } of projects)
      expect(allowedKinds(object)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(ControllerRevision|Endpoints|EndpointSlice)$/)]),
      );
    for (const part of ["guardrails", "workloads"])
      expect(allowedKinds(project(`production.churn.${part}`))).toEqual(
        expect.arrayContaining(["Pod", "StatefulSet", "Service"]),
      );
  });

  test("the Namespace is allowed by name if Argo CD can restrict names, from 3.3 on", () => {
    expect(project("staging.churn.guardrails")?.spec.clusterResourceWhitelist).toEqual([
      { group: "", kind: "Namespace", name: "churn" },
    ]);
    expect(project("production.churn.guardrails")?.spec.clusterResourceWhitelist).toBeUndefined();
    expect(project("production.churn.workloads")?.spec.clusterResourceWhitelist).toBeUndefined();
  });

  test("before 3.3, only the platform's project allows Namespaces, and a tenant's Namespace is in a folder of the platform", () => {
    const allowing = projects
      .filter(({ object }) => JSON.stringify(object.spec.clusterResourceWhitelist ?? []).includes('"Namespace"'))
      .map(({ object, cluster }) => [cluster, object.metadata.name]);
    expect(allowing.filter(([cluster]) => cluster === "production")).toEqual([["production", "production.platform"]]);
    const own = applications.find(({ object }) => object.metadata.name === "production.churn.namespace");
    expect(own?.file).toBe("clusters/production/applications/tenants/churn/application-namespace.yaml");
    expect(own?.object.spec).toMatchObject({
      project: "production.platform",
      source: { path: "clusters/production/rendered/platform/tenant-namespaces/churn" },
    });
    expect(applications.some(({ object }) => object.metadata.name === "staging.churn.namespace")).toBe(false);
  });

  test("the roles are derived from access", () => {
    const roles = project("production.fraud-detection.workloads")?.spec.roles;
    expect(roles.map(({ name, groups }: { name: string; groups: string[] }) => [name, groups])).toEqual([
      ["deployer", ["fraud-ml-engineers"]],
      ["viewer", ["fraud-analysts"]],
    ]);
    expect(roles[1].policies).toEqual([
      "p, proj:production.fraud-detection.workloads:viewer, applications, get, production.fraud-detection.workloads/*, allow",
    ]);
  });
});

test("the platform's root has sync waves, the tenants' root has none", () => {
  const waves = (folder: string): readonly (string | undefined)[] =>
    objects
      .filter(({ file }) => file.startsWith(folder))
      .map(({ object }) => object.metadata.annotations?.["argocd.argoproj.io/sync-wave"]);
  expect(
    objects
      .filter(({ file }) => file.startsWith("clusters/production/applications/platform"))
      .map(({ object }) => [object.metadata.name, object.metadata.annotations?.["argocd.argoproj.io/sync-wave"]]),
  ).toEqual([
    ["production.platform", "-1"],
    ["production.platform.namespaces", "0"],
    ["production.platform.policies", "1"],
    ["production.platform.seldon", "2"],
    ["production.platform.no-load-balancers", "3"],
    ["production.platform.seldon-crds", "1"],
    ["production.platform.seldon-operator", "2"],
  ]);
  expect(new Set(waves("clusters/production/applications/tenants"))).toEqual(new Set([undefined]));
});

test("different parts give different names", () => {
  const made = new Map<string, string>();
  const names = ["a", "b", "a-b", "platform-a", "guardrails", "tenants"];
  for (const cluster of names) {
    for (const other of names) {
      for (const part of ["guardrails", "serverconfigs", "operator", "aliases", "workloads"] as const)
        made.set(JSON.stringify(["tenant", cluster, other, part]), tenantApplication(cluster, other, part));
      made.set(JSON.stringify(["platform", cluster, other]), platformApplication(cluster, other));
    }
    for (const root of ["platform", "tenants"] as const)
      made.set(JSON.stringify(["root", cluster, root]), rootApplication(cluster, root));
  }
  expect(new Set(made.values()).size).toBe(made.size);
});

test("Argo CD ignores the replicas of an autoscaled Server", () => {
  const workloads = applications.find(
    ({ object }) => object.metadata.name === "production.recommendation-engine.workloads",
  )?.object;
  expect(workloads.spec.ignoreDifferences).toEqual([
    { group: "mlops.seldon.io", kind: "Server", name: "triton", jsonPointers: ["/spec/replicas"] },
  ]);
  expect(workloads.spec.syncPolicy.syncOptions).toContain("RespectIgnoreDifferences=true");
});

test("only the replicas of autoscaled objects are ignored, by name, and a draining tenant has no entry", () => {
  const ignoredBy = (more: string): unknown => {
    const inventory = inventoryWith(`
servers: { fixed: { template: mlserver, replicas: 2 }, scaled: { template: triton, maxReplicas: 3 } }
models:
  fixed: { storageUri: "s3://churn/f/1", requirements: [sklearn] }
  scaled: { storageUri: "s3://churn/s/1", requirements: [onnx], minReplicas: 2 }
${more}`);
    const cluster = inventory.clusters.find(({ name }) => name === "production");
    if (cluster === undefined) throw new Error("missing cluster production");
    const { objects: own } = layoutOf(inventory, { cluster, tenant: cluster.tenants[0] });
    const found = own.find(
      ({ object }) => object.metadata?.name === "production.churn.workloads" && object.kind === "Application",
    );
    return JSON.parse(JSON.stringify(found?.object)).spec.ignoreDifferences;
  };
  const entry = { group: "mlops.seldon.io", name: "scaled", jsonPointers: ["/spec/replicas"] };
  expect(ignoredBy("")).toEqual([
    { ...entry, kind: "Server" },
    { ...entry, kind: "Model" },
  ]);
  expect(ignoredBy("lifecycle: draining")).toBeUndefined();
});

test("no move to another pattern removes a kind from a project: Argo CD would never delete its objects", () => {
  const four = inventoryOf(join(import.meta.dirname, "../golden/four-patterns"));
  const kindsOf = new Map<string, Set<string>>();
  for (const cluster of four.clusters) {
    for (const tenant of [undefined, ...cluster.tenants]) {
      // A move does not change the version of Argo CD, which decides which Application contains the Namespace.
      const argoCD = { ...cluster.spec.argoCD, version: "3.5.1" };
      const same = { ...cluster, spec: { ...cluster.spec, argoCD } };
      for (const { object } of layoutOf(four, { cluster: same, tenant }).objects) {
        if (object.kind !== "AppProject") continue;
        const name = String(object.metadata?.name).replace(cluster.name, "cluster");
        const { spec } = JSON.parse(JSON.stringify(object));
        const kinds = JSON.stringify([spec.namespaceResourceWhitelist, spec.clusterResourceWhitelist]);
        kindsOf.set(name, (kindsOf.get(name) ?? new Set()).add(kinds));
      }
    }
  }
  const several = ["cluster.platform", "cluster.fraud-detection.guardrails", "cluster.fraud-detection.workloads"];
  expect([...kindsOf.keys()]).toEqual(expect.arrayContaining(several));
  for (const name of several) expect([name, kindsOf.get(name)?.size]).toEqual([name, 1]);
});
