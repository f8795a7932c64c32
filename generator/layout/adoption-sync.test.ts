import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { parse, parseDocument } from "yaml";
import { chartFileText } from "../edit/chart-file.ts";
import { renderedChart } from "../evaluate/charts/rendered-chart.ts";
import type { KubernetesObject } from "../models/kubernetes-object.ts";
import { readObjects } from "../models/read-object.ts";
import { mergeAddon } from "../testing/addon-clusters.ts";
import { collectionOf } from "../testing/admission.ts";
import { type ApiServer, freePort, startApiServer } from "../testing/api-server.ts";
import { argoCDNamespace, startArgoCD } from "../testing/argo-cd.ts";
import { apply, bareNamespace, definitionOf, publishTree, refresh, statusOf, until } from "../testing/argo-cd-sync.ts";
import { chartTgz, type PublishedChart } from "../testing/chart-repository.ts";
import { tenantry } from "../testing/command-line.ts";
import { emptyFolder, sandbox, treeOf, write } from "../testing/sandbox.ts";
import { widgetsAddon } from "../testing/widgets.ts";
import { isMap, valueAt } from "../validate/merge.ts";
import { trackingAnnotation } from "./sync.ts";

const {
  TENANTRY_KUBE_APISERVER: apiServer,
  TENANTRY_ETCD: etcd,
  TENANTRY_ARGOCD: argoCD,
  TENANTRY_REDIS: redis,
  TENANTRY_HELM: helm,
} = process.env;
const programs = [apiServer, etcd, argoCD, redis, helm];
const ready = programs.every((program) => program !== undefined);
const title = `a real Argo CD${ready ? "" : " (skipped: set TENANTRY_KUBE_APISERVER, TENANTRY_ETCD, TENANTRY_ARGOCD, TENANTRY_REDIS and TENANTRY_HELM to the programs)"}`;

const container = "containers: [{ name: main, image: registry.acme.test/widgets:1 }]";
const secure = "securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }";

/** The labels of the pods of the StatefulSet, by version. They are also its selector. */
const labels: Readonly<Record<string, string>> = { "1.2.3": "{ app: store }", "1.3.0": "{ app: store, tier: data }" };

