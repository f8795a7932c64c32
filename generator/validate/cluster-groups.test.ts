import { describe, expect, test } from "vitest";
import { locate } from "../load/locate.ts";
import { documentsOf, inventoryOf } from "../testing/inventory.ts";
import { addCluster, mergeSpec, sandbox, tenantText, write } from "../testing/sandbox.ts";
import type { Inventory, Origin, TenantEntry } from "./inventory.ts";
import type { RawMap } from "./merge.ts";
import { validateInventory } from "./validate-inventory.ts";

/** paris and lyon in the group eu, paris also in gpu, and production and staging without groups. */
function repository(clusters: string, more = "", platform: RawMap = {}): string {
  const root = sandbox();
  addCluster(root, "paris", 30, {
    metadata: { labels: { "acme.test/region": "eu" } },
    spec: { groups: ["eu", "gpu"], environment: "production" },
  });
  addCluster(root, "lyon", 40, {
    metadata: { labels: { "acme.test/region": "eu" } },
    spec: { groups: ["eu"], environment: "staging" },
  });
  mergeSpec(root, "platform/platform.yaml", platform);
  write(root, "tenants/churn.yaml", tenantText("churn", more).replace("clusters: { production: {} }", clusters));
  return root;
}

const placementsIn = (inventory: Inventory): Readonly<Record<string, TenantEntry["placements"]>> =>
  Object.fromEntries(
    inventory.clusters.flatMap(({ name, tenants }) => tenants.map(({ placements }) => [name, placements])),
  );

const findingsIn = (root: string): readonly string[] => {
  const { diagnostics } = validateInventory(documentsOf(root));
  return diagnostics.map(({ at, code, message }) => `${at.file}:${at.line}:${at.column} ${code} ${message}`);
};

const churnOn = (root: string, cluster: string): TenantEntry => {
  const tenant = inventoryOf(root).clusters.find(({ name }) => name === cluster)?.tenants[0];
  if (tenant === undefined) throw new Error(`churn is not on ${cluster}`);
  return tenant;
};

const place = ({ source, path }: Origin): string => {
  const { file, line, column } = locate(source, path, "key");
  return `${file}:${line}:${column}`;
};

describe("a tenant runs on the union of the clusters that its fields select", () => {
  const byName = { by: "name" };
  const bySelector = { by: "selector" };
  const byGroup = (group: string): object => ({ by: "group", group });

  test.each([
    { clusters: "clusterGroups: { eu: {} }", on: { paris: [byGroup("eu")], lyon: [byGroup("eu")] } },
    {
      clusters: "clusterGroups: { gpu: {}, eu: null }",
      on: { paris: [byGroup("eu"), byGroup("gpu")], lyon: [byGroup("eu")] },
    },
    { clusters: "clusters: {}\n  clusterGroups: { gpu: {} }", on: { paris: [byGroup("gpu")] } },
    {
      clusters: "clusters: { paris: null, production: {} }\n  clusterGroups: { gpu: {} }",
      on: { paris: [byName, byGroup("gpu")], production: [byName] },
    },
    {
      clusters: "clusterGroups: { eu: {} }\n  excludeClusters: [lyon]",
      on: { paris: [byGroup("eu")] },
    },
    {
      clusters: "clusterSelector: { matchLabels: { acme.test/region: eu, tenantry.dev/environment: staging } }",
      on: { lyon: [bySelector] },
    },
    {
      clusters: "clusterSelector: { matchLabels: { tenantry.dev/cluster: paris } }",
      on: { paris: [bySelector] },
    },
    {
      clusters:
        "clusterSelector: { matchExpressions: [{ key: acme.test/region, operator: NotIn, values: [eu] }, { key: tenantry.dev/environment, operator: Exists }] }",
      on: { production: [bySelector], staging: [bySelector] },
    },
    {
      clusters: "clusterSelector: {}",
      on: { production: [bySelector], staging: [bySelector], paris: [bySelector], lyon: [bySelector] },
    },
  ])("$clusters: $on", ({ clusters, on }) => {
    expect(placementsIn(inventoryOf(repository(clusters)))).toEqual(on);
  });

  test("a mistake elsewhere in a cluster's file does not change its groups", () => {
    const root = repository("clusterGroups: { gpu: {} }");
    mergeSpec(root, "clusters/paris/cluster.yaml", { network: { cni: "flannel" } });
    expect(findingsIn(root)).toEqual([
      expect.stringMatching(/^clusters\/paris\/cluster.yaml:.* input\/invalid-value invalid value of spec.network.cni/),
    ]);
  });
});

