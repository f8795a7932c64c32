import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments, stringify } from "yaml";
import { preconditions } from "../patterns/preconditions.ts";
import { addonSandbox, generatedFiles } from "../testing/addon-sandbox.ts";
import { tenantry } from "../testing/command-line.ts";
import { clusterOf, inventoryOf } from "../testing/inventory.ts";
import { write } from "../testing/sandbox.ts";
import { injectedImages } from "../validate/addons/mesh.ts";
import { merge, type RawMap } from "../validate/merge.ts";

const ambient = { variant: "ambient", settings: { tenants: true } };
const sidecar = { variant: "sidecar", settings: { tenants: true, sidecarMaxCpu: "500m" } };
/** The Kafka of the tenant with pipelines. */
const streaming = { strimzi: {}, "external-secrets": {} };
const staging = "clusters/staging/cluster.yaml";

/** A sandbox whose cluster staging has the mesh, with the pattern of the sample or another one. */
function meshSandbox(use: RawMap, more: RawMap = {}): string {
  const root = addonSandbox({ istio: use, ...streaming }, "all");
  if (Object.keys(more).length > 0) change(root, staging, more);
  return root;
}

function change(root: string, file: string, spec: RawMap): void {
  write(root, file, stringify(merge(parse(readFileSync(join(root, file), "utf8")), { spec }, "keep")));
}

// biome-ignore lint/suspicious/noExplicitAny: tests reach into objects of any kind
function objectsOf(root: string, folder: string): readonly any[] {
  return [...generatedFiles(inventoryOf(root))].flatMap(([file, text]) =>
    file.startsWith(`clusters/staging/${folder}`) && file.endsWith(".yaml")
      ? parseAllDocuments(text).map((document) => document.toJS())
      : [],
  );
}

/** The findings of a command: the code with the line that it is at. */
async function findings(root: string): Promise<readonly string[]> {
  const { out } = await tenantry(root, ["check", "--output", "json"]);
  const { diagnostics }: { diagnostics: { code: string; severity: string; file: string; line: number }[] } =
    JSON.parse(out);
  return diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ code, file, line }) => {
      const text = readFileSync(join(root, file), "utf8").split("\n")[line - 1] ?? "";
      return `${code} at ${file}: ${text.trim()}`;
    });
}

describe.each([
  { variant: undefined, charts: ["base", "cni", "gateway", "istiod", "ztunnel"], profile: "ambient" },
  { variant: "ambient", charts: ["base", "cni", "gateway", "istiod", "ztunnel"], profile: "ambient" },
  { variant: "sidecar", charts: ["base", "cni", "gateway", "istiod"], profile: undefined },
])("variant $variant", ({ variant, charts, profile }) => {
  const root = meshSandbox(variant === undefined ? {} : { variant });
  const namespaces = objectsOf(root, "overlays/tenants").filter(({ kind }) => kind === "Namespace");
  const sources = objectsOf(root, "applications/addons/istio").flatMap(({ kind, spec }) =>
    kind === "Application" && spec.source.chart !== undefined ? [spec.source] : [],
  );

  test(`installs ${charts.join(", ")}`, () => {
    expect(sources.map((source) => source.chart).sort()).toEqual(charts);
    const values = sources.find((source) => source.chart === "istiod").helm.valuesObject;
    expect([values.profile, values.cni.enabled]).toEqual([profile, true]);
  });

  test("omits the values of optional settings that are not set", () => {
    const { service } = sources.find((source) => source.chart === "gateway").helm.valuesObject;
    expect(service).toEqual({ type: "LoadBalancer", annotations: {} });
  });

  test("changes no namespace of a tenant by default", () => {
    const labels = namespaces.flatMap(({ metadata }) => Object.keys(metadata.labels));
    expect(labels.filter((label) => label.includes("istio"))).toEqual([]);
  });
});

