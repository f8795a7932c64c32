import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { findings } from "../testing/command-line.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import type { Inventory } from "../validate/inventory.ts";
import { TenantName } from "../validate/terms.ts";
import { preconditions } from "./preconditions.ts";

const image = {
  image: "docker.io/seldonio/controller:patched",
  fixes: ["server-config-lookup", "watch-namespaces"],
  reason: "why",
  owner: "Platform team",
  reviewBy: "2027-06-30",
};

/** A repository with these Seldon settings on its production cluster, and with these tenants. */
function repository(seldon: object, tenants: Readonly<Record<string, string>> = {}): string {
  const root = sandbox();
  const file = join(root, "clusters/production/cluster.yaml");
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(["spec", "seldon"], JSON.parse(JSON.stringify({ components: { envoy: { replicas: 2 } }, ...seldon })));
  writeFileSync(file, String(document));
  const all = Object.keys(tenants).length > 0 ? tenants : { a: "" };
  for (const [name, more] of Object.entries(all)) write(root, `tenants/${name}.yaml`, tenantText(name, more));
  return root;
}

/** Codes and files of the findings, without the line, for tests of several findings. */
async function codes(root: string): Promise<readonly string[]> {
  return (await findings(root)).map((finding) =>
    finding.replace(/:\d+:\d+/, "").replace("clusters/production/cluster.yaml ", ""),
  );
}

const serving = (more = ""): string => `  servers: { s: { template: mlserver } }\n${more}`;

describe("the requirements of a pattern", () => {
  test.each([
    { name: "a stock pattern", seldon: { pattern: "standard" }, found: [] },
    { name: "an operator for each tenant", seldon: { pattern: "dedicated" }, found: [] },
    { name: "scoped without its image", seldon: { pattern: "scoped" }, found: ["seldon/patched-image-missing"] },
    {
      name: "enhanced with an image that has one of two fixes",
      seldon: { pattern: "enhanced", images: { controller: { ...image, fixes: ["server-config-lookup"] } } },
      found: ["seldon/patched-image-missing", "seldon/patched-image"],
    },
    {
      name: "scoped with its image: a warning in every run",
      seldon: { pattern: "scoped", images: { controller: image } },
      found: ["seldon/patched-image"],
    },
    {
      name: "an image after its review date",
      seldon: { pattern: "scoped", images: { controller: { ...image, reviewBy: "2026-11-22" } } },
      found: ["seldon/patched-image-overdue"],
    },
    {
      name: "an image on its review date",
      seldon: { pattern: "scoped", images: { controller: { ...image, reviewBy: "2026-11-23" } } },
      found: ["seldon/patched-image"],
    },
    {
      name: "an image from a registry that is not allowed",
      seldon: { pattern: "scoped", images: { controller: { ...image, image: "192.168.1.210/library/c:1" } } },
      found: ["platform/registry", "seldon/patched-image"],
    },
    {
      name: "an unneeded image",
      seldon: { pattern: "standard", images: { controller: image } },
      found: ["seldon/patched-image-unneeded"],
    },
    {
      name: "an image for the scheduler where each tenant has a scheduler",
      seldon: { pattern: "scoped", images: { controller: image, scheduler: image } },
      found: ["seldon/patched-image", "seldon/patched-image", "seldon/patched-image-unneeded"],
    },
    {
      name: "a pull secret for one of two hosts",
      seldon: {
        pattern: "enhanced",
        images: { controller: image, scheduler: { ...image, image: "harbor.acme.test/library/s:1" } },
        pullSecrets: { harbor: { registries: ["harbor.acme.test"], from: "manual" } },
      },
      found: ["seldon/patched-image", "seldon/patched-image", "seldon/pull-secret"],
    },
    {
      name: "a pull secret from an unknown store",
      seldon: {
        pattern: "scoped",
        images: { controller: image },
        pullSecrets: { harbor: { registries: ["docker.io"], from: { store: "valt", path: "harbor" } } },
      },
      found: ["reference/unknown"],
    },
    { name: "watch: all with a cluster-wide operator", seldon: { pattern: "standard", watch: "all" }, found: [] },
    {
      name: "watch: all with an operator that is not cluster-wide",
      seldon: { pattern: "enhanced", watch: "all", images: { controller: image } },
      found: ["seldon/patched-image", "seldon/watch-list"],
    },
    {
      name: "watch: all with an operator for each tenant",
      seldon: { pattern: "dedicated", watch: "all" },
      found: ["seldon/watch-list"],
    },
    {
      name: "an unknown version",
      seldon: { pattern: "standard", version: "2.10.2" },
      found: ["platform/version"],
    },
    {
      name: "an image that the chart cannot express",
      seldon: {
        pattern: "scoped",
        images: { controller: { ...image, image: `docker.io/seldonio/c@sha256:${"0".repeat(64)}` } },
      },
      found: ["input/invalid-value"],
    },
    { name: "an unknown pattern", seldon: { pattern: "standart" }, found: ["input/invalid-value"] },
  ])("$name: found $found", async ({ seldon, found }) => {
    expect([...(await codes(repository(seldon)))].sort()).toEqual([...found].sort());
  });

  test("a finding points to the line of its field", async () => {
    const root = repository({ pattern: "scoped", images: { controller: { ...image, reviewBy: "2026-01-01" } } });
    const text = readFileSync(join(root, "clusters/production/cluster.yaml"), "utf8").split("\n");
    const line = text.findIndex((candidate) => candidate.includes("reviewBy")) + 1;
    expect(await findings(root)).toEqual([
      expect.stringMatching(`^clusters/production/cluster.yaml:${line}:\\d+ seldon/patched-image-overdue$`),
    ]);
  });

  test("an operator's namespace that enforces restricted is reported", async () => {
    const root = repository({ pattern: "standard" });
    const file = join(root, "platform/platform.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("enforce: baseline }", "enforce: restricted }"));
    expect(await codes(root)).toEqual(["platform/platform.yaml seldon/pod-security"]);
  });

  test("a list of namespaces that is too long for an argument is reported", () => {
    const inventory = inventoryOf(repository({ pattern: "standard" }));
    // The longest list has 131,052 bytes: 2,912 names of 44 letters, a comma after each except the last, and 13 more letters.
    const inventoryWith = (more: number): Inventory => ({
      ...inventory,
      clusters: inventory.clusters.map((cluster) => ({
        ...cluster,
        tenants: cluster.tenants.flatMap((tenant) =>
          Array.from({ length: 2_912 }, (_, index) => ({
            ...tenant,
            name: TenantName.parse(`${"x".repeat(39 + (index < more ? 1 : 0))}-${1000 + index}`),
          })),
        ),
      })),
    });
    const found = (more: number): readonly string[] =>
      preconditions(inventoryWith(more), "2026-11-23").map(({ code }) => code);
    expect(found(13)).toEqual([]);
    expect(found(14)).toEqual(["seldon/watch-list"]);
  });
});