describe("an override replaces the values of the layers below", () => {
  const fields = "clusters: { paris: { labels: { acme.test/d: paris } } }";
  const groups =
    "  clusterGroups:\n    gpu: { labels: { acme.test/c: gpu, acme.test/d: gpu } }\n    eu: { labels: { acme.test/b: eu, acme.test/c: eu, acme.test/d: eu } }";
  const own = "  labels: { acme.test/a: spec, acme.test/b: spec, acme.test/c: spec, acme.test/d: spec }";
  const root = (): string => repository(fields, `${groups}\n${own}`);

  test("the spec, the groups in the order of the cluster, the cluster", () => {
    expect(churnOn(root(), "paris").spec.labels).toEqual({
      "acme.test/a": "spec",
      "acme.test/b": "eu",
      "acme.test/c": "gpu",
      "acme.test/d": "paris",
    });
    expect(churnOn(root(), "lyon").spec.labels).toEqual({
      "acme.test/a": "spec",
      "acme.test/b": "eu",
      "acme.test/c": "eu",
      "acme.test/d": "eu",
    });
  });

  test("each value has the position of the layer that sets it", () => {
    const tenant = churnOn(root(), "paris");
    const keys = ["acme.test/a", "acme.test/b", "acme.test/c", "acme.test/d"];
    expect(keys.map((key) => place(tenant.at("labels", key)))).toEqual([
      "tenants/churn.yaml:10:13",
      "tenants/churn.yaml:9:21",
      "tenants/churn.yaml:8:22",
      "tenants/churn.yaml:6:34",
    ]);
    expect(place(tenant.at())).toBe("tenants/churn.yaml:6:15");
    expect(place(churnOn(root(), "lyon").at())).toBe("tenants/churn.yaml:9:5");
  });
});

describe("defaults and components for all tenants, a group and a cluster", () => {
  const platform = {
    tenants: {
      defaults: { labels: { "acme.test/a": "all", "acme.test/b": "all", "acme.test/c": "all", "acme.test/d": "all" } },
      components: ["disruption-budget"],
      groups: {
        eu: { defaults: { labels: { "acme.test/b": "eu", "acme.test/c": "eu", "acme.test/d": "eu" } } },
      },
    },
  };
  const root = (more: string): string => {
    const folder = repository("clusterGroups: { eu: {} }", more, platform);
    mergeSpec(folder, "clusters/paris/cluster.yaml", {
      tenants: { defaults: { labels: { "acme.test/c": "paris", "acme.test/d": "paris" } } },
    });
    return folder;
  };

  test("the tenant's own value replaces them all, and null removes them", () => {
    const tenant = churnOn(root("  labels: { acme.test/d: own, acme.test/a: null }"), "paris");
    expect(tenant.spec.labels).toEqual({ "acme.test/b": "eu", "acme.test/c": "paris", "acme.test/d": "own" });
    expect(["b", "c", "d"].map((key) => tenant.at("labels", `acme.test/${key}`).source.file)).toEqual([
      "platform/platform.yaml",
      "clusters/paris/cluster.yaml",
      "tenants/churn.yaml",
    ]);
    expect(tenant.at().source.file).toBe("tenants/churn.yaml");
  });

  test("a tenant keeps the platform's components, and each component has its own position", () => {
    const folder = root("  components: [own, disruption-budget]");
    for (const name of ["own", "of-paris"])
      write(
        folder,
        `platform/components/${name}/kustomization.yaml`,
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
      );
    mergeSpec(folder, "clusters/paris/cluster.yaml", { tenants: { components: ["of-paris", "disruption-budget"] } });
    const tenant = churnOn(folder, "paris");
    expect(tenant.spec.components).toEqual(["disruption-budget", "of-paris", "own"]);
    expect([0, 1, 2].map((index) => tenant.at("components", index).source.file)).toEqual([
      "platform/platform.yaml",
      "clusters/paris/cluster.yaml",
      "tenants/churn.yaml",
    ]);
    expect(place(tenant.at("components", 2))).toBe("tenants/churn.yaml:7:16");
  });

  test("a null in a tenant's file that removes no default is a mistake", () => {
    expect(findingsIn(root("  models:"))).toEqual([
      "tenants/churn.yaml:7:10 input/wrong-type invalid type of models: expected a map, got no value",
    ]);
  });
});

