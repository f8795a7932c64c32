import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { readInventory } from "../../commands/inventory.ts";
import { addonSandbox, generatedFiles } from "../../testing/addon-sandbox.ts";
import { tenantry } from "../../testing/command-line.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { mergeSpec, sandbox, write } from "../../testing/sandbox.ts";
import { allowedRegistries, type ImageMirror, mirroredImage } from "../image-mirror.ts";
import type { RawMap } from "../merge.ts";

const staging = "clusters/staging/cluster.yaml";
const projects = { "docker.io": "dockerhub", "nvcr.io": "nvidia", "quay.io": "quay", "ghcr.io": "github" };
const imageMirror: ImageMirror = { host: "harbor.acme.test", projects, direct: [] };

function clusterWith(mirror: object | undefined) {
  const root = sandbox();
  if (mirror !== undefined) mergeSpec(root, staging, { imageMirror: mirror });
  const cluster = inventoryOf(root).clusters.find(({ name }) => name === "staging");
  if (cluster === undefined) throw new Error("missing cluster staging");
  return cluster;
}

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

test.each([
  ["docker.io/seldonio/mlserver:1.7.1", "harbor.acme.test/dockerhub/seldonio/mlserver:1.7.1"],
  [`docker.io/a/b:1@${digest}`, `harbor.acme.test/dockerhub/a/b:1@${digest}`],
  [`quay.io/a/b@${digest}`, `harbor.acme.test/quay/a/b@${digest}`],
  ["redis:8", "harbor.acme.test/dockerhub/library/redis:8"],
  ["harbor.acme.test/own/b:1", "harbor.acme.test/own/b:1"],
  ["docker.io.acme.test/a/b:1", "docker.io.acme.test/a/b:1"],
  ["registry.acme.test/a/b:1", "registry.acme.test/a/b:1"],
])("the copy of %s is %s", (image, copy) => {
  expect(mirroredImage(clusterWith(imageMirror).spec, image)).toBe(copy);
});

test("without a mirror, an image and the allowed registries stay as they are", () => {
  const cluster = clusterWith(undefined);
  expect(mirroredImage(cluster.spec, "docker.io/a/b:1")).toBe("docker.io/a/b:1");
  expect(allowedRegistries(cluster.platform, cluster.spec)).toEqual(cluster.platform.spec.registries);
});

test("with a mirror, the copies of the allowed registries are allowed, and not the originals", () => {
  const { platform, spec } = clusterWith(imageMirror);
  expect(allowedRegistries(platform, spec)).toEqual([
    "harbor.acme.test/dockerhub/seldonio/",
    "harbor.acme.test/nvidia/nvidia/",
    "harbor.acme.test/",
  ]);
});

/** Every image and registry in the generated files of a cluster. */
function imagesIn(root: string, cluster: string): readonly string[] {
  const files = [...generatedFiles(inventoryOf(root))].filter(([path]) => path.startsWith(`clusters/${cluster}/`));
  return files.flatMap(([, text]) =>
    [
      ...text.matchAll(/^[ -]*"?(?:image|registry|repository|imageRegistry|defaultImageRegistry)"?: "?([^\s"]+)/gm),
    ].flatMap(([, image = ""]) => (/^[a-z0-9.-]+[.][a-z]+(:\d+)?(\/|$)/.test(image) ? [image] : [])),
  );
}

const metallb = { settings: { pools: { tenants: { for: "tenants", addresses: ["192.168.2.208/28"] } } } };
const addons = { "cert-manager": {}, "external-secrets": {}, strimzi: {}, metallb };

