import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { groupVersion, type KubernetesObject } from "../models/kubernetes-object.ts";
import { collectionOf, pluralOf } from "../testing/admission.ts";
import { type ApiServer, startApiServer } from "../testing/api-server.ts";
import { argoCDNamespace, startArgoCD } from "../testing/argo-cd.ts";
import { tenantry } from "../testing/command-line.ts";
import { git, initialised } from "../testing/git.ts";
import { replaceInFile, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { streamUserGroups, withStreams } from "../testing/streams.ts";
import { mapAtPath, type RawMap, valueAt } from "../validate/merge.ts";

const {
  TENANTRY_KUBE_APISERVER: apiServer,
  TENANTRY_ETCD: etcd,
  TENANTRY_ARGOCD: argoCD,
  TENANTRY_REDIS: redis,
} = process.env;
const programs = [apiServer, etcd, argoCD, redis];
const ready = programs.every((program) => program !== undefined);
const title = `a real Argo CD${ready ? "" : " (skipped: set TENANTRY_KUBE_APISERVER, TENANTRY_ETCD, TENANTRY_ARGOCD and TENANTRY_REDIS to the programs)"}`;

const spec = `
  servers: { mlserver: { template: mlserver } }
  models: { m: { storageUri: "s3://mlflow-artifacts/m", requirements: [sklearn], memory: 64Mi } }
  pipelines: { p: { steps: { m: {} }, output: [m] } }
`;
const tenants = ["churn", "fraud", "search"];

/** The definition of a kind. Without a schema, it accepts any object. */
function definitionOf(group: string, version: string, kind: string, properties: object = {}): KubernetesObject {
  const open = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const plural = pluralOf(kind);
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: { ...open, properties } } }],
    },
  } as KubernetesObject;
}

const namespace = (name: string): KubernetesObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

describe.skipIf(!ready)(title, () => {
  test("syncs the add-ons and the shares of all other tenants if the API server rejects an object of one tenant's share", async () => {
    const root = withStreams(sandbox());
    for (const name of tenants) write(root, `tenants/${name}.yaml`, tenantText(name, spec));
    expect((await tenantry(root, ["build"])).code).toBe(0);
    const user = "clusters/production/rendered/addons/tenant-shares/fraud/streamuser-fraud.yaml";
    const { groups } = parse(readFileSync(join(root, user), "utf8")).spec;
    replaceInFile(root, user, groups, "x".repeat(streamUserGroups + 1));
    publish(root);

    const server = await startApiServer({ apiServer: apiServer ?? "", etcd: etcd ?? "" });
    running.push(server.stop);
    for (const kind of ["Application", "AppProject"])
      await apply(server, definitionOf("argoproj.io", "v1alpha1", kind));
    const limited = {
      spec: { type: "object", properties: { groups: { type: "string", maxLength: streamUserGroups } } },
    };
    await apply(server, definitionOf("acme.test", "v1", "StreamUser", limited));
    for (const name of [argoCDNamespace, "streams", "copies"]) await apply(server, namespace(name));
    const { stop } = await startArgoCD(server, { argoCD: argoCD ?? "", redis: redis ?? "" });
    running.push(stop);
    for (const [file, text] of treeOf(root, "clusters/production/bootstrap"))
      if (/application-roots\.(addons|tenants)|appproject-roots/.test(file)) await apply(server, parse(text));

    const healthy = [
      ...["churn", "search"].map((name) => `production.${name}.shares`),
      ...["streams.brokers", "streams.guardrails", "copies.settings", "copies.guardrails"].map(
        (name) => `production.platform.${name}`,
      ),
    ];
    await until(async () => {
      for (const name of [...healthy, "production.roots.addons", "production.roots.tenants"])
        expect((await statusOf(server, name))["sync"], name).toMatchObject({ status: "Synced" });
      const invalid = await statusOf(server, "production.fraud.shares");
      expect(invalid["sync"]).toMatchObject({ status: "OutOfSync" });
      expect(String(valueAt(invalid, ["operationState", "message"]))).toContain("spec.groups: Too long");
    });
    for (const name of tenants) {
      const path = `/apis/acme.test/v1/namespaces/streams/streamusers/${name}`;
      expect((await server.request("GET", path)).status, name).toBe(name === "fraud" ? 404 : 200);
    }
  }, 240_000);
});

/** Commits the tree, and lets all Applications read the repository itself. */
function publish(root: string): void {
  const { url } = parse(readFileSync(join(root, "platform/platform.yaml"), "utf8")).spec.repository;
  const origin = mkdtempSync(join(tmpdir(), "tenantry-origin-"));
  running.push(async () => rmSync(origin, { recursive: true, force: true }));
  for (const [file, text] of treeOf(root, "clusters")) write(root, file, text.replaceAll(url, `file://${origin}`));
  initialised(root);
  git(root, "clone", "--quiet", "--bare", root, origin);
}

async function apply(server: ApiServer, object: KubernetesObject): Promise<void> {
  const path = `${collectionOf(object)}/${object.metadata?.name}?fieldManager=test&force=true`;
  await until(async () => {
    const { status, body } = await server.request("PATCH", path, object);
    expect(status, JSON.stringify(body)).toBeLessThan(300);
  });
}

async function statusOf(server: ApiServer, name: string): Promise<RawMap> {
  const { group, version } = groupVersion("argoproj.io/v1alpha1");
  const path = `/apis/${group}/${version}/namespaces/${argoCDNamespace}/applications/${name}`;
  const { body } = await server.request("GET", path);
  return mapAtPath(body, ["status"]);
}

/** Repeats an assertion until it holds, for at most three minutes. */
async function until(assertion: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (tries === 360) throw error;
      await wait(500);
    }
  }
}