test("the gateway asks for the address that its settings name, with the distribution of Kubernetes", () => {
  const pools = {
    edge: { for: "platform", addresses: ["192.168.2.192/28"], reserved: { gateway: "192.168.2.195" } },
    tenants: { for: "tenants", addresses: ["192.168.2.208/28"] },
  };
  const settings = { addressPool: "edge", address: "192.168.2.195", externalTrafficPolicy: "Local", platform: "k3s" };
  const root = addonSandbox({ istio: { settings }, metallb: { settings: { pools } }, ...streaming }, "all");
  const values = new Map(
    objectsOf(root, "applications/addons/istio").map(({ metadata, spec }) => [
      metadata.name,
      spec.source?.helm?.valuesObject,
    ]),
  );
  expect(values.get("staging.platform.istio.gateway").service).toEqual({
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    annotations: { "metallb.io/address-pool": "edge", "metallb.io/loadBalancerIPs": "192.168.2.195" },
  });
  expect(values.get("staging.platform.istio.cni").global.platform).toBe("k3s");
});

// A pod from before istiod's webhook would keep the image auto. Pod Security rejects it, and its ReplicaSet tries again.
test.each([{ use: ambient }, { use: sidecar }])(
  "only istiod adds the seccomp profile of the gateway ($use.variant)",
  ({ use }) => {
    const valuesOf = (key: string) =>
      objectsOf(meshSandbox(use), "applications/addons/istio").find(
        ({ metadata }) => metadata.name === `staging.platform.istio.${key}`,
      ).spec.source.helm.valuesObject;
    expect(valuesOf("gateway").securityContext).toBeUndefined();
    expect(valuesOf("istiod").gateways.securityContext).toEqual({
      // The value replaces the one of the chart, so the sysctl is repeated.
      sysctls: [{ name: "net.ipv4.ip_unprivileged_port_start", value: "0" }],
      seccompProfile: { type: "RuntimeDefault" },
    });
    const namespace = objectsOf(meshSandbox(use), "").find(
      ({ kind, metadata }) => kind === "Namespace" && metadata.name === "istio-ingress",
    );
    expect(namespace.metadata.labels["pod-security.kubernetes.io/enforce"]).toBe("restricted");
  },
);

describe.each(["dedicated", "enhanced"])("tenants in the mesh on the pattern %s", (pattern) => {
  const more = { seldon: { pattern } };
  const shared = pattern === "enhanced";

  test("with sidecars, each namespace has the label and reaches the control plane", () => {
    const root = meshSandbox(sidecar, more);
    const objects = objectsOf(root, "overlays");
    const labelled = objects.flatMap(({ kind, metadata }) =>
      kind === "Namespace" && metadata.labels["istio-injection"] === "enabled" ? [metadata.name] : [],
    );
    expect(labelled.sort()).toEqual([
      "churn",
      "fraud-detection",
      "recommendation-engine",
      ...(shared ? ["seldon-system"] : []),
    ]);
    const reaching = objects.flatMap(({ metadata }) => (metadata?.name === "to-mesh" ? [metadata.namespace] : []));
    expect(reaching.sort()).toEqual(labelled.sort());
    const [accepting] = objects.filter(({ metadata }) => metadata?.name === "from-sidecars-to-istiod");
    expect(accepting.spec.ingress).toHaveLength(1);
    expect(accepting.spec.ingress[0].from).toHaveLength(shared ? 2 : 1);
    expect(accepting.spec.ingress[0].ports).toEqual([{ port: 15012, protocol: "TCP" }]);
  });

  test("without sidecars, the port of the tunnel is open in addition to each port between pods of the mesh, and probes come in", () => {
    const root = meshSandbox(ambient, more);
    const policies = objectsOf(root, "overlays").filter(({ kind }) => kind === "NetworkPolicy");
    const own = policies.filter(({ metadata }) => metadata.namespace === "churn");
    const probes = own.find(({ metadata }) => metadata.name === "from-mesh-probes");
    expect(probes.spec.ingress).toEqual([
      {
        from: [{ ipBlock: { cidr: "169.254.7.127/32" } }],
        ports: [{ port: 1, endPort: 65_535, protocol: "TCP" }],
      },
    ]);
    const tunnelled = own.flatMap(({ metadata, spec }) =>
      [...(spec.ingress ?? []), ...(spec.egress ?? [])].some(({ ports = [] }) =>
        ports.some(({ port }: { port: number }) => port === 15_008),
      )
        ? [metadata.name]
        : [],
    );
    expect(tunnelled.sort()).toEqual(
      shared ? ["from-seldon-mesh", "to-seldon-mesh", "to-seldon-scheduler"] : ["to-tenant-recommendation-engine"],
    );
    expect(policies.filter(({ metadata }) => metadata.name === "to-mesh")).toEqual([]);
  });
});