test.each(["standard", "scoped", "enhanced", "dedicated"])(
  "every image of a cluster with the pattern %s comes from the mirror",
  async (pattern) => {
    const root = addonSandbox(addons, "all");
    const image = (name: string): RawMap => ({
      image: `docker.io/acme/${name}:2.9.1`,
      fixes: ["server-config-lookup", "watch-namespaces"],
      reason: "ServerConfigs belong to the teams",
      owner: "Platform team",
      reviewBy: "2099-01-01",
    });
    const controller = pattern === "scoped" || pattern === "enhanced" ? { controller: image("operator") } : {};
    const scheduler = pattern === "enhanced" ? { scheduler: image("scheduler") } : {};
    mergeSpec(root, "platform/platform.yaml", {
      registries: ["docker.io/seldonio/", "docker.io/acme/", "nvcr.io/nvidia/", "harbor.acme.test/"],
    });
    mergeSpec(root, staging, {
      imageMirror,
      seldon: { pattern, images: { ...controller, ...scheduler } },
    });
    const { clusters } = inventoryOf(root);
    const found = imagesIn(root, "staging");
    expect(clusters.find(({ name }) => name === "staging")?.spec.imageMirror).toEqual(imageMirror);
    expect(found.length).toBeGreaterThan(12);
    expect(found.filter((name) => !name.startsWith("harbor.acme.test"))).toEqual([]);
    // With the pattern enhanced, the tenants of the sample would need other names for their Servers.
    if (pattern === "enhanced") return;
    const { code, out } = await tenantry(root, ["check"]);
    expect(code, out).toBe(0);
  },
);

test("an image of a chart that a cluster sets itself comes from the mirror, too", () => {
  const root = addonSandbox({
    metallb: { ...metallb, values: { metallb: { speaker: { image: { repository: "docker.io/acme/speaker" } } } } },
  });
  mergeSpec(root, staging, { imageMirror });
  const text = generatedFiles(inventoryOf(root)).get(
    "clusters/staging/applications/addons/metallb/application-metallb.yaml",
  );
  expect(text).toContain("harbor.acme.test/dockerhub/acme/speaker");
  expect(text).toContain("harbor.acme.test/quay/metallb/controller");
});

const registry = `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: registry }
spec:
  description: A registry
  kubernetes: { minimum: "1.30" }
  needs: [cert-manager]
  provides: { registry: { service: registry, workload: registry } }
  namespaces: { registry: { podSecurity: restricted } }
  applications:
    registry:
      git: { repository: "https://git.acme.invalid/registry.git", revision: v1.0.0, path: deploy }
      namespace: registry
      kinds: [apps/Deployment]
  workloads: { registry: { namespace: registry, pods: { app: registry } } }
`;

test("if the registry is an add-on of the cluster, what it depends on keeps the original registries", () => {
  const root = addonSandbox({ ...addons, registry: {} });
  write(root, "platform/addons/registry.yaml", registry);
  mergeSpec(root, staging, { imageMirror });
  const files = generatedFiles(inventoryOf(root));
  const mirrored = Object.keys(addons).filter((name) =>
    files
      .get(`clusters/staging/applications/addons/${name}/application-${name === "strimzi" ? "operator" : name}.yaml`)
      ?.includes("harbor.acme.test/"),
  );
  expect(mirrored).toEqual(["strimzi"]);
});

describe("a mirror without a project for a registry", () => {
  const found = (mirror: object, on: RawMap, files: Readonly<Record<string, string>> = {}): readonly string[] => {
    const root = addonSandbox(on);
    mergeSpec(root, "platform/platform.yaml", { registries: ["docker.io/seldonio/", "nvcr.io/nvidia/"] });
    for (const [path, text] of Object.entries(files)) write(root, path, text);
    mergeSpec(root, staging, { imageMirror: mirror });
    return readInventory(root)
      .diagnostics.filter(({ code }) => code === "platform/mirror")
      .map(({ severity, message, at }) => `${severity} ${at.file}: ${message}`);
  };
  const without = (...hosts: readonly string[]): object => ({
    ...imageMirror,
    projects: Object.fromEntries(Object.entries(projects).filter(([host]) => !hosts.includes(host))),
  });

  test.each([
    {
      name: "that the platform allows",
      mirror: without("nvcr.io"),
      on: {},
      expected: [
        `error ${staging}: missing project for registry nvcr.io: registries of the platform lists nvcr.io/nvidia/`,
      ],
    },
    {
      name: "that only an add-on uses",
      mirror: without("ghcr.io"),
      on: { "external-secrets": {} },
      expected: [
        `error ${staging}: missing project for registry ghcr.io: add-on external-secrets uses ghcr.io/external-secrets/external-secrets`,
      ],
    },
    { name: "that nothing uses", mirror: without("ghcr.io"), on: {}, expected: [] },
    { name: "that nodes use directly", mirror: { ...without("nvcr.io"), direct: ["nvcr.io"] }, on: {}, expected: [] },
  ])("$name", ({ mirror, on, expected }) => {
    expect(found(mirror, on)).toEqual(expected);
  });

  test("a chart whose values with registries are unknown is a warning", () => {
    const spec = { extends: "tenantry/strimzi", applications: { operator: { chart: { images: null } } } };
    const file = stringify({ apiVersion: "tenantry.dev/v1alpha1", kind: "Addon", metadata: { name: "kafka" }, spec });
    expect(found(imageMirror, { kafka: {} }, { "platform/addons/kafka.yaml": file })).toEqual([
      "warning clusters/staging/cluster.yaml: missing images of chart strimzi-kafka-operator: its pods pull from the original registries",
    ]);
  });
});

