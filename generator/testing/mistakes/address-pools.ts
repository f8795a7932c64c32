import { type ClusterAddonMistake, inStaging, staging, stagingWith } from "./addon-files.ts";
import type { MistakeCase } from "./mistake.ts";

/** Mistakes in the address pools of a cluster. */
const rows: readonly ClusterAddonMistake[] = [
  {
    name: "a missing field in a map of settings",
    addons: ["metallb: { settings: { pools: { «tenants»: { for: tenants } } } }"],
    found: [
      {
        code: "input/missing-field",
        message: "missing field spec.addons.metallb.settings.pools.tenants.addresses",
        hint: "Add addresses under addons.metallb.settings.pools.tenants: a list. For example: addresses: [192.168.1.208/28]",
      },
    ],
  },
  {
    name: "a setting with another word",
    addons: ["metallb: { settings: { pools: { tenants: { for: «tenant», addresses: [192.168.2.208/28] } } } }"],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid value of spec.addons.metallb.settings.pools.tenants.for",
        hint: "Did you mean tenants? Allowed: platform, tenants.",
      },
    ],
  },
  {
    name: "an address out of range",
    addons: ["metallb: { settings: { pools: { tenants: { for: tenants, addresses: [«192.168.2.300»] } } } }"],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.addons.metallb.settings.pools.tenants.addresses.0: it must be a network, or a range from the first to the last address",
        hint: "For example: 192.168.1.208/28, or 192.168.1.10-192.168.1.20.",
      },
    ],
  },
  {
    name: "a range from its last to its first address",
    addons: [
      "metallb: { settings: { pools: { tenants: { for: tenants, addresses: [«192.168.2.210-192.168.2.208»] } } } }",
    ],
    found: [
      {
        code: "input/invalid-value",
        message:
          "invalid value of spec.addons.metallb.settings.pools.tenants.addresses.0: it must be a network, or a range from the first to the last address",
        hint: "For example: 192.168.1.208/28, or 192.168.1.10-192.168.1.20.",
      },
    ],
  },
  {
    name: "an address twice in a pool",
    addons: [
      "metallb: { settings: { pools: { tenants: { for: tenants, addresses: [192.168.2.208/28, «192.168.2.210/32»] } } } }",
    ],
    found: [
      {
        code: "addons/pool",
        message: "duplicate addresses 192.168.2.210/32 in pool tenants: they overlap 192.168.2.208/28 in pool tenants",
      },
    ],
  },
  {
    name: "an address in two pools",
    addons: [
      "metallb: { settings: { pools: { tenants: { for: tenants, addresses: [192.168.2.208/28] }, edge: { for: platform, addresses: [«192.168.2.210/32»] } } } }",
    ],
    found: [
      {
        code: "addons/pool",
        message: "duplicate addresses 192.168.2.210/32 in pool edge: they overlap 192.168.2.208/28 in pool tenants",
      },
    ],
  },
  {
    name: "a reserved address outside of its pool",
    addons: [
      "metallb: { settings: { pools: { tenants: { for: platform, addresses: [192.168.2.208/28], reserved: { ingress: «192.168.2.1» } } } } }",
    ],
    found: [
      { code: "addons/pool", message: "invalid address 192.168.2.1 of ingress: pool tenants does not contain it" },
    ],
  },
  {
    name: "an address that two reserve",
    addons: [
      "metallb: { settings: { pools: { tenants: { for: platform, addresses: [192.168.2.208/28], reserved: { ingress: 192.168.2.209, mail: «192.168.2.209» } } } } }",
    ],
    found: [{ code: "addons/pool", message: "duplicate address 192.168.2.209: ingress and mail reserve it" }],
  },
];

export const addressPoolMistakes: readonly MistakeCase[] = [
  ...rows.map(inStaging),
  {
    name: "a fact that the cluster's file does not contain",
    file: staging,
    edits: [["", stagingWith("«metallb»: { settings: { pools: {} } }").replace("\n    account: prometheus", "")]],
    found: [
      {
        code: "addons/placeholder",
        message: "missing value of {monitoring.account} on staging",
        hint: "Set spec.prometheus.account in the cluster's file, or switch on an add-on that provides it.",
      },
    ],
  },
  {
    name: "more load balancers in the quotas of tenants than addresses",
    edits: [["      quota: { size: small }", "      quota: { size: small, loadBalancers: 3 }"]],
    others: {
      [staging]: stagingWith(
        "metallb: { settings: { pools: { tenants: { for: tenants, addresses: [192.168.2.208/31] } } } }",
      ),
    },
    found: [
      {
        code: "addons/pool",
        message: "too few addresses in the pools for tenants: 2, and the quotas of the tenants allow 3 load balancers",
        hint: "Add addresses to a pool for tenants, or reduce quota.loadBalancers of a tenant.",
        at: "clusters/staging/cluster.yaml:14:28",
      },
    ],
  },
];
