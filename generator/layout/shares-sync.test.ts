import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { startApiServer } from "../testing/api-server.ts";
import { argoCDNamespace, startArgoCD } from "../testing/argo-cd.ts";
import { apply, bareNamespace, definitionOf, publishTree, statusOf, until } from "../testing/argo-cd-sync.ts";
import { tenantry } from "../testing/command-line.ts";
import { replaceInFile, sandbox, tenantText, treeOf, write } from "../testing/sandbox.ts";
import { streamUserGroups, withStreams } from "../testing/streams.ts";
import { valueAt } from "../validate/merge.ts";

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
    const { remove } = publishTree(root);
    running.push(async () => remove());

    const server = await startApiServer({ apiServer: apiServer ?? "", etcd: etcd ?? "" });
    running.push(server.stop);
    for (const kind of ["Application", "AppProject"])
      await apply(server, definitionOf("argoproj.io", "v1alpha1", kind));
    const limited = {
      spec: { type: "object", properties: { groups: { type: "string", maxLength: streamUserGroups } } },
    };
    await apply(server, definitionOf("acme.test", "v1", "StreamUser", limited));
    for (const name of [argoCDNamespace, "streams", "copies"]) await apply(server, bareNamespace(name));
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