/** A chart with a StatefulSet, a Deployment and a Service. */
const chartOf = (version: string): PublishedChart => ({
  name: "widgets",
  version,
  files: {
    "values.yaml": "replicas: 1\n",
    "templates/store.yaml": `apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, labels: { app.kubernetes.io/managed-by: "{{ .Release.Service }}" } }
spec:
  serviceName: store
  replicas: 1
  selector: { matchLabels: ${labels[version]} }
  template: { metadata: { labels: ${labels[version]} }, spec: { ${secure}, ${container} } }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`,
    "templates/web.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { ${secure}, ${container} } }
`,
    "templates/service.yaml": `apiVersion: v1
kind: Service
metadata: { name: store }
spec: { clusterIP: None, selector: { app: store }, ports: [{ port: 80 }] }
`,
  },
});

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

describe.skipIf(!ready)(title, () => {
  test("adopts what Helm created, replaces a StatefulSet with another selector, and pauses: the claim stays the same object", async () => {
    const root = sandbox();
    write(root, "platform/addons/widgets.yaml", widgetsAddon("1.2.3"));
    const manifest = rendered();
    write(root, "platform/charts/widgets-1.2.3.yaml", descriptionOf("1.2.3", manifest));
    mergeAddon(root, "production", "widgets", {});

    mergeAddon(root, "production", "widgets", { adopts: { server: installedWith({ app: "old" }) } });
    const [refused, { unmet }] = await planned(root, "--adopt");
    expect([refused, unmet]).toMatchObject([1, [{ code: "addons/adoption" }]]);
    mergeAddon(root, "production", "widgets", { adopts: null });

    const [code, { steps }] = await planned(root, "--adopt");
    expect([code, steps.length]).toEqual([0, 2]);
    await follow(root, steps[0]);
    const published = publishTree(root, { "https://charts.widgets.invalid": await chartServer() });
    running.push(async () => published.remove());

    const server = await startApiServer({ apiServer: apiServer ?? "", etcd: etcd ?? "" });
    running.push(server.stop);
    for (const kind of ["Application", "AppProject"])
      await apply(server, definitionOf("argoproj.io", "v1alpha1", kind));
    for (const name of [argoCDNamespace, "widgets"]) await apply(server, bareNamespace(name));
    const release = [...readObjects(manifest).map(asHelmCreates), claim];
    for (const object of release) await create(server, object);
    const before = await identities(server, release);

    const { stop } = await startArgoCD(server, { argoCD: argoCD ?? "", redis: redis ?? "", helm: helm ?? "" });
    running.push(stop);
    for (const [file, text] of treeOf(root, "clusters/production/bootstrap"))
      if (/application-roots\.addons|appproject-roots/.test(file)) await apply(server, parse(text));

    const application = "production.platform.widgets.server";
    const applicationPath = `/apis/argoproj.io/v1alpha1/namespaces/${argoCDNamespace}/applications/${application}`;
    await until(async () => {
      const { resources } = await statusOf(server, application);
      expect(resources).toHaveLength(3);
      expect(JSON.stringify(resources)).not.toContain("Missing");
    });
    expect(await identities(server, release)).toEqual(before);

    await follow(root, steps[1]);
    published.push();
    await refresh(server, "production.roots.addons");
    await until(async () => {
      const { body } = await server.request("GET", applicationPath);
      expect(valueAt(body, ["spec", "syncPolicy", "automated"])).toBeDefined();
    });
    const patch = /--patch '(.*)'/.exec(steps[1]?.next[0]?.command ?? "")?.[1] ?? "";
    await server.request("MERGE", applicationPath, JSON.parse(patch));
    await until(async () => {
      const { sync, operationState } = await statusOf(server, application);
      expect(operationState).toMatchObject({ phase: "Succeeded" });
      expect(sync).toMatchObject({ status: "Synced" });
    });
    const after = await identities(server, release);
    expect(after.map(({ uid, tracked }) => [uid, tracked])).toEqual(before.map(({ uid }, index) => [uid, index < 3]));

    // An upgrade across a label change: Kubernetes rejects it until a person deletes the StatefulSet.
    write(root, "platform/charts/widgets-1.3.0.yaml", descriptionOf("1.3.0", rendered("1.3.0")));
    // The published tree contains other addresses than the descriptions of the chart.
    expect(await tenantry(root, ["build"])).toMatchObject({ code: 0 });
    const [blocked, upgrade] = await planned(root, "--version", "1.3.0");
    expect([blocked, upgrade.unmet]).toMatchObject([1, [{ code: "addons/upgrade" }]]);
    await follow(root, upgrade.steps[0]);
    published.push();
    await refresh(server, "production.roots.addons");
    await until(async () => {
      const { conditions } = await statusOf(server, application);
      expect(JSON.stringify(conditions)).toContain("updates to statefulset spec");
    });
    // No garbage collector runs here, so this deletion leaves the pods and claims, as --cascade=orphan does.
    const store = "/apis/apps/v1/namespaces/widgets/statefulsets/store";
    expect((await server.request("DELETE", `${store}?propagationPolicy=Background`)).status).toBe(200);
    await until(async () => {
      const { body } = await server.request("GET", store);
      expect(valueAt(body, ["spec", "selector", "matchLabels"])).toEqual({ app: "store", tier: "data" });
      expect((await statusOf(server, application))["sync"]).toMatchObject({ status: "Synced" });
    });
    expect((await identities(server, [claim]))[0]?.uid).toBe(before[3]?.uid);

    // An Application that is paused for a restore changes nothing, and its root does not resume it.
    const service = "/api/v1/namespaces/widgets/services/store";
    const exists = async (): Promise<boolean> => (await server.request("GET", service)).status === 200;
    await annotate(server, applicationPath, "true");
    await wait(3_000);
    await server.request("DELETE", service);
    await refresh(server, "production.roots.addons");
    await wait(20_000);
    expect(await exists()).toBe(false);
    await annotate(server, applicationPath, null);
    await until(async () => expect(await exists()).toBe(true));
  }, 360_000);
});

function rendered(version = "1.2.3"): string {
  const chart = chartOf(version);
  const folder = emptyFolder("chart");
  const files = { "Chart.yaml": `apiVersion: v2\nname: ${chart.name}\nversion: ${chart.version}\n`, ...chart.files };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return execFileSync(helm ?? "", ["template", "widgets", folder, "--namespace", "widgets"], { encoding: "utf8" });
}

/** The file that `tenantry charts` writes. */
function descriptionOf(version: string, manifest: string): string {
  return chartFileText(undefined, `widgets-${version}`, {
    repository: "https://charts.widgets.invalid",
    name: "widgets",
    version,
    values: { replicas: "number" },
    furtherValues: {},
    furtherPorts: {},
    traps: [],
    ...renderedChart(readObjects(manifest), 34),
  });
}

function installedWith(selector: Readonly<Record<string, string>>): object {
  return {
    release: "widgets",
    namespace: "widgets",
    selectors: { "StatefulSet/store": selector, "Deployment/web": { app: "web" } },
    claims: { "StatefulSet/store": ["data"] },
  };
}

/** The address of a Helm repository with the chart. */
async function chartServer(): Promise<string> {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const entries = Object.keys(labels).map((version) => ({ name: "widgets", version, urls: [`${address}/${version}`] }));
  const index = JSON.stringify({ apiVersion: "v1", entries: { widgets: entries } });
  const server = createServer(({ url = "" }, response) => {
    response.end(url === "/index.yaml" ? index : chartTgz(chartOf(url.slice(1))));
  }).listen(port, "127.0.0.1");
  running.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return address;
}

/** An object as Helm writes it. */
function asHelmCreates({ metadata, ...object }: KubernetesObject): KubernetesObject {
  const annotations = { "meta.helm.sh/release-name": "widgets", "meta.helm.sh/release-namespace": "widgets" };
  return { ...object, metadata: { ...metadata, namespace: "widgets", annotations } };
}

/** The claim that the controller of Kubernetes makes from the template of the StatefulSet. */
const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "data-store-0", namespace: "widgets", labels: { app: "store" } },
  spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
} as KubernetesObject;

async function create(server: ApiServer, object: KubernetesObject): Promise<void> {
  await until(async () => {
    const { status, body } = await server.request("POST", `${collectionOf(object)}?fieldManager=helm`, object);
    expect(status, JSON.stringify(body)).toBe(201);
  });
}

async function annotate(server: ApiServer, path: string, value: string | null): Promise<void> {
  await server.request("MERGE", path, { metadata: { annotations: { "argocd.argoproj.io/skip-reconcile": value } } });
}

interface Identity {
  readonly uid: unknown;
  readonly version: unknown;
  readonly tracked: boolean;
}

async function identities(server: ApiServer, objects: readonly KubernetesObject[]): Promise<readonly Identity[]> {
  return Promise.all(
    objects.map(async (object) => {
      const { body } = await server.request("GET", `${collectionOf(object)}/${object.metadata?.name}`);
      const metadata = valueAt(body, ["metadata"]);
      return {
        uid: valueAt(metadata, ["uid"]),
        version: valueAt(metadata, ["resourceVersion"]),
        tracked: valueAt(metadata, ["annotations", trackingAnnotation]) !== undefined,
      };
    }),
  );
}

interface PlannedStep {
  readonly next: readonly { readonly command: string }[];
  readonly edits: readonly { readonly file: string; readonly path: readonly string[]; readonly value: unknown }[];
}

async function planned(
  root: string,
  ...goal: readonly string[]
): Promise<readonly [number, { readonly unmet: readonly unknown[]; readonly steps: readonly PlannedStep[] }]> {
  const argv = ["plan", "--cluster", "production", "--addon", "widgets", ...goal, "--output", "json"];
  const { code, out } = await tenantry(root, argv);
  return [code, JSON.parse(out)];
}

async function follow(root: string, step: PlannedStep | undefined): Promise<void> {
  for (const { file, path, value } of step?.edits ?? []) {
    const document = parseDocument(readFileSync(join(root, file), "utf8"));
    if (value === null) document.deleteIn(path);
    else document.setIn(path, value);
    writeFileSync(join(root, file), String(document));
  }
  const built = await tenantry(root, ["build"]);
  expect(built, isMap(built) ? String(built["out"]) : "").toMatchObject({ code: 0 });
}
