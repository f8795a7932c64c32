import { expect } from "vitest";
import { parse } from "yaml";
import { trackingAnnotation } from "../layout/sync.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { mapAtPath, type RawMap, valueAt } from "../validate/merge.ts";
import { collectionOf } from "./admission.ts";
import { type ApiServer, startApiServer } from "./api-server.ts";
import { argoCDNamespace, startArgoCD } from "./argo-cd.ts";
import { apply, bareNamespace, definitionOf, publishTree, refresh, statusOf, until } from "./argo-cd-sync.ts";
import { tenantry } from "./command-line.ts";
import { startControllers } from "./controllers.ts";
import { definitionsFor } from "./definitions.ts";
import { treeOf } from "./sandbox.ts";

/** The parts of the tenant churn on staging, by the folder of their rendered objects. */
const folders = {
  namespace: "platform/tenant-namespaces/churn",
  guardrails: "tenants/churn/guardrails",
  workloads: "tenants/churn/workloads",
  routes: "tenants/churn/routes",
  edge: "addons/tenant-edges/churn",
} as const;
export type SyncedPart = keyof typeof folders;

const rootOfTenants = "staging.roots.tenants";
const argoCDObjects = `/apis/argoproj.io/v1alpha1/namespaces/${argoCDNamespace}`;

