import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { textAt } from "../evaluate/manifests/reading.ts";
import { clusterScope } from "../generate/scope.ts";
import { applicationOf } from "../layout/names.ts";
import { generatedPath, parsePath } from "../layout/paths.ts";
import { trackingAnnotation } from "../layout/sync.ts";
import { groupVersion, type KubernetesObject, toPlain } from "../models/kubernetes-object.ts";
import { rules } from "../rules/table.ts";
import { collectionOf, corpusContext, corpusScope, objectOf, pluralOf } from "../testing/admission.ts";
import { type ApiServer, type ApiServerResponse, startApiServer } from "../testing/api-server.ts";
import { connectedAddons, generatedManifests } from "../testing/connected-addons.ts";
import { sampleWithEveryField } from "../testing/every-route-field.ts";
import { inventoryOf } from "../testing/inventory.ts";
import { builtSample } from "../testing/rendered-manifests.ts";
import { valueAt } from "../validate/merge.ts";
import { type AdmissionCase, defaultPlatform, identities } from "./corpus/case.ts";
import { admissionCases } from "./corpus/table.ts";
import { policyName } from "./policy.ts";
import { admissionObjects } from "./policy-objects.ts";

const { TENANTRY_KUBE_APISERVER: apiServer, TENANTRY_ETCD: etcd } = process.env;
const ready = apiServer !== undefined && etcd !== undefined;
const title = `a real API server admits and rejects the same requests${ready ? "" : " (skipped: set TENANTRY_KUBE_APISERVER and TENANTRY_ETCD to the programs)"}`;

const cases = admissionCases.flatMap(({ policy, cases: all }) =>
  all.map((admissionCase) => ({ ...admissionCase, policy: policyName(policy) })),
);
const byPattern = Map.groupBy(cases, ({ pattern }) => pattern ?? "standard");
const manager = "fieldManager=corpus&force=true";

/** The definition of a kind that is not built into Kubernetes. It accepts any object. */
function definitionOf({ apiVersion, kind, metadata }: KubernetesObject): object {
  const { group, version } = groupVersion(apiVersion);
  const plural = pluralOf(kind);
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  const scale = { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, annotations: { "api-approved.kubernetes.io": "unapproved, for a test" } },
    spec: {
      group,
      scope: metadata?.namespace === undefined ? "Cluster" : "Namespaced",
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [{ name: version, served: true, storage: true, schema, subresources: { status: {}, scale } }],
    },
  };
}

const builtIn = new Set([
  "",
  "apps",
  "autoscaling",
  "batch",
  "discovery.k8s.io",
  "networking.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
]);

function sendRequest(server: ApiServer, admissionCase: AdmissionCase): Promise<ApiServerResponse> {
  const object = objectOf(admissionCase.object);
  const as = identities[admissionCase.as ?? defaultPlatform];
  if (admissionCase.before === undefined)
    return server.request("POST", `${collectionOf(object)}?dryRun=All`, object, as);
  const path = nameOf(objectOf(admissionCase.before));
  if (admissionCase.deleted === true) return server.request("DELETE", `${path}?dryRun=All`, undefined, as);
  return admissionCase.subresource === undefined
    ? server.request("PATCH", `${path}?dryRun=All&${manager}`, object, as)
    : server.request("MERGE", `${path}/${admissionCase.subresource}?dryRun=All`, object, as);
}

const pods = `
apiVersion: v1
kind: Pod
metadata: { name: p }
spec: { containers: [{ name: a, image: "harbor.acme.test/x:1" }] }
`;

function nameOf(object: KubernetesObject): string {
  return `${collectionOf(object)}/${object.metadata?.name ?? ""}`;
}

