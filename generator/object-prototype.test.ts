import { describe, expect, test } from "vitest";
import { layoutOf } from "./gate/layout-of.ts";
import { loadRepository, type RepositoryDocuments } from "./load/load-repository.ts";
import type { Path, SourceDocument } from "./load/source.ts";
import { preconditions } from "./patterns/preconditions.ts";
import { inventoryFindings } from "./rules/run-rules.ts";
import { rules } from "./rules/table.ts";
import { sampleByHand } from "./testing/sample-by-hand.ts";
import { shareOf } from "./testing/sampling.ts";
import { isMap } from "./validate/merge.ts";
import { TenantSpec } from "./validate/tenant.ts";
import { validateInventory } from "./validate/validate-inventory.ts";

/** Properties of every JavaScript object: a lookup of such a name returns a function. */
const names = Object.getOwnPropertyNames(Object.prototype);

const owner = { team: "Team", contact: "team@acme.test", github: "acme/team" };
/** A spec with a value in every place that can contain a name. */
const spec = {
  owner,
  clusters: { production: { labels: { a: "b" }, quota: { objects: { pods: 10 } } } },
  labels: { a: "b" },
  nodePool: "gpu",
  quota: { size: "small", objects: { secrets: 20 } },
  serverConfigs: { own: { template: "mlserver", environment: { A: "b" }, storage: { class: "fast" } } },
  servers: { s: { template: "mlserver" }, t: { config: "own", capabilities: ["sklearn"] } },
  models: {
    m: { storageUri: "s3://rich/m", requirements: ["sklearn"], server: "s", secret: "artifacts" },
    n: { storageUri: "s3://rich/n", requirements: ["sklearn"], parameters: { a: "b" } },
    x: { storageUri: "s3://rich/x", requirements: ["sklearn"], explainer: { type: "anchor_tabular", model: "m" } },
  },
  pipelines: { p: { steps: { m: {}, n: { inputs: ["m"], triggers: ["m"] } }, output: ["n"] } },
  experiments: { e: { default: "m", candidates: { m: 1, n: 1 }, mirror: { name: "x", percent: 5 } } },
  secrets: { artifacts: { keys: ["s3"], from: { store: "vault", path: "artifacts/s3" } } },
  access: { groups: { analysts: "viewer" }, serviceAccounts: { trainer: "viewer" } },
  network: {
    needs: ["mlflow"],
    callers: ["ingress"],
    tenants: { calls: ["other"], calledBy: ["other"] },
    external: { bureau: { cidrs: ["203.0.113.0/24"], ports: [{ port: 443 }], why: "Bureau" } },
  },
  seldon: { components: { envoy: { image: "docker.io/seldonio/seldon-envoy:2.9.1" } } },
  storage: { data: { size: "1Gi", class: "fast" } },
  routes: { r: { to: { model: "m" }, authentication: { clientCertificate: { authority: "partners" } } } },
  components: ["disruption-budget"],
  waivers: { "network/internet-without-exceptions": { reason: "R", owner: "Team", expires: "2027-03-31" } },
};

const other = {
  owner,
  clusters: { production: {} },
  servers: { s: { template: "mlserver" } },
  network: { tenants: { calls: ["rich"], calledBy: ["rich"] } },
};

const documents: RepositoryDocuments = { ...own(), tenants: [tenant("other", other), tenant("rich", spec)] };

function own(): RepositoryDocuments {
  const loaded = loadRepository(sampleByHand());
  if (!loaded.ok) throw new Error("the sample does not load");
  return loaded.value;
}

function tenant(name: string, content: object): SourceDocument {
  const value = { apiVersion: "tenantry.dev/v1alpha1", kind: "Tenant", metadata: { name }, spec: content };
  return { source: { file: `tenants/${name}.yaml`, text: JSON.stringify(value) }, value };
}

interface Place {
  readonly document: SourceDocument;
  readonly path: Path;
  readonly part: "key" | "value";
}

function* placesOf(document: SourceDocument, value: unknown, path: Path = []): Iterable<Place> {
  if (typeof value === "string") yield { document, path, part: "value" };
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* placesOf(document, item, [...path, index]);
  if (!isMap(value)) return;
  for (const [key, item] of Object.entries(value)) {
    yield { document, path: [...path, key], part: "key" };
    yield* placesOf(document, item, [...path, key]);
  }
}

/** Data with a name in one place. As in parsed YAML, `__proto__` is an ordinary key. */
function named(data: unknown, [step, ...rest]: Path, part: "key" | "value", name: string): unknown {
  if (step === undefined) return name;
  if (Array.isArray(data)) return data.with(Number(step), named(data[Number(step)], rest, part, name));
  if (!isMap(data)) return data;
  const last = rest.length === 0 && part === "key";
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      if (key !== step) return [key, value];
      return last ? [name, value] : [key, named(value, rest, part, name)];
    }),
  );
}

const sources = [
  ...(documents.platform === undefined ? [] : [documents.platform]),
  ...documents.clusters,
  ...documents.tenants,
];

/** Runs all stages before rendering, with one document replaced. */
function outcomeOf(before: SourceDocument, after: SourceDocument): void {
  const swapped = (document: SourceDocument): SourceDocument => (document === before ? after : document);
  const outcome = validateInventory({
    ...documents,
    platform: documents.platform === undefined ? undefined : swapped(documents.platform),
    clusters: documents.clusters.map(swapped),
    tenants: documents.tenants.map(swapped),
  });
  for (const { at } of outcome.diagnostics) expect(sources.map(({ source }) => source.file)).toContain(at.file);
  if (!outcome.ok) return;
  preconditions(outcome.value, "2026-11-23");
  inventoryFindings(outcome.value, rules);
  for (const cluster of outcome.value.clusters)
    for (const item of [undefined, ...cluster.tenants]) layoutOf(outcome.value, { cluster, tenant: item });
}

/** One document of each kind. The others have the same fields. */
const examples = sources.filter(({ source }) => /platform|production|rich/.test(source.file));

describe("a property of every JavaScript object is an ordinary name, in every place of every file", () => {
  test("the unchanged files pass", () => {
    const outcome = validateInventory(documents);
    expect(outcome.diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual(
      [],
    );
    // Otherwise a field with names that this test does not cover would go unnoticed.
    const left = Object.keys(TenantSpec.shape).filter((field) => !(field in spec));
    expect(left).toEqual(["lifecycle", "podSecurity", "containers", "pullSecrets"]);
  });

  const places = examples.flatMap((document) => [...placesOf(document, document.value)]);

  test("the test covers many places", () => {
    expect(places.length).toBeGreaterThan(500);
  });

  // The other properties are all functions, so each of them covers a part of the places.
  const alike = names.filter((name) => name !== "__proto__");

  test.each(names)("%s", (name) => {
    const index = alike.indexOf(name);
    for (const { document, path, part } of index < 0 ? shareOf(places, 6) : shareOf(places, alike.length, index)) {
      const value = named(document.value, path, part, name);
      expect(
        () => outcomeOf(document, { ...document, value }),
        `${document.source.file} ${path.join(".")}`,
      ).not.toThrow();
    }
  });
});