/** The tenant churn on a real API server, which an Argo CD syncs from the published tree. */
export interface SyncedTenant {
  readonly server: ApiServer;
  /** Builds the tree after a change of its inputs, publishes it, and lets Argo CD read it at once. */
  readonly publish: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts an API server without a namespace of the tenant, and an Argo CD that reads the root Application of the tenants.
 * @param root A sandbox of `edgeSandbox`, which is built.
 * @param existing Objects that exist before Argo CD starts.
 * @param later A built sandbox with further kinds, which the cluster also defines.
 */
export async function startSyncedTenant(
  root: string,
  existing: readonly KubernetesObject[],
  later: string = root,
): Promise<SyncedTenant> {
  const { TENANTRY_KUBE_APISERVER, TENANTRY_ETCD, TENANTRY_ARGOCD, TENANTRY_REDIS } = process.env;
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const objects = [root, later].flatMap((tree) => partsOf(tree).flatMap((part) => renderedIn(tree, part)));
    const published = publishTree(root);
    stops.push(async () => published.remove());
    const server = await startApiServer({ apiServer: TENANTRY_KUBE_APISERVER ?? "", etcd: TENANTRY_ETCD ?? "" });
    stops.push(server.stop);
    const ofArgoCD = ["Application", "AppProject"].map((kind) => definitionOf("argoproj.io", "v1alpha1", kind));
    const namespaces = [argoCDNamespace, "istio-ingress"].map(bareNamespace);
    for (const object of [...ofArgoCD, ...(await definitionsFor(objects)), ...namespaces, ...existing])
      await apply(server, object);
    const lists = ["applications", "appprojects"].map((plural) => `/apis/argoproj.io/v1alpha1/${plural}`);
    stops.push(startControllers(server, [...new Set([...lists, ...objects.map(listOf)])]).stop);
    const argoCD = await startArgoCD(server, { argoCD: TENANTRY_ARGOCD ?? "", redis: TENANTRY_REDIS ?? "" });
    stops.push(argoCD.stop);
    for (const file of [
      "applications/platform/appproject-platform",
      "applications/addons/appproject-edge",
      "bootstrap/appproject-roots",
      "bootstrap/application-roots.tenants",
    ])
      await apply(server, parse(treeOf(root).get(`clusters/staging/${file}.yaml`) ?? ""));
    const publish = async (): Promise<void> => {
      expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
      published.push();
      await refresh(server, rootOfTenants);
      for (const part of partsOf(root)) await refresh(server, applicationName(part));
    };
    return { server, publish, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export function applicationName(part: SyncedPart): string {
  return `staging.churn.${part}`;
}

/** The rendered objects of parts. A part that the tree does not contain has none. */
export function objectsOfKind(root: string, of: readonly SyncedPart[]): readonly KubernetesObject[] {
  return of.flatMap((part) => renderedIn(root, part));
}

function renderedIn(root: string, part: SyncedPart): readonly KubernetesObject[] {
  return [...treeOf(root, "clusters/staging/rendered")]
    .filter(([file]) => file.startsWith(`clusters/staging/rendered/${folders[part]}/`))
    .map(([, text]) => parse(text));
}

function partsOf(root: string): readonly SyncedPart[] {
  const parts: readonly SyncedPart[] = ["namespace", "guardrails", "workloads", "routes", "edge"];
  return parts.filter((part) => renderedIn(root, part).length > 0);
}

export async function liveObject({ server }: SyncedTenant, object: KubernetesObject): Promise<RawMap | undefined> {
  const { status, body } = await server.request("GET", pathOf(object));
  return status === 404 ? undefined : mapAtPath(body, []);
}

/** An object that exists. Its version changes with each change. */
export interface Identity {
  readonly name: string;
  readonly uid: unknown;
  readonly version: unknown;
}

export async function identitiesOf(
  tenant: SyncedTenant,
  objects: readonly KubernetesObject[],
): Promise<readonly Identity[]> {
  return Promise.all(
    objects.map(async (object) => {
      const metadata = mapAtPath(await liveObject(tenant, object), ["metadata"]);
      return { name: pathOf(object), uid: metadata["uid"], version: metadata["resourceVersion"] };
    }),
  );
}

/** Expects that the API server stores the objects exactly as git contains them. */
export async function expectLive(tenant: SyncedTenant, root: string, of: readonly SyncedPart[]): Promise<void> {
  for (const object of objectsOfKind(root, of)) {
    const live = await liveObject(tenant, object);
    expect(live === undefined ? undefined : asInGit(live), pathOf(object)).toEqual(object);
  }
}

/** An object as git contains it: without what the API server, controllers and Argo CD add. */
function asInGit({ status: _status, metadata, ...live }: RawMap): object {
  const { name, namespace, labels, annotations } = mapAtPath(metadata, []);
  const { [trackingAnnotation]: _tracking, ...written } = mapAtPath(annotations, []);
  const kept = Object.keys(written).length === 0 ? {} : { annotations: written };
  return JSON.parse(JSON.stringify({ ...live, metadata: { name, namespace, labels, ...kept } }));
}

/** Expects that the Applications are synced, and that their last sync succeeded. */
export async function expectSynced({ server }: SyncedTenant, parts: readonly SyncedPart[]): Promise<void> {
  for (const part of parts) {
    const { sync, operationState, conditions } = await statusOf(server, applicationName(part));
    const states = [valueAt(sync, ["status"]), valueAt(operationState, ["phase"])];
    expect(states, `${part}: ${JSON.stringify(conditions)}`).toEqual(["Synced", "Succeeded"]);
  }
}

/** Expects that Argo CD, when it compares the Applications again, starts no further sync. */
export async function expectNoFurtherSync(tenant: SyncedTenant, parts: readonly SyncedPart[]): Promise<void> {
  const before = await syncsOf(tenant, parts);
  const since = Date.now();
  await until(async () => {
    for (const part of parts) {
      const { reconciledAt } = await statusOf(tenant.server, applicationName(part));
      expect(Date.parse(String(reconciledAt)), part).toBeGreaterThan(since);
    }
    await expectSynced(tenant, parts);
  });
  expect(await syncsOf(tenant, parts)).toEqual(before);
}

/** The number of successful syncs, and the start of the last one, of each part. */
export async function syncsOf({ server }: SyncedTenant, parts: readonly SyncedPart[]): Promise<readonly object[]> {
  return Promise.all(
    parts.map(async (part) => {
      const { history, operationState } = await statusOf(server, applicationName(part));
      const syncs = Array.isArray(history) ? history.length : 0;
      return { part, syncs, started: valueAt(operationState, ["startedAt"]) };
    }),
  );
}

/** Whether the Application of a part exists, or an AppProject with its name. */
export async function isApplied({ server }: SyncedTenant, part: SyncedPart): Promise<boolean> {
  const answers = await Promise.all(
    ["applications", "appprojects"].map((plural) =>
      server.request("GET", `${argoCDObjects}/${plural}/${applicationName(part)}`),
    ),
  );
  return answers.some(({ status }) => status === 200);
}

/** The API path of an object. */
export function pathOf(object: KubernetesObject): string {
  return `${collectionOf(object)}/${object.metadata?.name}`;
}

/** The path of the list of all objects of the object's kind. */
function listOf({ apiVersion, kind }: KubernetesObject): string {
  return collectionOf({ apiVersion, kind });
}
