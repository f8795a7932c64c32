import { describe, expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { tenantry } from "../testing/command-line.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { sandbox, tenantText, write } from "../testing/sandbox.ts";
import { withStreams } from "../testing/streams.ts";
import { codeOwners } from "./code-owners.ts";

const spec = `
  servers: { mlserver: { template: mlserver } }
  models: { m: { storageUri: "s3://mlflow-artifacts/m", requirements: [sklearn], memory: 64Mi } }
  pipelines: { p: { steps: { m: {} }, output: [m] } }
`;
/** The group of its user is longer than the schema of the kind allows. */
const long = "customer-retention-models";

function streams(): string {
  const root = withStreams(sandbox());
  for (const name of ["churn", long]) write(root, `tenants/${name}.yaml`, tenantText(name, spec));
  return root;
}

interface Finding {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

test("an invalid object of one tenant is reported at the add-on's line, and only its Application contains it", async () => {
  const root = streams();
  const { out } = await tenantry(root, ["check", "--output", "json"]);
  const { diagnostics }: { diagnostics: readonly Finding[] } = JSON.parse(out);
  const invalid = diagnostics.filter(({ code }) => code === "gate/invalid");
  expect(invalid.map(({ file, line }) => `${file}:${line}`)).toEqual(["platform/addons/streams.yaml:28"]);
  expect(invalid[0]?.message).toContain(`StreamUser ${long}`);

  const inventory = inventoryOf(root);
  const [cluster] = inventory.clusters.filter(({ name }) => name === "production");
  const overlays = (cluster?.tenants ?? []).flatMap((tenant) =>
    cluster === undefined ? [] : layoutOf(inventory, { cluster, tenant }).overlays,
  );
  const containing = overlays.filter(({ objects }) => objects.some(({ object }) => object.kind === "StreamUser"));
  expect(
    containing.map(({ application, folder, objects }) => [
      application,
      folder,
      objects.flatMap(({ object }) => (object.kind === "StreamUser" ? [object.metadata?.name] : [])),
    ]),
  ).toEqual([
    ["production.churn.shares", "addons/tenant-shares/churn", ["churn"]],
    [`production.${long}.shares`, `addons/tenant-shares/${long}`, [long]],
  ]);
});

test("the project of shares allows the namespaces and kinds of add-ons, and nothing of the cluster", () => {
  const inventory = inventoryOf(streams());
  const [cluster] = inventory.clusters.filter(({ name }) => name === "production");
  if (cluster === undefined) throw new Error("missing production");
  const { objects } = layoutOf(inventory, { cluster, tenant: undefined });
  const project = objects.find(({ file }) => file.endsWith("addons/appproject-shares.yaml"))?.object;
  const { clusterResourceWhitelist = [], ...allowed } = JSON.parse(JSON.stringify(project)).spec;
  expect(clusterResourceWhitelist).toEqual([]);
  expect(allowed).toMatchObject({
    destinations: [{ namespace: "streams" }],
    namespaceResourceWhitelist: expect.arrayContaining([{ group: "acme.test", kind: "StreamUser" }]),
  });
});

describe("least privilege", () => {
  const kinds = (root: string): readonly string[] => {
    const inventory = inventoryOf(root);
    const [cluster] = inventory.clusters.filter(({ name }) => name === "production");
    const [tenant] = cluster?.tenants ?? [];
    const objects = cluster === undefined ? [] : layoutOf(inventory, { cluster, tenant }).objects;
    const project = objects.find(({ file }) => file.endsWith("churn/appproject-guardrails.yaml"))?.object;
    return JSON.parse(JSON.stringify(project)).spec.namespaceResourceWhitelist.map(
      ({ kind }: { readonly kind: string }) => kind,
    );
  };
  const plain = (): string => {
    const root = sandbox();
    write(root, "tenants/churn.yaml", tenantText("churn"));
    return root;
  };

  test("a tenant's project allows SecretStores only if an add-on gives Secrets", () => {
    expect(kinds(streams())).toContain("SecretStore");
    expect(kinds(plain())).not.toContain("SecretStore");
  });

  test("CODEOWNERS lists the folder of shares only if an add-on gives something", () => {
    expect(codeOwners(inventoryOf(streams()))).toContain("/clusters/*/rendered/addons/tenant-shares/");
    expect(codeOwners(inventoryOf(plain()))).not.toContain("tenant-shares");
  });
});
