import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { collectionOf } from "../../testing/admission.ts";
import { type ApiServer, startApiServer } from "../../testing/api-server.ts";
import { generatedManifests } from "../../testing/connected-addons.ts";
import { sampleWithEveryField } from "../../testing/every-route-field.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { provideModuleFiles } from "../../tools/provide-module.ts";
import type { SchemaSource } from "../../tools/schema-fault.ts";
import { shippedPins } from "../../tools/schema-sources.ts";
import { addonModules } from "../../validate/addons/addon-modules.ts";
import type { Inventory } from "../../validate/inventory.ts";
import { isMap } from "../../validate/merge.ts";

const { TENANTRY_KUBE_APISERVER: apiServer, TENANTRY_ETCD: etcd } = process.env;
const ready = apiServer !== undefined && etcd !== undefined;
const title = `a real API server adds no field to the objects of routes${ready ? "" : " (skipped: set TENANTRY_KUBE_APISERVER and TENANTRY_ETCD to the programs)"}`;

/** Fields that the API server sets on every object, and the status, which Argo CD does not compare. */
const ofServer = [
  "metadata.creationTimestamp",
  "metadata.generation",
  "metadata.managedFields",
  "metadata.resourceVersion",
  "metadata.uid",
  "status",
];

function routeObjectsOf(inventory: Inventory): readonly KubernetesObject[] {
  return generatedManifests(inventory)
    .flatMap(({ manifestSet }) => manifestSet.manifests)
    .filter(({ application = "" }) => /[.](edge|issuers|routes|token-issuers)$/.test(application))
    .map(({ object }) => object);
}

/** The paths of all values in an object. */
function pathsIn(value: unknown, path = ""): readonly string[] {
  if (Array.isArray(value) && value.length > 0)
    return value.flatMap((item, index) => pathsIn(item, `${path}[${index}]`));
  if (!isMap(value) || Object.keys(value).length === 0) return [`${path} = ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([key, item]) => pathsIn(item, path === "" ? key : `${path}.${key}`));
}

describe.skipIf(!ready)(title, () => {
  let server: ApiServer;
  const inventories = [sampleWithEveryField(), sampleWithEveryField("enhanced")].map((root) => inventoryOf(root));

  const apply = async (object: KubernetesObject): Promise<unknown> => {
    for (let tries = 0; ; tries += 1) {
      const path = `${collectionOf(object)}/${object.metadata?.name}?fieldManager=argocd-controller&force=true`;
      const { status, body } = await server.request("PATCH", path, object);
      if (status < 300) return body;
      // The API server accepts objects of a new definition only after a moment.
      if (status !== 404 || tries === 50)
        throw new Error(`${object.kind} ${object.metadata?.name}: ${JSON.stringify(body)}`);
      await wait(100);
    }
  };

  beforeAll(async () => {
    server = await startApiServer({ apiServer: apiServer ?? "", etcd: etcd ?? "" });
    const modules: readonly SchemaSource[] = [
      ...shippedPins.modules,
      ...inventories.flatMap(({ clusters }) => clusters.flatMap(({ addons }) => addonModules(addons))),
    ];
    const groups = ["sigs.k8s.io/gateway-api", "istio.io/api", "github.com/cert-manager/cert-manager"];
    for (const module of groups) {
      const source = modules.find((candidate) => candidate.module === module);
      if (source === undefined) throw new Error(`unknown module ${module}`);
      const files = await provideModuleFiles(source, source.crds, { env: process.env, log: () => undefined });
      for (const definition of [...files.values()].flatMap((text) => parseAllDocuments(text)))
        if (definition.contents !== null) await apply(definition.toJS());
    }
  }, 240_000);

  afterAll(() => server?.stop());

  test("on all edges, with a runtime for each tenant and with a shared one", async () => {
    const objects = inventories.flatMap(routeObjectsOf);
    expect(new Set(objects.map(({ apiVersion, kind }) => `${apiVersion.split("/")[0]}/${kind}`))).toEqual(
      new Set([
        "cert-manager.io/Certificate",
        "cert-manager.io/ClusterIssuer",
        "gateway.networking.k8s.io/Gateway",
        "gateway.networking.k8s.io/GRPCRoute",
        "gateway.networking.k8s.io/HTTPRoute",
        "gateway.networking.k8s.io/ReferenceGrant",
        "networking.istio.io/Gateway",
        "networking.istio.io/VirtualService",
        "networking.k8s.io/Ingress",
        "security.istio.io/AuthorizationPolicy",
        "security.istio.io/RequestAuthentication",
      ]),
    );
    for (const name of new Set(objects.flatMap(({ metadata }) => metadata?.namespace ?? [])))
      await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
    for (const object of objects) {
      const [sent, stored] = [pathsIn(object), pathsIn(await apply(object))];
      const added = stored.filter((path) => !sent.includes(path) && !ofServer.some((field) => path.startsWith(field)));
      const dropped = sent.filter((path) => !stored.includes(path));
      expect([`${object.kind} ${object.metadata?.name}`, { added, dropped }]).toEqual([
        `${object.kind} ${object.metadata?.name}`,
        { added: [], dropped: [] },
      ]);
    }
  }, 120_000);

  test("an object without a default is reported", async () => {
    const [route] = inventories.flatMap(routeObjectsOf).filter(({ kind }) => kind === "HTTPRoute");
    if (route === undefined) throw new Error("missing HTTPRoute");
    const copy = JSON.parse(JSON.stringify(route).replaceAll('"group":"gateway.networking.k8s.io",', ""));
    const added = pathsIn(await apply(copy)).filter((path) => !pathsIn(copy).includes(path));
    expect(added).toContain('spec.parentRefs[0].group = "gateway.networking.k8s.io"');
  });
});
