import { generatedAt, manifestOf } from "../evaluate/manifests/manifest.ts";
import { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { namespaceLabelsOn } from "../evaluate/manifests/unit-manifests.ts";
import { layoutOf } from "../gate/layout-of.ts";
import { fileNameOf, generatedPath } from "../layout/paths.ts";
import { type KubernetesObject, toPlain } from "../models/kubernetes-object.ts";
import type { Inventory } from "../validate/inventory.ts";
import type { RenderedManifests } from "./rendered-manifests.ts";
import { mergeSpec, removeKafka, sandbox, write } from "./sandbox.ts";

/** An add-on that clients outside the cluster reach, and that reaches the models of tenants. */
const edge = `
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: edge }
spec:
  description: The gateway of the platform
  kubernetes: { minimum: "1.30" }
  provides: { gateway: { service: edge, workload: proxy } }
  namespaces:
    edge: { podSecurity: restricted }
    edge-control: { podSecurity: restricted }
  applications:
    proxy: { namespace: edge, git: { repository: https://git.acme.test/edge.git, revision: v1.0.0, path: deploy } }
  workloads:
    proxy:
      namespace: edge
      pods: { app: proxy }
      ports: { https: 10443, quic: { port: 10443, protocol: UDP }, metrics: 19001 }
      from: { https: [outside], quic: [outside], metrics: [monitoring] }
      to: [tenants.envoy, control.xds, { cidrs: [203.0.113.0/24], ports: [443], why: the proxy fetches keys of users }]
    control:
      namespace: edge-control
      pods: { app: control }
      ports: { xds: 18000, webhook: 9443 }
      from: { xds: [proxy], webhook: [api-server] }
      to: [api-server]
`;

/** A Prometheus in an add-on's namespace, and an agent on the network of each node. */
const watch = `
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: watch }
spec:
  description: The monitoring of the platform
  kubernetes: { minimum: "1.30" }
  provides: { monitoring: { workload: prometheus, monitorLabels: { release: prometheus }, account: prometheus } }
  namespaces:
    watch: { podSecurity: restricted }
    watch-nodes: { podSecurity: privileged, reason: The agent reads files of the node }
  applications:
    watch: { namespace: watch, git: { repository: https://git.acme.test/watch.git, revision: v1.0.0, path: deploy } }
  workloads:
    prometheus:
      namespace: watch
      pods: { app: prometheus }
      ports: { http: 9090 }
      from: { http: [gateway, tenants] }
      to: [api-server, { nodes: [10250], why: Prometheus scrapes the kubelets }]
    agent:
      namespace: watch-nodes
      pods: { app: agent }
      hostNetwork: true
      ports: { metrics: 9100 }
      from: { metrics: [monitoring] }
`;

/** The shipped mesh. Edge is the gateway of the platform, so that of the mesh is a service of `platform.yaml`. */
const mesh = `
apiVersion: tenantry.dev/v1alpha1
kind: Addon
metadata: { name: mesh }
spec:
  extends: tenantry/istio
  provides: { gateway: null }
`;

const pools = {
  edge: { for: "platform", addresses: ["192.168.2.200-192.168.2.204"] },
  tenants: { for: "tenants", addresses: ["192.168.2.208/28"] },
};

/**
 * A sandbox with the sample's tenants, whose clusters use the shipped add-ons and two that the platform defines: on production with
 * Calico and sidecars, and on staging with Cilium and a mesh without sidecars.
 * @param pattern The pattern of both clusters.
 */
export function connectedAddons(pattern = "standard"): string {
  const root = sandbox("all");
  write(root, "platform/addons/edge.yaml", edge);
  write(root, "platform/addons/watch.yaml", watch);
  write(root, "platform/addons/mesh.yaml", mesh);
  removeKafka(root);
  mergeSpec(root, "platform/platform.yaml", {
    services: { ingressgateway: { namespace: "istio-ingress", pods: { istio: "ingressgateway" } } },
  });
  const addons = { "cert-manager": {}, "external-secrets": {}, strimzi: {}, edge: {}, watch: {} };
  const meshes = {
    production: { variant: "sidecar", settings: { tenants: true, sidecarMaxCpu: "500m" } },
    staging: { variant: "ambient", settings: { tenants: true } },
  };
  for (const name of ["production", "staging"] as const)
    mergeSpec(
      root,
      `clusters/${name}/cluster.yaml`,
      {
        seldon: { pattern },
        components: [],
        prometheus: null,
        network: { loadBalancerPools: null },
        addons: {
          ...addons,
          mesh: meshes[name],
          ...(name === "staging" ? { "gateway-api": {}, metallb: { settings: { pools } } } : {}),
        },
      },
      "drop",
    );
  mergeSpec(root, "tenants/churn.yaml", { network: { callers: ["edge", "ingressgateway"] } });
  return root;
}

function renderedFile(cluster: string, folder: string, { kind, metadata }: KubernetesObject): string {
  return generatedPath(cluster, "rendered", folder, fileNameOf(kind, metadata?.name ?? ""));
}

/** The generated objects of each unit, without what components change. */
export function generatedManifests(inventory: Inventory): readonly RenderedManifests[] {
  return inventory.clusters.flatMap((cluster) =>
    [undefined, ...cluster.tenants].map((tenant) => {
      const { overlays, objects: applications } = layoutOf(inventory, { cluster, tenant });
      const all = [
        ...overlays.flatMap(({ application, folder, objects }) =>
          objects.map((item) => ({ ...item, application, file: renderedFile(cluster.name, folder, item.object) })),
        ),
        ...applications.map((item) => ({ ...item, application: undefined })),
      ];
      const manifests = all.map(({ object, origin, application, file }) =>
        manifestOf(toPlain(object), generatedAt(origin), {
          application,
          tenant: tenant?.name,
          file,
          handWritten: false,
        }),
      );
      const { platform } = cluster;
      const context = { platform, cluster, tenant, namespaces: namespaceLabelsOn(cluster) };
      return { platform, cluster, tenant, manifestSet: new ManifestSet(manifests, context) };
    }),
  );
}