describe("findings about a mesh", () => {
  const withMemory = (limits: RawMap): RawMap => ({
    quota: { requests: { cpu: 8, memory: "5Gi" }, limits: { cpu: 24, memory: "32Gi", ...limits } },
  });

  test("a quota that is too small for the sidecars is one finding at its line", async () => {
    const root = meshSandbox(sidecar);
    change(root, "tenants/churn.yaml", {
      ...withMemory({ memory: "6Gi" }),
      containers: { max: { cpu: 8, memory: "4Gi" } },
    });
    expect(await findings(root)).toEqual(["capacity/demand-over-quota at tenants/churn.yaml: memory: 6Gi"]);
    change(root, staging, { addons: { istio: { settings: { tenants: false } } } });
    expect(await findings(root)).toEqual([]);
  });

  test("a maximum of the LimitRange below the limit of the sidecars is one finding at its line", async () => {
    const root = meshSandbox({ ...sidecar, settings: { tenants: true, sidecarMaxCpu: "2" } });
    change(root, "tenants/churn.yaml", {
      containers: { max: { cpu: "1500m", memory: "32Gi" } },
      ...withMemory({ cpu: 48 }),
    });
    const large = { quota: { size: "large" } };
    change(root, "tenants/recommendation-engine.yaml", { clusters: { staging: large } });
    expect(await findings(root)).toEqual(["capacity/outside-limit-range at tenants/churn.yaml: containers:"]);
  });

  test.each([
    {
      name: "a request of the sidecars over their limit",
      use: { variant: "sidecar", settings: { tenants: true, sidecarCpu: "4" } },
      found: ['addons/mesh at clusters/staging/cluster.yaml: sidecarCpu: "4"'],
    },
    {
      name: "an image without a registry",
      use: { variant: "sidecar", settings: { images: "Proxies" } },
      found: ["addons/mesh at clusters/staging/cluster.yaml: images: Proxies"],
    },
    {
      name: "a label that the mesh sets",
      use: ambient,
      tenant: { labels: { "istio-injection": "enabled" } },
      variant: "sidecar",
      found: ["addons/provided-twice at tenants/churn.yaml: istio-injection: enabled"],
    },
    {
      name: "settings of the other variant",
      use: { variant: "ambient", settings: { sidecarCpu: "1" } },
      found: ['input/unknown-field at clusters/staging/cluster.yaml: sidecarCpu: "1"'],
    },
  ])("$name", async ({ use, tenant, variant, found }) => {
    const root = meshSandbox(variant === undefined ? use : { ...use, variant });
    if (tenant !== undefined) change(root, "tenants/churn.yaml", tenant);
    expect(await findings(root)).toEqual(found);
  });

  test("a mesh without its CNI plugin cannot contain tenants with the level baseline", async () => {
    const root = meshSandbox(sidecar);
    write(
      root,
      "platform/addons/istio.yaml",
      `apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: istio }
spec:
  extends: tenantry/istio
  variants: { sidecar: { provides: { mesh: { sidecars: { podSecurity: privileged } } } } }
`,
    );
    expect(await findings(root)).toEqual(["addons/mesh at clusters/staging/cluster.yaml: tenants: true"]);
  });

  test.each([
    {
      name: "an unknown pool",
      settings: { addressPool: "edgy" },
      found: "reference/unknown at clusters/staging/cluster.yaml: addressPool: edgy",
    },
    {
      name: "a pool of the tenants",
      settings: { addressPool: "tenants" },
      found: "reference/unknown at clusters/staging/cluster.yaml: addressPool: tenants",
    },
    {
      name: "an address that no pool reserves",
      settings: { addressPool: "edge", address: "192.168.2.196" },
      found: "addons/pool at clusters/staging/cluster.yaml: address: 192.168.2.196",
    },
    {
      name: "a policy for external traffic of a Service without an address",
      settings: { serviceType: "ClusterIP", externalTrafficPolicy: "Local" },
      found: "addons/chart-trap at clusters/staging/cluster.yaml: istio:",
    },
  ])("a gateway with $name", async ({ settings, found }) => {
    const pools = {
      edge: { for: "platform", addresses: ["192.168.2.192/28"], reserved: { gateway: "192.168.2.195" } },
      tenants: { for: "tenants", addresses: ["192.168.2.208/28"] },
    };
    const root = addonSandbox({ istio: { settings }, metallb: { settings: { pools } }, ...streaming }, "all");
    expect(await findings(root)).toEqual([found]);
  });

  test("a mesh with tenants cannot be switched off", async () => {
    const root = meshSandbox({ ...ambient, retired: ["gateway-monitors"] });
    expect(await findings(root)).toEqual(["addons/in-use at clusters/staging/cluster.yaml: retired:"]);
    change(root, staging, { addons: { istio: { settings: { tenants: false } } } });
    expect(await findings(root)).toEqual([]);
  });

  test.each([
    { pattern: "enhanced", use: ambient, found: ["warning add-on istio on staging"] },
    { pattern: "enhanced", use: sidecar, found: [] },
    { pattern: "dedicated", use: ambient, found: [] },
  ])("a mesh of variant $use.variant on the pattern $pattern: warnings $found", ({ pattern, use, found }) => {
    const all = preconditions(inventoryOf(meshSandbox(use, { seldon: { pattern } })), "2026-11-23");
    const ports = all.filter(({ code }) => code === "addons/mesh-ports");
    expect(ports.map(({ severity, message }) => `${severity} ${message.split(":")[0]}`)).toEqual(found);
  });
});

