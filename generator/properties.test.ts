import { readFileSync, rmSync, utimesSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { layoutOf } from "./gate/layout-of.ts";
import { objectFile } from "./layout/unit-layout.ts";
import { loadRepository } from "./load/load-repository.ts";
import { parseYaml } from "./load/parse-yaml.ts";
import { shippedAddons, shippedCharts } from "./load/shipped-addons.ts";
import { preconditions } from "./patterns/preconditions.ts";
import { tenantry } from "./testing/command-line.ts";
import { malformedValue, malformedVariants } from "./testing/malformed.ts";
import { sampleByHand } from "./testing/sample-by-hand.ts";
import { runCount } from "./testing/sampling.ts";
import { sandbox, treeOf, write } from "./testing/sandbox.ts";
import { validateInventory } from "./validate/validate-inventory.ts";

/** The generated files of a folder. */
function generated(root: string): ReadonlyMap<string, string> {
  return new Map([...treeOf(root, "clusters")].filter(([file]) => !file.endsWith("/cluster.yaml")).sort());
}

test("files and maps in any order give the same bytes", async () => {
  const plain = sandbox("all");
  await tenantry(plain, ["build"]);
  const shuffled = sandbox();
  const sources = [
    ...treeOf(plain, "tenants"),
    ...[...treeOf(plain)].filter(([file]) => /\/(platform|cluster)\.yaml$/.test(file)),
  ];
  for (const [file, text] of sources.reverse()) write(shuffled, file, stringify(reversed(parse(text))));
  for (const [file] of treeOf(shuffled, "tenants")) utimesSync(join(shuffled, file), 0, 0);
  expect(await tenantry(shuffled, ["build"])).toMatchObject({ code: 0 });
  expect(generated(shuffled)).toEqual(generated(plain));
});

test("a new tenant changes only its own files and the lists of tenants, and its removal reverts exactly these", async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  const before = generated(root);
  const file = "tenants/late-comer.yaml";
  write(
    root,
    file,
    (treeOf(root).get("tenants/fraud-detection.yaml") ?? "")
      .replace("name: fraud-detection", "name: late-comer")
      .replace("cpu: 20, memory: 40Gi", "cpu: 5, memory: 10Gi")
      .replace("cpu: 8, memory: 16Gi", "cpu: 2, memory: 4Gi"),
  );
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  const after = generated(root);
  const changed = [...after].filter(([path, text]) => before.get(path) !== text).map(([path]) => path);
  const own =
    /^clusters\/(production|staging)\/(applications|overlays|rendered)\/(tenants|platform\/tenant-namespaces)\/late-comer\//;
  expect(changed.filter((path) => own.test(path)).length).toBeGreaterThan(60);
  // If one operator watches a list of namespaces, the list is shared. With an operator for each tenant, no file is shared.
  expect(changed.filter((path) => !own.test(path)).sort()).toEqual([
    "clusters/production/applications/platform/application-seldon-operator.yaml",
    "clusters/production/overlays/platform/policies/resources.yaml",
    "clusters/production/overlays/platform/seldon/resources.yaml",
    "clusters/production/rendered/platform/policies/configmap-tenantry-policies.yaml",
    "clusters/production/rendered/platform/seldon/networkpolicy-to-schedulers.yaml",
    "clusters/staging/overlays/platform/policies/resources.yaml",
    "clusters/staging/rendered/platform/policies/configmap-tenantry-policies.yaml",
  ]);
  // It cannot be removed at once: its models would wait for a deleted scheduler.
  const text = treeOf(root).get(file) ?? "";
  rmSync(join(root, file));
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 1 });
  for (const state of ["draining", "drained"]) {
    write(root, file, text.replace("spec:\n", `spec:\n  lifecycle: ${state}\n`));
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  }
  rmSync(join(root, file));
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect(generated(root)).toEqual(before);
});

