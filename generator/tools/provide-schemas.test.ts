import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { seldon29 } from "../models/seldon/2.9/facts.ts";
import { seldonSchemas } from "../models/seldon-schemas.ts";
import { provideSchemas, schemaOf } from "./provide-schemas.ts";
import { argoCDVersions, kubernetesVersions } from "./schema-sources.ts";

const machine = { env: process.env, log: () => undefined };
let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

const kinds = [
  { group: "", version: "v1", kind: "Namespace" },
  { group: "apps", version: "v1", kind: "StatefulSet" },
  { group: "networking.k8s.io", version: "v1", kind: "NetworkPolicy" },
  { group: "rbac.authorization.k8s.io", version: "v1", kind: "RoleBinding" },
  { group: "argoproj.io", version: "v1alpha1", kind: "Application" },
  { group: "argoproj.io", version: "v1alpha1", kind: "AppProject" },
  { group: "cilium.io", version: "v2", kind: "CiliumNetworkPolicy" },
  { group: "external-secrets.io", version: "v1", kind: "ExternalSecret" },
  { group: "monitoring.coreos.com", version: "v1", kind: "PodMonitor" },
  { group: "monitoring.coreos.com", version: "v1alpha1", kind: "AlertmanagerConfig" },
  { group: "networking.istio.io", version: "v1", kind: "VirtualService" },
  { group: "metallb.io", version: "v1beta1", kind: "IPAddressPool" },
  { group: "gateway.networking.k8s.io", version: "v1", kind: "HTTPRoute" },
  ...["Experiment", "Model", "Pipeline", "SeldonConfig", "SeldonRuntime", "Server", "ServerConfig"].map((kind) => ({
    group: "mlops.seldon.io",
    version: "v1alpha1",
    kind,
  })),
];

const pairs = kubernetesVersions.flatMap((kubernetes) => argoCDVersions.map((argoCD) => ({ kubernetes, argoCD })));

test.each(pairs)(
  "Kubernetes $kubernetes with Argo CD $argoCD: every kind has a schema, closed at its root",
  async (versions) => {
    const set = await provideSchemas(versions, seldonSchemas(seldon29), machine);
    for (const kind of kinds) {
      const schema = schemaOf(set, kind);
      expect(schema, `${kind.group} ${kind.kind}`).toBeDefined();
      expect(schema?.additionalProperties, kind.kind).toBe(false);
      expect(schema?.required).toEqual(expect.arrayContaining(["apiVersion", "kind"]));
    }
  },
);

test("no schema refers to another file, or contains an id or an unresolved reference", async () => {
  const set = await provideSchemas({ kubernetes: "1.34.4", argoCD: "3.2.11" }, seldonSchemas(seldon29), machine);
  const files = readdirSync(set.directory);
  expect(files.length).toBeGreaterThan(200);
  for (const file of files) {
    const text = readFileSync(join(set.directory, file), "utf8");
    expect(
      [...text.matchAll(/"\$ref":"([^"]*)"/g)].filter(([, target]) => target?.startsWith("#/definitions/") === false),
      file,
    ).toEqual([]);
    expect(text.includes('"$id"') || text.includes("x-tenantry-kubernetes"), file).toBe(false);
  }
});

test("equal inputs give the same set, different inputs another one", async () => {
  const versions = { kubernetes: "1.34.4", argoCD: "3.2.11" };
  const set = await provideSchemas(versions, seldonSchemas(seldon29), machine);
  expect(await provideSchemas(versions, seldonSchemas(seldon29), machine)).toEqual(set);
  const less = seldonSchemas(seldon29).slice(1);
  expect((await provideSchemas(versions, less, machine)).digest).not.toBe(set.digest);
  rmSync((await provideSchemas(versions, less, machine)).directory, { recursive: true });
});

test("a missing go command is an error, and leaves nothing in the cache", async () => {
  folder = mkdtempSync(join(tmpdir(), "tenantry-schemas-"));
  const empty = { env: { PATH: folder, TENANTRY_CACHE: join(folder, "cache") }, log: () => undefined };
  await expect(provideSchemas({ kubernetes: "1.34.4", argoCD: "3.2.11" }, [], empty)).rejects.toMatchObject({
    name: "ToolFailure",
    remedy: expect.stringContaining("Install Go"),
  });
  expect(existsSync(join(folder, "cache/schemas")) ? readdirSync(join(folder, "cache/schemas")) : []).toEqual([]);
});