test("with a mirror, the image of the sidecars is a copy, and no other image of its registry is allowed", () => {
  const projects = Object.fromEntries(
    ["docker.io", "quay.io", "registry.istio.io", "ghcr.io", "nvcr.io"].map((host) => [host, host.replace(".io", "")]),
  );
  const root = meshSandbox(sidecar, {
    imageMirror: { host: "mirror.acme.test", projects, direct: ["harbor.acme.test"] },
  });
  const cluster = clusterOf(inventoryOf(root), "staging");
  expect(injectedImages(cluster)).toEqual(["mirror.acme.test/registry.istio/release/proxyv2:1.31.4"]);
  const values = objectsOf(root, "applications/addons/istio").flatMap(({ metadata, spec }) =>
    metadata.name === "staging.platform.istio.istiod" ? [spec.source.helm.valuesObject.global.hub] : [],
  );
  expect(values).toEqual(["mirror.acme.test/registry.istio/release"]);
});

describe("the mesh of a namespace is named", () => {
  const sentence =
    "The namespace is in the mesh of add-on istio. It adds the containers istio-validation and istio-proxy to each new pod.";

  test("in its README", () => {
    const readme = generatedFiles(inventoryOf(meshSandbox(sidecar))).get(
      "clusters/staging/overlays/tenants/churn/README.md",
    );
    expect(readme).toContain(`| Mesh | ${sentence} |`);
  });

  test("by report, reach and explain", async () => {
    const root = meshSandbox(sidecar);
    for (const argv of [["report"], ["reach", "churn", "--cluster", "staging"], ["explain", "churn"]]) {
      const { out } = await tenantry(root, argv);
      expect(out.replaceAll(/\s+/g, " "), argv[0]).toContain(sentence);
    }
  });
});
