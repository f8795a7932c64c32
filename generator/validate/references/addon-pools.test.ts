import { expect, test } from "vitest";
import { mergeAddon } from "../../testing/addon-clusters.ts";
import { documentsOf } from "../../testing/inventory.ts";
import { mergeSpec, sandbox } from "../../testing/sandbox.ts";
import { validateInventory } from "../validate-inventory.ts";

const file = "clusters/staging/cluster.yaml";
const network = {
  podCIDRs: ["10.52.0.0/16", "fd00:52::/64"],
  serviceCIDRs: ["10.53.0.0/16"],
  nodeCIDRs: ["192.168.2.0/24"],
  apiServer: { endpoints: ["192.168.2.10/32"], port: 6443 },
  dns: { namespace: "kube-system", pods: { "k8s-app": "kube-dns" }, nodeLocal: "192.168.2.53" },
};

function messages(root: string): readonly string[] {
  return validateInventory(documentsOf(root))
    .diagnostics.filter(({ code }) => code === "addons/pool")
    .map(({ message }) => message);
}

/** The messages about a pool of MetalLB with these addresses. */
function ofAddon(...addresses: readonly string[]): readonly string[] {
  const root = sandbox();
  mergeSpec(root, file, { network, prometheus: { account: "prometheus" } });
  mergeAddon(root, "staging", "metallb", { settings: { pools: { edge: { for: "platform", addresses } } } });
  return messages(root);
}

test.each([
  { addresses: "192.168.2.8-192.168.2.20", used: "192.168.2.10/32, an endpoint of the API server" },
  { addresses: "10.52.7.0/28", used: "10.52.0.0/16, a network of pods" },
  { addresses: "10.0.0.0/8", used: "10.52.0.0/16, a network of pods" },
  { addresses: "fd00:52::1-fd00:52::9", used: "fd00:52::/64, a network of pods" },
  { addresses: "10.53.255.255/32", used: "10.53.0.0/16, a network of Services" },
  { addresses: "192.168.2.53/32", used: "192.168.2.53/32, the address of NodeLocal DNSCache" },
  { addresses: "169.254.169.254/32", used: "169.254.0.0/16, a network inside one machine or link" },
  { addresses: "0.0.0.0/0", used: "10.52.0.0/16, a network of pods" },
  { addresses: "::/0", used: "fd00:52::/64, a network of pods" },
])("a pool must not contain $addresses", ({ addresses, used }) => {
  expect(ofAddon(addresses)).toEqual([`invalid addresses ${addresses} in pool edge: they overlap ${used}`]);
});

test("a pool is a part of a network of nodes", () => {
  expect(ofAddon("192.168.2.208/28", "192.168.2.54-192.168.2.60", "203.0.113.0/24", "fd00:53::/120")).toEqual([]);
  const root = sandbox();
  const pools = { edge: { for: "platform", addresses: ["192.168.7.0/28"] } };
  mergeSpec(root, file, { network: { ...network, nodeCIDRs: ["192.168.7.4/32"] }, prometheus: { account: "p" } });
  mergeAddon(root, "staging", "metallb", { settings: { pools } });
  expect(messages(root)).toEqual([
    "invalid addresses 192.168.7.0/28 in pool edge: they overlap 192.168.7.4/32, a network of nodes",
  ]);
});

test("the same holds for a pool that the cluster's file writes", () => {
  const root = sandbox();
  const loadBalancerPools = { own: ["192.168.2.208/28", "10.53.0.0/28"] };
  mergeSpec(root, file, { network: { ...network, loadBalancerPools } });
  expect(messages(root)).toEqual([
    "invalid addresses 10.53.0.0/28 in pool own: they overlap 10.53.0.0/16, a network of Services",
  ]);
});
