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

/** A repository whose production cluster says this of Seldon, and whose tenants are these. */
function repository(seldon: object, tenants: Readonly<Record<string, string>> = {}): string {
  const root = sandbox();
  const file = join(root, "clusters/production/cluster.yaml");
  const document = parseDocument(readFileSync(file, "utf8"));
  document.setIn(["spec", "seldon"], JSON.parse(JSON.stringify(seldon)));
  writeFileSync(file, String(document));
  const all = Object.keys(tenants).length > 0 ? tenants : { a: "" };
  for (const [name, more] of Object.entries(all)) write(root, `tenants/${name}.yaml`, tenantText(name, more));
  return root;
}

/** Codes and files of what is found, without the line: where a list of them matters. */
async function codes(root: string): Promise<readonly string[]> {
  return (await findings(root)).map((finding) =>
    finding.replace(/:\d+:\d+/, "").replace("clusters/production/cluster.yaml ", ""),
  );
}

const serving = (more = ""): string => `  servers: { s: { template: mlserver } }\n${more}`;

describe("a pattern's demands", () => {
  test.each([
    { name: "a stock pattern", seldon: { pattern: "standard" }, found: [] },
    { name: "an operator of its own for each", seldon: { pattern: "dedicated" }, found: [] },
    { name: "scoped without its image", seldon: { pattern: "scoped" }, found: ["seldon/patched-image-missing"] },
    {
      name: "enhanced with an image that does half of it",
      seldon: { pattern: "enhanced", images: { controller: { ...image, fixes: ["server-config-lookup"] } } },
      found: ["seldon/patched-image-missing", "seldon/patched-image"],
    },
    {
      name: "scoped with its image: a debt, said each time",
      seldon: { pattern: "scoped", images: { controller: image } },
      found: ["seldon/patched-image"],
    },
    {
      name: "an image past its day of review",
      seldon: { pattern: "scoped", images: { controller: { ...image, reviewBy: "2026-11-22" } } },
      found: ["seldon/patched-image-overdue"],
    },
    {
      name: "an image on its day of review",
      seldon: { pattern: "scoped", images: { controller: { ...image, reviewBy: "2026-11-23" } } },
      found: ["seldon/patched-image"],
    },
    {
      name: "an image of a registry that is not allowed",
      seldon: { pattern: "scoped", images: { controller: { ...image, image: "192.168.1.210/library/c:1" } } },
      found: ["platform/registry", "seldon/patched-image"],
    },
    {
      name: "an image where none is needed",
      seldon: { pattern: "standard", images: { controller: image } },
      found: ["seldon/patched-image-unneeded"],
    },
    {
      name: "a scheduler's image where each tenant has a scheduler",
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
      name: "a pull secret out of a store that nobody knows",
      seldon: {
        pattern: "scoped",
        images: { controller: image },
        pullSecrets: { harbor: { registries: ["docker.io"], from: { store: "valt", path: "harbor" } } },
      },
      found: ["reference/unknown"],
    },
    { name: "watching all, where an operator can", seldon: { pattern: "standard", watch: "all" }, found: [] },
    {
      name: "watching all, where the operator is not cluster-wide",
      seldon: { pattern: "enhanced", watch: "all", images: { controller: image } },
      found: ["seldon/patched-image", "seldon/watch-list"],
    },
    {
      name: "watching all, each its own",
      seldon: { pattern: "dedicated", watch: "all" },
      found: ["seldon/watch-list"],
    },
    {
      name: "a version that nobody described",
      seldon: { pattern: "standard", version: "2.10.2" },
      found: ["platform/version"],
    },
    {
      name: "an image that the chart could not put together",
      seldon: {
        pattern: "scoped",
        images: { controller: { ...image, image: `docker.io/seldonio/c@sha256:${"0".repeat(64)}` } },
      },
      found: ["input/invalid-value"],
    },
    { name: "no such pattern", seldon: { pattern: "standart" }, found: ["input/invalid-value"] },
  ])("$name: found $found", async ({ seldon, found }) => {
    expect([...(await codes(repository(seldon)))].sort()).toEqual([...found].sort());
  });

  test("each stands at its line", async () => {
    const root = repository({ pattern: "scoped", images: { controller: { ...image, reviewBy: "2026-01-01" } } });
    const text = readFileSync(join(root, "clusters/production/cluster.yaml"), "utf8").split("\n");
    const line = text.findIndex((candidate) => candidate.includes("reviewBy")) + 1;
    expect(await findings(root)).toEqual([
      expect.stringMatching(`^clusters/production/cluster.yaml:${line}:\\d+ seldon/patched-image-overdue$`),
    ]);
  });

  test("the operator's namespace lets its pod in", async () => {
    const root = repository({ pattern: "standard" });
    const file = join(root, "platform/platform.yaml");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("enforce: baseline }", "enforce: restricted }"));
    expect(await codes(root)).toEqual(["platform/platform.yaml seldon/pod-security"]);
  });

  test("a list of namespaces that no process could be given", () => {
    const inventory = inventoryOf(repository({ pattern: "standard" }));
    // The longest list is 131,052 bytes long: 2,912 names of 44 letters with a comma after each but the last, and 13 letters more.
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

describe("what tenants share on a shared runtime", () => {
  const enhanced = { pattern: "enhanced", images: { controller: image } };
  const of = async (tenants: Readonly<Record<string, string>>, seldon: object = enhanced): Promise<readonly string[]> =>
    (await codes(repository(seldon, tenants))).filter((code) => !code.endsWith("patched-image"));
  const model = (name: string, more = ""): string =>
    `  models: { ${name}: { storageUri: "s3://mlflow-artifacts/1", requirements: [sklearn]${more} } }\n`;

  test("one name for two Servers", async () => {
    expect(await of({ a: serving(), b: serving() })).toEqual(["tenants/b.yaml seldon/shared-name"]);
  });
  test("one name for two models", async () => {
    const b = `  servers: { t: { template: mlserver } }\n${model("m")}`;
    expect(await of({ a: serving(model("m")), b })).toEqual(["tenants/b.yaml seldon/shared-name"]);
  });
  test("the same names where nothing is shared", async () => {
    expect(await of({ a: serving(model("m")), b: serving(model("m")) }, { pattern: "standard" })).toEqual([]);
  });
  test("a model that two Servers of its own fit", async () => {
    const two = `  servers: { s: { template: mlserver }, t: { template: mlserver } }\n`;
    expect(await of({ a: two + model("m") })).toEqual(["tenants/a.yaml seldon/server-choice"]);
    expect(await of({ a: two + model("m", ", server: t") })).toEqual([]);
  });
  test("a model that no Server of its own fits", async () => {
    expect(await of({ a: serving(model("m").replace("sklearn", "onnx")) })).toEqual([
      "tenants/a.yaml seldon/server-choice",
    ]);
  });
});

test.each([
  ["dedicated", ["tenants/a.yaml seldon/reserved-config"]],
  ["standard", []],
])("a ServerConfig called mlserver on %s", async (pattern, found) => {
  const tenants = {
    a: "  serverConfigs: { mlserver: { template: mlserver } }\n  servers: { s: { config: mlserver } }\n",
  };
  expect(await codes(repository({ pattern }, tenants))).toEqual(found);
});