test("the removal of a cluster deletes its generated files, and nothing else", async () => {
  const root = sandbox("all");
  await tenantry(root, ["build"]);
  for (const [file, text] of treeOf(root, "tenants"))
    write(
      root,
      file,
      text.replace(/^ {4}staging:(.|\n)*?(?=^ {4}production|\n {2}\S)/m, "").replace("staging: {}, ", ""),
    );
  rmSync(join(root, "clusters/staging/cluster.yaml"));
  const platform = readFileSync(join(root, "platform/platform.yaml"), "utf8");
  write(root, "platform/platform.yaml", platform.replace("spec:\n", "spec:\n  lostClusters: { staging: closed }\n"));
  write(root, "clusters/staging/notes.md", "mine\n");
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  expect([...treeOf(root, "clusters/staging").keys()]).toEqual(["clusters/staging/notes.md"]);
});

test("the YAML reader does not throw or hang on any text", () => {
  const fragment = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "- ",
      "? ",
      ": ",
      "{",
      "}",
      "[",
      "]",
      "&a ",
      "*a",
      "<<: ",
      "!!str ",
      "|\n",
      ">\n",
      "\n",
      "  ",
      "\t",
      "#",
      "'",
      '"',
      "---\n",
      "...\n",
      "a: ",
      "%YAML 1.1\n",
    ),
  );
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 60 }), (parts) => {
      const read = parseYaml({ file: "x.yaml", text: parts.join("") });
      if (!read.ok) expect(read.diagnostics.length).toBeGreaterThan(0);
    }),
    { numRuns: 1_000 },
  );
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, reversed(child)]),
  );
}

const pinnedModule = {
  apiVersion: "tenantry.dev/v1alpha1",
  kind: "Schemas",
  spec: {
    kubernetes: { "1.35.4": "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=" },
    modules: {
      "example.com/crds": {
        version: "v1.0.0",
        sum: "h1:o/8dBC/pHVpYoGV4OAIytAlNPZbdYVTXJHoYvXC4qzM=",
        crds: ["crds/widgets.yaml"],
      },
    },
  },
};

test("any value in the place of any input value is rejected at a position in a file, or yields a tree", () => {
  const documents = loadRepository(sampleByHand());
  if (!documents.ok) throw new Error("the sample does not load");
  const { platform, clusters, tenants, components, healthChecks } = documents.value;
  const schemas = { source: { file: "platform/schemas.yaml", text: "" }, value: pinnedModule };
  const sources = [...(platform === undefined ? [] : [platform]), schemas, ...clusters, ...tenants];
  const change = fc.record({
    file: fc.nat(),
    choices: fc.array(fc.nat(), { minLength: 3, maxLength: 8 }),
    value: fc.oneof(
      malformedValue,
      fc.constantFrom("mlserver", "churn", "2Gi", "4", "10.1.0.0/16", true, 1, 7, [], {}),
    ),
  });
  let refused = 0;
  let built = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
      const corrupted = [...sources];
      for (const { file, choices, value } of changes) {
        const index = file % corrupted.length;
        const item = corrupted[index];
        if (item !== undefined) corrupted[index] = { ...item, value: malformedVariants(item.value, choices, value) };
      }
      const of = (folder: string): typeof corrupted => corrupted.filter(({ source }) => source.file.startsWith(folder));
      const outcome = validateInventory({
        platform: of("platform/platform")[0],
        schemas: of("platform/schemas")[0],
        schemaFiles: [],
        addons: [],
        shippedAddons: shippedAddons(),
        charts: [],
        shippedCharts: shippedCharts(),
        clusters: of("clusters/"),
        tenants: of("tenants/"),
        components,
        healthChecks,
      });
      for (const { at, message } of outcome.diagnostics) {
        expect(corrupted.map(({ source }) => source.file)).toContain(at.file);
        expect(message).not.toBe("");
      }
      if (!outcome.ok) {
        refused += 1;
        expect(outcome.diagnostics.some(({ severity }) => severity === "error")).toBe(true);
        return;
      }
      built += 1;
      preconditions(outcome.value, "2026-11-23");
      for (const cluster of outcome.value.clusters)
        for (const tenant of [undefined, ...cluster.tenants])
          for (const { object } of layoutOf(outcome.value, { cluster, tenant }).objects)
            expect(objectFile(object)).toContain("apiVersion");
    }),
    { numRuns: runCount(600, 6) },
  );
  expect(Math.min(refused, built)).toBeGreaterThan(0);
});