describe("projects and registries of the platform", () => {
  const found = (mirror: object, on: RawMap, registries: readonly string[]): readonly string[] => {
    const root = addonSandbox(on);
    mergeSpec(root, "platform/platform.yaml", { registries });
    mergeSpec(root, staging, { imageMirror: mirror });
    return readInventory(root)
      .diagnostics.filter(({ code }) => code === "platform/mirror")
      .map(({ severity, message, at }) => `${severity} ${at.file.replace(/^.*[/]/, "")}: ${message}`);
  };
  const own = ["docker.io/seldonio/", "nvcr.io/nvidia/", "harbor.acme.test/acme/"];
  const speaker = (repository: string): RawMap => ({
    metallb: { ...metallb, values: { metallb: { speaker: { image: { repository } } } } },
  });

  test.each([
    { name: "one project for each registry", mirror: imageMirror, expected: [] },
    {
      name: "a project for the mirror itself",
      mirror: { ...imageMirror, projects: { ...projects, "harbor.acme.test": "own" } },
      expected: ["error cluster.yaml: invalid project for registry harbor.acme.test: it is the mirror itself"],
    },
    {
      name: "a project for a registry that nodes use directly",
      mirror: { ...imageMirror, direct: ["quay.io"] },
      expected: ["error cluster.yaml: invalid project for registry quay.io: direct lists it, too"],
    },
    {
      name: "a project for two registries",
      mirror: { ...imageMirror, projects: { ...projects, "quay.io": "dockerhub" } },
      expected: [
        "error cluster.yaml: invalid project dockerhub for registry quay.io: the project of docker.io must not contain images of another registry",
      ],
    },
    {
      name: "a project in another one",
      mirror: { ...imageMirror, projects: { ...projects, "quay.io": "dockerhub/quay" } },
      expected: [
        "error cluster.yaml: invalid project dockerhub/quay for registry quay.io: the project of docker.io must not contain images of another registry",
      ],
    },
    {
      name: "a platform that allows the whole mirror",
      registries: ["docker.io/seldonio/", "nvcr.io/", "harbor.acme.test/"],
      mirror: { host: "harbor.acme.test", projects: { "docker.io": "dockerhub", "nvcr.io": "nvidia" } },
      expected: [
        "warning platform.yaml: registry harbor.acme.test/ allows every image of docker.io on staging, because it contains their copies",
      ],
    },
    {
      name: "an image of a chart that the cluster sets, of another registry",
      mirror: imageMirror,
      on: speaker("gcr.io/acme/speaker"),
      expected: ["error cluster.yaml: missing project for registry gcr.io: add-on metallb uses gcr.io/acme/speaker"],
    },
    {
      name: "an image of a chart that the cluster sets, of Docker Hub",
      mirror: imageMirror,
      on: speaker("acme/speaker"),
      expected: [],
    },
  ])("$name", ({ mirror, on = {}, registries = own, expected }) => {
    expect(found(mirror, on, registries)).toEqual(expected);
  });
});