describe("tenants on a shared runtime", () => {
  const enhanced = { pattern: "enhanced", images: { controller: image } };
  const of = async (tenants: Readonly<Record<string, string>>, seldon: object = enhanced): Promise<readonly string[]> =>
    (await codes(repository(seldon, tenants))).filter((code) => !code.endsWith("patched-image"));
  const model = (name: string, more = ""): string =>
    `  models: { ${name}: { storageUri: "s3://mlflow-artifacts/1", requirements: [sklearn]${more} } }\n`;

  test("the same name of two Servers is reported", async () => {
    expect(await of({ a: serving(), b: serving() })).toEqual(["tenants/b.yaml seldon/shared-name"]);
  });
  test("the same name of two models is reported", async () => {
    const b = `  servers: { t: { template: mlserver } }\n${model("m")}`;
    expect(await of({ a: serving(model("m")), b })).toEqual(["tenants/b.yaml seldon/shared-name"]);
  });
  test("the same names are allowed without a shared runtime", async () => {
    expect(await of({ a: serving(model("m")), b: serving(model("m")) }, { pattern: "standard" })).toEqual([]);
  });
  test("a model that fits two Servers of its tenant is reported", async () => {
    const two = `  servers: { s: { template: mlserver }, t: { template: mlserver } }\n`;
    expect(await of({ a: two + model("m") })).toEqual(["tenants/a.yaml seldon/server-choice"]);
    expect(await of({ a: two + model("m", ", server: t") })).toEqual([]);
  });
  test("a model that fits no Server of its tenant is reported", async () => {
    expect(await of({ a: serving(model("m").replace("sklearn", "onnx")) })).toEqual([
      "tenants/a.yaml seldon/server-choice",
    ]);
  });
});

test.each([
  ["dedicated", ["tenants/a.yaml seldon/reserved-config"]],
  ["standard", []],
])("the name mlserver of a ServerConfig on %s: findings %s", async (pattern, found) => {
  const tenants = {
    a: "  serverConfigs: { mlserver: { template: mlserver } }\n  servers: { s: { config: mlserver } }\n",
  };
  expect(await codes(repository({ pattern }, tenants))).toEqual(found);
});
