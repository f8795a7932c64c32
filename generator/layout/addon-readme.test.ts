import { describe, expect, test } from "vitest";
import { layoutOf } from "../gate/layout-of.ts";
import { connectedAddons } from "../testing/connected-addons.ts";
import { clusterOf, inventoryOf } from "../testing/inventory.ts";
import { routedSample } from "../testing/routed-sample.ts";
import { replaceInFile } from "../testing/sandbox.ts";

const units = inventoryOf(connectedAddons()).clusters.map((cluster) => ({ cluster, tenant: undefined }));
const inventory = inventoryOf(connectedAddons());

function readmeOf(cluster: string, addon: string): string {
  const unit = units.find((item) => item.cluster.name === cluster);
  if (unit === undefined) throw new Error(`unknown cluster ${cluster}`);
  return layoutOf(inventory, unit).texts.get(`clusters/${cluster}/overlays/addons/${addon}/README.md`) ?? "";
}

describe.each(units)("the READMEs of the add-ons on $cluster.name", ({ cluster, tenant }) => {
  const { objects, overlays } = layoutOf(inventory, { cluster, tenant });

  test.each(cluster.addons.map(({ name, spec }) => [name, spec] as const))("%s", (name, { namespaces }) => {
    const readme = readmeOf(cluster.name, name);
    const cells = [...readme.matchAll(/^\| `([^`]+)` \|/gm)].map(([, cell]) => cell);
    const prefix = `${cluster.name}.platform.${name}.`;
    // The Application of the guardrails contains only what the sections of the namespaces describe.
    const made = objects.flatMap(({ object: { kind, metadata: { name: written = "" } = {} } }) =>
      kind === "Application" && written.startsWith(prefix) && written !== `${prefix}guardrails` ? [written] : [],
    );
    for (const application of made) expect(cells).toContain(application);
    const policies = overlays
      .filter(({ application }) => application === `${prefix}guardrails`)
      .flatMap(({ objects: own }) => own)
      .flatMap(({ object: { kind, metadata } }) => (kind.endsWith("NetworkPolicy") ? [metadata?.name] : []));
    for (const policy of policies)
      if (policy !== "default-deny" && policy !== "same-namespace") expect(cells).toContain(policy);
    const sections = [...readme.matchAll(/^## Namespace `(.+)`$/gm)].map(([, namespace]) => namespace);
    expect(sections).toEqual(Object.keys(namespaces).sort());
  });
});

test("a README states versions, sources, the reason of a level, and ports of nodes", () => {
  const readme = readmeOf("staging", "metallb");
  for (const line of [
    "| `staging.platform.metallb.metallb` | chart `metallb` of `https://metallb.github.io/metallb` | 0.16.1 | `metallb-system` |",
    "| Pod security | enforce privileged: The speaker uses the network of the node and opens raw sockets |",
    "| `from-api-server-to-controller` | in | 9443/TCP | from the API server to controller: webhook |",
    "| `speaker` | 7946/UDP (members-udp) | speaker |",
    "| Load balancers and node ports | none |",
    "| `speaker` | one on each node | `system-node-critical` | `app.kubernetes.io/component=speaker`, `app.kubernetes.io/instance=metallb` |",
  ])
    expect(readme.split("\n")).toContain(line);
  expect(readme).toContain("the shipped add-on `tenantry/metallb`");
});

test("a README of an add-on of the platform links to its file, and states what is open outside", () => {
  const readme = readmeOf("production", "edge");
  expect(readme).toContain("[`platform/addons/edge.yaml`](../../../../../platform/addons/edge.yaml)");
  expect(readme).toContain(
    "| `from-outside-to-proxy` | in | 10443/TCP, 10443/UDP | from every source to the gateway: https, quic |",
  );
  expect(readme).toContain("allowed, because a port is open outside the cluster");
  expect(readme).not.toContain("Ports of nodes");
});

test("a README lists the ports of nodes that a workload reaches", () => {
  for (const cluster of ["staging", "production"])
    expect(readmeOf(cluster, "watch")).toContain(
      "| `from-prometheus-to-nodes` | out | 10250/TCP | Prometheus scrapes the kubelets |",
    );
});

test("a README contains the number of pods that a setting has", () => {
  expect(readmeOf("production", "strimzi")).toMatch(/^\| `brokers` \| \d+ \| /m);
});

test("a README states that the software has no more support", () => {
  const root = connectedAddons();
  const fact = 'endOfLife: { since: "2026-03", reason: The project has ended, instead: another gateway }';
  replaceInFile(root, "platform/addons/edge.yaml", "  description:", `  ${fact}\n  description:`);
  const ended = inventoryOf(root);
  const [cluster] = ended.clusters;
  if (cluster === undefined) throw new Error("no cluster");
  const file = `clusters/${cluster.name}/overlays/addons/edge/README.md`;
  expect(layoutOf(ended, { cluster, tenant: undefined }).texts.get(file)).toContain(
    "| No support | since 2026-03: The project has ended. Use another gateway instead |",
  );
  expect(readmeOf(cluster.name, "edge")).not.toContain("No support");
});

test("a README lists what tenants get", () => {
  expect(readmeOf("production", "strimzi")).toMatch(/^\| KafkaUser \| `kafka` \| tenants with pipelines \| /m);
  expect(readmeOf("production", "cert-manager")).not.toContain("Objects of tenants");
});

test("READMEs list the Secrets of issuers and of the hosts of all tenants, and never those of one tenant", () => {
  const partners = {
    to: { model: "fraud-v1-baseline" },
    authentication: { clientCertificate: { authority: "partners" } },
  };
  const readmes = (certificates: Parameters<typeof routedSample>[0]["certificates"]): ReadonlyMap<string, string> => {
    const routed = inventoryOf(
      routedSample({ routes: { r: partners }, ...(certificates === undefined ? {} : { certificates }) }),
    );
    return layoutOf(routed, { cluster: clusterOf(routed, "staging"), tenant: undefined }).texts;
  };
  const text = (texts: ReadonlyMap<string, string>, addon: string): string =>
    texts.get(`clusters/staging/overlays/addons/${addon}/README.md`) ?? "";
  const issued = readmes(undefined);
  expect(text(issued, "cert-manager")).toContain(
    "| `acme-ca` | The certificate authority that signs certificates | kubernetes.io/tls | `tls.crt`: certificate (PEM), `tls.key`: private key (PEM) | ClusterIssuer acme-ca | created by hand |",
  );
  expect(text(issued, "cert-manager")).toContain("create secret generic acme-ca --namespace cert-manager");
  expect(text(issued, "istio")).not.toContain("fraud-detection");
  const manual = text(readmes({ secret: "models-tls" }), "istio");
  expect(manual).toContain("| the routes of all tenants | created by hand |");
  expect(manual).toContain("create secret generic models-tls --namespace istio-ingress");
  expect(manual).not.toContain("fraud-detection");
});