describe("mistakes", () => {
  test.each([
    {
      name: "an unknown group",
      clusters: "clusterGroups: { euu: {} }",
      found: ["tenants/churn.yaml:6:20 reference/unknown unknown cluster group euu in spec.groups of any cluster"],
    },
    {
      name: "a selector of a label that no cluster has",
      clusters: "clusterSelector: { matchLabels: { acme.test/region: us } }",
      found: ["tenants/churn.yaml:6:3 reference/no-cluster invalid clusterSelector: it selects no cluster"],
    },
    {
      name: "an unknown operator",
      clusters: "clusterSelector: { matchExpressions: [{ key: acme.test/region, operator: Is, values: [eu] }] }",
      found: [
        "tenants/churn.yaml:6:76 input/invalid-value invalid value of spec.clusterSelector.matchExpressions.0.operator",
      ],
    },
    {
      name: "an operator without its values",
      clusters: "clusterSelector: { matchExpressions: [{ key: acme.test/region, operator: In }] }",
      found: [
        "tenants/churn.yaml:6:41 input/invalid-value invalid value of spec.clusterSelector.matchExpressions.0: the operator In needs values",
      ],
    },
    {
      name: "an operator with values that it does not have",
      clusters: "clusterSelector: { matchExpressions: [{ key: a, operator: Exists, values: [eu] }] }",
      found: [
        "tenants/churn.yaml:6:69 input/invalid-value invalid value of spec.clusterSelector.matchExpressions.0.values: the operator Exists has no values",
      ],
    },
    {
      name: "every cluster is excluded",
      clusters: "clusterGroups: { gpu: {} }\n  excludeClusters: [paris]",
      found: [
        "tenants/churn.yaml:7:3 reference/no-cluster invalid excludeClusters: it excludes every cluster of the tenant",
      ],
    },
    {
      name: "an unknown excluded cluster",
      clusters: "clusterGroups: { gpu: {} }\n  excludeClusters: [pariss]",
      found: ["tenants/churn.yaml:7:21 reference/unknown unknown cluster pariss"],
    },
    {
      name: "a cluster that is named and excluded",
      clusters: "clusters: { paris: {} }\n  excludeClusters: [paris]",
      found: [
        "tenants/churn.yaml:7:21 reference/ambiguous duplicate cluster paris: it is in both spec.clusters and spec.excludeClusters",
      ],
    },
    {
      name: "no field that selects clusters",
      clusters: "quota: {}",
      found: ["tenants/churn.yaml:4:1 input/missing-field missing field spec.clusters"],
    },
    {
      name: "empty clusters alone",
      clusters: "clusters: {}\n  clusterGroups: {}",
      found: [
        "tenants/churn.yaml:6:3 input/invalid-value invalid value of spec.clusters: it must name at least one cluster",
      ],
    },
    {
      name: "an override of the owner for a group",
      clusters: "clusterGroups: { eu: { owner: { team: Other } } }",
      found: [
        "tenants/churn.yaml:6:26 input/not-overridable invalid override of owner: this field must be the same on every cluster",
      ],
    },
    {
      name: "clusters inside an override",
      clusters: "clusterGroups: { eu: { excludeClusters: [paris] } }",
      found: [
        "tenants/churn.yaml:6:26 input/not-overridable invalid override of excludeClusters: this field must be the same on every cluster",
      ],
    },
    {
      name: "an override of an entry that the spec does not have",
      clusters: "clusterGroups: { eu: { models: { fraud: { memory: 1Gi } } } }",
      found: [
        "tenants/churn.yaml:6:36 reference/unknown unknown models.fraud: group eu overrides it, but spec.models does not declare it",
      ],
    },
    {
      name: "a label of the selector with the name of a built-in property",
      clusters: "clusterSelector: { matchLabels: { toString: x } }",
      found: ["tenants/churn.yaml:6:3 reference/no-cluster invalid clusterSelector: it selects no cluster"],
    },
  ])("$name: $found", ({ clusters, found }) => {
    expect(findingsIn(repository(clusters))).toEqual(found);
  });

  test.each([
    {
      name: "a default that only a tenant can set",
      tenants: { defaults: { models: {} } },
      found: ["input/not-overridable invalid default of models: only a tenant's own file can set this field"],
    },
    {
      name: "a default that selects clusters",
      tenants: { defaults: { clusterSelector: {} } },
      found: ["input/not-overridable invalid default of clusterSelector: only a tenant's own file can set this field"],
    },
    {
      name: "a misspelt default",
      tenants: { defaults: { lables: { a: "b" } } },
      found: ["input/unknown-field unknown field lables"],
    },
    {
      name: "a default with a wrong type",
      tenants: { defaults: { quota: { gpus: "two" } } },
      found: ["input/wrong-type invalid type of quota.gpus: expected an integer, got a string"],
    },
    {
      name: "an incomplete default",
      tenants: { defaults: { pullSecrets: { harbor: {} } } },
      found: ["input/missing-field missing field pullSecrets.harbor.registry"],
    },
    {
      name: "a null without anything below it",
      tenants: { defaults: { labels: null } },
      found: ["input/wrong-type invalid type of labels: expected a map, got no value"],
    },
    {
      name: "an unknown component",
      tenants: { components: ["budgets"] },
      found: ["reference/unknown unknown component budgets in platform/components/"],
    },
    {
      name: "an unknown group",
      tenants: { groups: { us: { components: [] } } },
      found: ["reference/unknown unknown cluster group us in spec.groups of any cluster"],
    },
  ])("$name is found before the first tenant: $found", ({ tenants, found }) => {
    const root = sandbox();
    mergeSpec(root, "platform/platform.yaml", { tenants });
    const withoutPlaces = findingsIn(root).map((finding) => finding.replace(/^platform\/platform.yaml:\d+:\d+ /, ""));
    expect(withoutPlaces).toEqual(found);
  });

  test("a default that breaks a limit on some clusters names them", () => {
    const root = repository("clusterGroups: { eu: {} }", "", {
      tenants: { groups: { gpu: { defaults: { quota: { requests: { cpu: 100 } } } } } },
    });
    expect(findingsIn(root)).toEqual([expect.stringMatching(/^platform\/platform.yaml:.* platform\/limits .*paris/)]);
  });

  test("a group that a cluster lists twice is a duplicate item", () => {
    const root = repository("clusterGroups: { eu: {} }");
    mergeSpec(root, "clusters/lyon/cluster.yaml", { groups: ["eu", "eu"] });
    expect(findingsIn(root)).toEqual([expect.stringMatching(/input\/invalid-value .*spec.groups.1: duplicate item/)]);
  });
});

