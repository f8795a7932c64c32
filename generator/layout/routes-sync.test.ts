import { afterEach, describe, expect, test } from "vitest";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { type EdgeName, edgeNames } from "../patterns/edge.ts";
import { apply, statusOf, until } from "../testing/argo-cd-sync.ts";
import { tenantry } from "../testing/command-line.ts";
import { edgeSandbox } from "../testing/edges.ts";
import { mergeSpec, withOneArgoCD } from "../testing/sandbox.ts";
import {
  applicationName,
  expectLive,
  expectNoFurtherSync,
  expectSynced,
  type Identity,
  identitiesOf,
  isApplied,
  liveObject,
  objectsOfKind,
  pathOf,
  type SyncedPart,
  type SyncedTenant,
  startSyncedTenant,
  syncsOf,
} from "../testing/synced-tenant.ts";
import { absentWebhook, type WebhookName } from "../testing/webhooks.ts";
import { type RawMap, valueAt } from "../validate/merge.ts";

const ready = ["KUBE_APISERVER", "ETCD", "ARGOCD", "REDIS"].every(
  (name) => process.env[`TENANTRY_${name}`] !== undefined,
);
const title = `a real Argo CD${ready ? "" : " (skipped: set TENANTRY_KUBE_APISERVER, TENANTRY_ETCD, TENANTRY_ARGOCD and TENANTRY_REDIS to the programs)"}`;

const clusterFile = "clusters/staging/cluster.yaml";
const tenantFile = "tenants/churn.yaml";

/** Routes that both edges carry. */
const routes = `
scoring: { to: { experiment: split }, path: /v2/models/score, timeout: 10, sticky: true, authentication: { jwt: { issuer: sso, audiences: [churn] } } }
calls: { to: { model: churn }, protocols: [rest, grpc], host: "calls.{tenant}.{domain}", authentication: { clientCertificate: { authority: partners } } }
`;
/** A route that only ingress-nginx carries. */
const limited = `
limited: { to: { pipeline: steps }, host: "limited.{tenant}.{domain}", bodySize: 4, rateLimit: { perSecond: 5 }, authentication: none }
`;

const ofRoutes: readonly SyncedPart[] = ["routes", "edge"];
const others: readonly SyncedPart[] = ["namespace", "guardrails", "workloads"];
const parts = [...others, ...ofRoutes];

let running: SyncedTenant | undefined;
afterEach(() => running?.stop());