const trees = [
  ...[await builtSample(), join(import.meta.dirname, "../golden/four-patterns")].flatMap((root) =>
    readdirSync(join(root, "clusters")).map((name) => ({
      name,
      objects: renderedBelow(name, join(root, "clusters", name, "rendered")),
    })),
  ),
  ...[
    ["with add-ons", connectedAddons()] as const,
    ["with routes", sampleWithEveryField()] as const,
    ["with routes and a shared runtime", sampleWithEveryField("enhanced")] as const,
  ].flatMap(([what, root]) =>
    [...Map.groupBy(generatedManifests(inventoryOf(root)), ({ cluster }) => cluster)].map(([cluster, units]) => ({
      name: `${cluster.name} ${what}`,
      objects: [
        ...admissionObjects(clusterScope(cluster), rules).base.objects.map(({ object }) => toPlain(object)),
        ...units.flatMap(({ manifestSet }) =>
          manifestSet.manifests.flatMap(({ application, object }) =>
            application === undefined ? [] : [tracked(object, application)],
          ),
        ),
      ],
    })),
  ),
];

function renderedBelow(cluster: string, folder: string): readonly KubernetesObject[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => {
      const path = parsePath(generatedPath(cluster, "rendered", file));
      if (path?.is !== "generated") throw new Error(`${file} is not generated`);
      return tracked(parse(readFileSync(join(folder, file), "utf8")), applicationOf(path));
    });
}

/** The object with the tracking annotation that Argo CD sets. */
function tracked(object: KubernetesObject, application: string): KubernetesObject {
  const { apiVersion, kind, metadata = {} } = object;
  const about = `${groupVersion(apiVersion).group}/${kind}:${metadata.namespace ?? ""}/${metadata.name}`;
  const mark = { [trackingAnnotation]: `${application}:${about}` };
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, ...mark } } };
}

/** Whether an object is a policy, a binding, or the parameters of the policies. */
function isPolicy({ kind, metadata }: KubernetesObject): boolean {
  return kind.startsWith("ValidatingAdmissionPolicy") || metadata?.name === "tenantry-policies";
}

function refusedBy(policy: string, { status, body }: ApiServerResponse): boolean {
  return status === 403 && (textAt(body, "message") ?? "").includes(`ValidatingAdmissionPolicy '${policy}'`);
}