test.each([
  { name: "of one environment", environment: "production", found: [] },
  {
    name: "of different environments",
    environment: "eu",
    found: [
      "clusters/production/cluster.yaml:8:10 reference/ambiguous duplicate order of production: paris, a cluster of another environment, has the same order",
    ],
  },
])("two clusters $name with the same order: found $found", ({ environment, found }) => {
  const root = repository("clusters: { production: {} }");
  mergeSpec(root, "clusters/paris/cluster.yaml", { order: 20, environment });
  expect(findingsIn(root)).toEqual(found);
});

describe("placeholders in the storageUri of a model", () => {
  const serving = (storageUri: string): string =>
    `\n  servers: { mlserver: { template: mlserver } }\n  models: { churn: { storageUri: "${storageUri}", requirements: [sklearn] } }\n`;
  const located = { artifactStores: { minio: { locations: ["s3://{environment}/{cluster}/{tenant}/"] } } };
  const onBoth = "clusters: { paris: {}, lyon: {} }";

  test("stand for the names of each cluster", () => {
    const root = repository(onBoth, serving("s3://{environment}/{cluster}/churn/7"), located);
    expect(churnOn(root, "paris").spec.models["churn"]?.storageUri).toBe("s3://production/paris/churn/7");
    expect(churnOn(root, "lyon").spec.models["churn"]?.storageUri).toBe("s3://staging/lyon/churn/7");
    expect(churnOn(root, "lyon").writtenStorageUris).toEqual({ churn: "s3://{environment}/{cluster}/churn/7" });
  });

  test.each([
    [
      "s3://{environment}/{cluster}/fraud/7",
      "invalid storageUri s3://production/paris/fraud/7: it is in no artifact store of churn",
    ],
    ["s3://{environment}/{cluster}/{tenant}/7", "unknown placeholder {tenant}"],
    ["s3://{environment}/{cluster}/../churn/7", "it must be scheme://bucket/path, without dot segments"],
  ])("%s is rejected: %s", (storageUri, message) => {
    const found = findingsIn(repository(onBoth, serving(storageUri), located));
    expect(found).toContainEqual(expect.stringContaining(message));
  });
});

test("a group with the name of another cluster is ambiguous, and one with the cluster's own name is not", () => {
  const root = sandbox();
  addCluster(root, "paris", 30, { spec: { groups: ["paris", "staging"] } });
  const { diagnostics } = validateInventory(documentsOf(root));
  expect(diagnostics.map(({ at, code, message }) => `${at.file} ${code} ${message}`)).toContain(
    "clusters/paris/cluster.yaml reference/ambiguous duplicate name staging: a group and another cluster have this name",
  );
  expect(diagnostics.filter(({ code }) => code === "reference/ambiguous")).toHaveLength(1);
});

test.each(["constructor", "prototype"])("a group %s is rejected, because no tenant could name it", (group) => {
  const root = sandbox();
  addCluster(root, "paris", 30, { spec: { groups: [group] } });
  expect(findingsIn(root)).toContainEqual(expect.stringContaining("this word is not allowed as a name"));
});