describe.skipIf(!ready)(title, () => {
  test.each<{ edge: EdgeName; more: string; webhooks: readonly WebhookName[]; repair: Repair }>([
    { edge: "gateway-api", more: "", webhooks: ["istio", "gateway-api"], repair: ignore },
    { edge: "ingress-and-istio", more: limited, webhooks: ["istio", "ingress-nginx"], repair: remove },
  ])(
    "$edge: webhooks that do not answer stop only the Applications of routes, which sync without a person afterwards",
    async ({ edge, more, webhooks, repair }) => {
      const root = await built(edge, routes + more.trimStart());
      const tenant = await started(root, webhooks);
      await until(async () => {
        await expectSynced(tenant, others);
        for (const part of ofRoutes) {
          const { sync, operationState } = await statusOf(tenant.server, applicationName(part));
          expect(sync, part).toMatchObject({ status: "OutOfSync" });
          expect(String(valueAt(operationState, ["message"])), part).toContain("failed calling webhook");
        }
      });
      await expectLive(tenant, root, ["guardrails", "workloads"]);
      for (const object of objectsOfKind(root, ["routes"])) expect(await liveObject(tenant, object)).toBeUndefined();

      for (const webhook of webhooks) await repair(tenant, webhook);
      await until(() => expectSynced(tenant, parts));
      await expectLive(tenant, root, ["guardrails", "workloads", ...ofRoutes]);
      await expectNoFurtherSync(tenant, parts);
    },
    420_000,
  );

  test.each(edgeNames)(
    "%s: a tenant without routes loses only the objects of its routes",
    async (edge) => {
      const root = await built(edge, routes);
      const tenant = await started(root);
      await until(() => expectSynced(tenant, parts));
      const closed = objectsOfKind(root, ofRoutes);
      const before = await identitiesOf(tenant, objectsOfKind(root, others));
      mergeSpec(root, tenantFile, { routes: null });
      await tenant.publish();
      await until(async () => {
        await expectClosed(tenant, closed);
        await expectSynced(tenant, others);
      });
      const kept = await identitiesOf(tenant, objectsOfKind(root, others));
      expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(essential));
      expect(before.map(uidOf)).toEqual(expect.arrayContaining(kept.map(uidOf)));
    },
    360_000,
  );

  test.each(edgeNames)(
    "%s: a tenant that drains loses its routes before its last Model",
    async (edge) => {
      const root = await built(edge, routes);
      const tenant = await started(root);
      await until(() => expectSynced(tenant, parts));
      const closed = objectsOfKind(root, ofRoutes);
      const [model] = objectsOfKind(root, ["workloads"]).filter(({ kind }) => kind === "Model");
      if (model === undefined) throw new Error("missing Model");
      const setFinalizers = (finalizers: readonly string[]): Promise<unknown> =>
        tenant.server.request("MERGE", pathOf(model), { metadata: { finalizers } });
      // Seldon's operator removes it after all Servers have unloaded the Model.
      await setFinalizers(["seldon.model.finalizer"]);
      mergeSpec(root, tenantFile, { lifecycle: "draining" });
      await tenant.publish();
      await until(() => expectClosed(tenant, closed));
      expect(valueAt(await liveObject(tenant, model), ["metadata", "uid"])).toBeDefined();
      await until(async () =>
        expect(valueAt(await liveObject(tenant, model), ["metadata", "deletionTimestamp"])).toBeDefined(),
      );
      await setFinalizers([]);
      await until(async () => {
        expect(await liveObject(tenant, model)).toBeUndefined();
        await expectSynced(tenant, others);
      });
    },
    360_000,
  );

  test.each<{ from: EdgeName; to: EdgeName; addons: RawMap; leaving: readonly string[] }>([
    {
      from: "ingress-and-istio",
      to: "gateway-api",
      addons: {
        "gateway-api": {},
        "ingress-nginx": { retired: ["controller"] },
        istio: { settings: { serviceType: null } },
      },
      leaving: ["Gateway", "Ingress", "VirtualService"],
    },
    {
      from: "gateway-api",
      to: "ingress-and-istio",
      addons: { "ingress-nginx": { variant: "in-front" }, istio: { settings: { serviceType: "ClusterIP" } } },
      leaving: ["GRPCRoute", "Gateway", "HTTPRoute"],
    },
  ])(
    "a cluster moves from $from to $to: only the Applications of routes sync",
    async ({ from, to, addons, leaving }) => {
      const root = await built(from, routes);
      const tenant = await started(root, [], await built(to, routes));
      await until(() => expectSynced(tenant, parts));
      const old = objectsOfKind(root, ofRoutes);
      const before = [await identitiesOf(tenant, objectsOfKind(root, others)), await syncsOf(tenant, others)];
      mergeSpec(root, clusterFile, { addons });
      await tenant.publish();
      const next = objectsOfKind(root, ofRoutes);
      const replaced = old.filter((object) => !next.some((other) => pathOf(other) === pathOf(object)));
      expect([...new Set(replaced.map(({ kind }) => kind))].sort()).toEqual(leaving);
      await until(async () => {
        for (const object of replaced) expect(await liveObject(tenant, object), pathOf(object)).toBeUndefined();
        await expectLive(tenant, root, ofRoutes);
        await expectSynced(tenant, parts);
      });
      await expectNoFurtherSync(tenant, parts);
      expect([await identitiesOf(tenant, objectsOfKind(root, others)), await syncsOf(tenant, others)]).toEqual(before);
    },
    360_000,
  );
});

/** Objects that a tenant keeps, whatever happens to its routes. */
const essential = [
  "/api/v1/namespaces/churn",
  "/api/v1/namespaces/churn/resourcequotas/tenant-quota",
  "/apis/mlops.seldon.io/v1alpha1/namespaces/churn/models/churn",
];

function uidOf({ name, uid }: Identity): string {
  return `${name} ${uid}`;
}

/** Expects that the Applications of routes, their AppProject and these objects do not exist. */
async function expectClosed(tenant: SyncedTenant, objects: readonly KubernetesObject[]): Promise<void> {
  for (const part of ofRoutes) expect(await isApplied(tenant, part), part).toBe(false);
  for (const object of objects) expect(await liveObject(tenant, object), pathOf(object)).toBeUndefined();
}

type Repair = (tenant: SyncedTenant, webhook: WebhookName) => Promise<unknown>;

function ignore({ server }: SyncedTenant, webhook: WebhookName): Promise<unknown> {
  return apply(server, absentWebhook(webhook, "Ignore"));
}

function remove({ server }: SyncedTenant, webhook: WebhookName): Promise<unknown> {
  return server.request("DELETE", pathOf(absentWebhook(webhook)));
}

/** A built sandbox in which churn has routes on staging, with a mesh of the same kind for both edges. */
async function built(edge: EdgeName, lines: string): Promise<string> {
  const root = withOneArgoCD(edgeSandbox(edge, lines));
  mergeSpec(root, clusterFile, { seldon: { pattern: "standard" }, addons: { istio: { variant: "sidecar" } } });
  mergeSpec(root, tenantFile, { quota: { size: "medium" } });
  expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
  return root;
}

async function started(root: string, webhooks: readonly WebhookName[] = [], later = root): Promise<SyncedTenant> {
  running = await startSyncedTenant(
    root,
    webhooks.map((name) => absentWebhook(name)),
    later,
  );
  return running;
}