describe.skipIf(!ready)(title, () => {
  let server: ApiServer;

  const apply = async (object: KubernetesObject): Promise<void> => {
    for (let tries = 0; ; tries += 1) {
      const { status, body } = await server.request("PATCH", `${nameOf(object)}?${manager}`, object);
      if (status === 200 || status === 201) return;
      // The API server accepts objects of a new definition only after a moment.
      if (tries === 50) throw new Error(`${object.kind} ${object.metadata?.name}: ${JSON.stringify(body)}`);
      await wait(100);
    }
  };

  beforeAll(async () => {
    server = await startApiServer({ apiServer: apiServer ?? "", etcd: etcd ?? "" });
    const written = cases
      .flatMap(({ object, before }) => [object, ...(before === undefined ? [] : [before])])
      .map(objectOf);
    const kinds = new Map(
      written
        .filter(({ apiVersion }) => !builtIn.has(groupVersion(apiVersion).group))
        .map((object) => [`${object.apiVersion}/${object.kind}`, object]),
    );
    for (const kind of kinds.values()) await apply(definitionOf(kind) as KubernetesObject);
    for (const [name, labels] of corpusContext(corpusScope()).namespaces)
      await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
    for (const { before } of cases) if (before !== undefined) await apply(objectOf(before));
  }, 240_000);

  afterAll(() => server?.stop());

  describe.each([...byPattern.keys()])("on %s", (pattern) => {
    const mine = byPattern.get(pattern) ?? [];

    beforeAll(async () => {
      const { base, own } = admissionObjects(corpusScope(pattern), rules);
      for (const { object } of [...base.objects, ...own]) await apply(toPlain(object));
      // Policies take effect a moment after they are stored, and parameters a moment after they change.
      const markers = [...Map.groupBy(mine, ({ policy }) => policy).values()].flatMap((all) => [
        ...all.filter(({ admitted }) => !admitted).slice(0, 1),
        ...all.filter(({ admitted }) => admitted).slice(0, 1),
      ]);
      for (const marker of markers)
        for (
          let tries = 0;
          refusedBy(marker.policy, await sendRequest(server, marker)) === marker.admitted;
          tries += 1
        ) {
          if (tries === 150) throw new Error(`${marker.policy} does not take effect: ${marker.name}`);
          await wait(200);
        }
    }, 120_000);

    test.each(mine.map((item) => [`${item.policy}: ${item.name}`, item] as const))("%s", async (_, item) => {
      const answer = await sendRequest(server, item);
      const message = JSON.stringify(valueAt(answer.body, ["message"]) ?? answer.body);
      expect([answer.status < 300, refusedBy(item.policy, answer)], message).toEqual([item.admitted, !item.admitted]);
    });
  });

  describe("objects that Argo CD applies are admitted", () => {
    test.each(trees)(
      "on $name",
      async ({ objects }) => {
        const [platform, mine] = [objects.filter(isPolicy), objects.filter((object) => !isPolicy(object))];
        expect(mine.length).toBeGreaterThan(20);
        for (const object of mine.filter(({ kind }) => kind === "Namespace")) await apply(object);
        const foreign = new Map(mine.map((object) => [`${object.apiVersion}/${object.kind}`, object]));
        for (const object of foreign.values())
          if (!builtIn.has(groupVersion(object.apiVersion).group))
            await apply(definitionOf(object) as KubernetesObject);
        for (const object of platform) await apply(object);
        const tenant = mine.find(
          ({ kind, metadata }) => kind === "Namespace" && metadata?.labels?.["tenantry.dev/tenant"] !== undefined,
        )?.metadata?.name;
        const bad = { apiVersion: "v1", kind: "Pod", metadata: { name: "bad", namespace: tenant ?? "" } };
        const body = { ...bad, spec: { containers: [{ name: "a", image: "evil.test/x:1" }] } };
        for (let tries = 0; tries < 150; tries += 1) {
          if ((await server.request("POST", `${collectionOf(bad)}?dryRun=All`, body, identities.argoCD)).status === 403)
            break;
          await wait(200);
        }
        expect((await server.request("POST", `${collectionOf(bad)}?dryRun=All`, body, identities.argoCD)).status).toBe(
          403,
        );
        for (const object of mine) {
          const { status, body: reported } = await server.request(
            "PATCH",
            `${nameOf(object)}?dryRun=All&${manager}`,
            object,
            identities.argoCD,
          );
          expect([`${object.kind} ${object.metadata?.name}`, status < 300, valueAt(reported, ["message"])]).toEqual([
            `${object.kind} ${object.metadata?.name}`,
            true,
            undefined,
          ]);
        }
      },
      120_000,
    );
  });

  test("without parameters, requests in tenants' namespaces are rejected, and only the platform can restore the parameters", async () => {
    const { own } = admissionObjects(corpusScope(), rules);
    const [parameters] = own.map(({ object }) => toPlain(object));
    if (parameters === undefined) throw new Error("missing parameters");
    const pod: AdmissionCase = { name: "", admitted: true, object: pods };
    const until = async (status: number): Promise<ApiServerResponse> => {
      for (let tries = 0; ; tries += 1) {
        const answer = await sendRequest(server, pod);
        if (answer.status === status || tries === 150) return answer;
        await wait(200);
      }
    };
    const { argoCD } = identities;
    const seldons = { apiVersion: "v1", kind: "Namespace", metadata: { name: "seldon-system", labels: { a: "b" } } };
    await server.request("DELETE", nameOf(parameters));
    expect(textAt((await until(403)).body, "message")).toContain("no params found");
    expect((await server.request("PATCH", `${nameOf(seldons)}?${manager}`, seldons, argoCD)).status).toBe(200);
    const { metadata, ...rest } = parameters;
    const annotations = { [trackingAnnotation]: "production.churn.guardrails:/ConfigMap:seldon-system/a" };
    const ofTenant = { ...rest, metadata: { ...metadata, annotations } };
    expect((await server.request("PATCH", `${nameOf(parameters)}?${manager}`, ofTenant, argoCD)).status).toBe(403);
    expect((await server.request("PATCH", `${nameOf(parameters)}?${manager}`, parameters, argoCD)).status).toBe(201);
    expect((await until(201)).status).toBe(201);
  });
});
