import { expect, test } from "vitest";
import { loadRepository } from "../../load/load-repository.ts";
import { hubSandbox } from "../../testing/hub.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { replaceInFile } from "../../testing/sandbox.ts";
import { validateInventory } from "../validate-inventory.ts";

const production = "clusters/production/cluster.yaml";
const platform = "platform/platform.yaml";
const byName = "destination: { name: production }";

const cases: readonly {
  readonly name: string;
  readonly fields: Parameters<typeof hubSandbox>[0];
  readonly found: readonly string[];
}[] = [
  { name: "a hub with one cluster by name and one by address", fields: {}, found: [] },
  {
    name: "the hub's own version and namespace in the cluster",
    fields: { production: `{ hub: main, version: 3.5.1, namespace: argocd, ${byName} }` },
    found: [],
  },
  {
    name: "another version in the cluster",
    fields: { production: `{ hub: main, version: 3.2.11, ${byName} }` },
    found: [`${production}:9:33 input/invalid-value invalid version 3.2.11: hub main has version 3.5.1`],
  },
  {
    name: "another namespace in the cluster",
    fields: { production: `{ hub: main, namespace: gitops, ${byName} }` },
    found: [`${production}:9:35 input/invalid-value invalid namespace gitops: hub main has namespace argocd`],
  },
  {
    name: "other settings in the cluster",
    fields: { production: `{ hub: main, settings: adopted, ${byName} }` },
    found: [`${production}:9:34 input/invalid-value invalid settings adopted: hub main has settings managed`],
  },
  {
    name: "an unknown hub",
    fields: { production: `{ hub: mainn, ${byName} }` },
    found: [`${production}:9:18 reference/unknown unknown hub mainn in platform.yaml`],
  },
  {
    name: "a hub with the name of a property of every JavaScript object",
    fields: { production: `{ hub: constructor, ${byName} }` },
    found: [
      `${production}:9:18 input/invalid-value invalid value of spec.argoCD.hub: this word is not allowed as a name`,
    ],
  },
  {
    name: "neither a hub nor a version",
    fields: { production: `{ ${byName} }` },
    found: [
      `${production}:9:3 input/missing-field invalid Argo CD of cluster production: it has neither version nor hub`,
    ],
  },
  {
    name: "no destination",
    fields: { production: "{ hub: main }" },
    found: [`${production}:9:3 input/missing-field missing field spec.argoCD.destination`],
  },
  {
    name: "two clusters with one address, one of them with a slash at the end",
    fields: { production: '{ hub: main, destination: { server: "https://staging.acme.test:6443/" } }' },
    found: [
      `${production}:9:24 reference/ambiguous duplicate destination https://staging.acme.test:6443 of production: staging has the same destination in hub main`,
    ],
  },
  {
    name: "two clusters that are the cluster of Argo CD, by address and by name",
    fields: {
      staging: '{ hub: main, destination: { server: "https://kubernetes.default.svc" } }',
      production: "{ hub: main, destination: { name: in-cluster } }",
    },
    found: [
      `${production}:9:24 reference/ambiguous duplicate destination https://kubernetes.default.svc of production: staging has the same destination in hub main`,
    ],
  },
  {
    name: "a version of the hub without pinned schemas",
    fields: { hub: "{ version: 3.99.0 }" },
    found: [`${platform}:9:28 platform/version unknown version Argo CD 3.99.0: its schemas are not pinned`],
  },
  {
    name: "a hub that no cluster names",
    fields: {
      staging: '{ version: 3.5.1, destination: { server: "https://kubernetes.default.svc" } }',
      production: '{ version: 3.2.11, destination: { server: "https://kubernetes.default.svc" } }',
    },
    found: [`${platform}:9:11 reference/unused unused hub main: no cluster names this hub`],
  },
];

test("a hub with the name of a cluster is rejected: commands on the Applications of the cluster would match the hub's", () => {
  const root = hubSandbox({});
  replaceInFile(root, platform, "hubs: { main:", "hubs: { staging:");
  for (const cluster of ["production", "staging"])
    replaceInFile(root, `clusters/${cluster}/cluster.yaml`, "hub: main", "hub: staging");
  const documents = loadRepository(root);
  if (!documents.ok) throw new Error("invalid sandbox");
  const { diagnostics } = validateInventory(documents.value);
  expect(diagnostics.map(({ at, message }) => `${at.file}: ${message}`)).toEqual([
    `${platform}: duplicate name staging: a hub and a cluster have this name`,
  ]);
});

test.each(cases)("$name: found $found", ({ fields, found }) => {
  const documents = loadRepository(hubSandbox(fields));
  if (!documents.ok) throw new Error("invalid sandbox");
  const { diagnostics } = validateInventory(documents.value);
  expect(diagnostics.map(({ at, code, message }) => `${at.file}:${at.line}:${at.column} ${code} ${message}`)).toEqual(
    found,
  );
});

test("an unknown hub: the hint names the nearest hub", () => {
  const documents = loadRepository(hubSandbox({ production: `{ hub: mainn, ${byName} }` }));
  if (!documents.ok) throw new Error("invalid sandbox");
  expect(validateInventory(documents.value).diagnostics.map(({ hint }) => hint)).toEqual(["Did you mean main?"]);
});

test("a cluster takes the version, the namespace and the settings of its hub, and keeps its own user", () => {
  const root = hubSandbox({
    hub: "{ version: 3.5.1, namespace: gitops, settings: adopted }",
    production: `{ hub: main, user: "arn:aws:iam::111122223333:role/argocd", ${byName} }`,
  });
  const cluster = inventoryOf(root).clusters.find(({ name }) => name === "production");
  expect(cluster?.spec.argoCD).toEqual({
    hub: "main",
    version: "3.5.1",
    namespace: "gitops",
    settings: "adopted",
    user: "arn:aws:iam::111122223333:role/argocd",
    destination: { name: "production" },
  });
});
