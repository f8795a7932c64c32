import { type ProposedChanges, servingChurn } from "./proposed-change.ts";

const waiver = '{ images/missing: { reason: Not needed today, owner: Retention, expires: "2027-06-30" } }';
const pools = (...clusters: readonly string[]): string =>
  `${servingChurn}clusters: { ${["alpha", "beta", "gamma"].map((name) => `${name}: {${clusters.includes(name) ? " nodePool: gpu " : ""}}`).join(", ")} }`;
const waivers = (...clusters: readonly string[]): string =>
  `clusters: { ${["alpha", "beta", "gamma"].map((name) => `${name}: {${clusters.includes(name) ? ` waivers: ${waiver} ` : ""}}`).join(", ")} }`;

/** Changes of access, and changes that differ from cluster to cluster. */
export const accessChanges: readonly ProposedChanges[] = [
  {
    about: "access",
    changes: [
      ["a group", "", "access: { groups: { people: viewer } }", "guard/widens"],
      [
        "another role",
        "access: { groups: { people: viewer } }",
        "access: { groups: { people: deployer } }",
        "guard/widens",
      ],
      [
        "a role with fewer permissions",
        "access: { groups: { people: deployer } }",
        "access: { groups: { people: viewer } }",
        "allowed",
      ],
      ["a service account", "", "access: { serviceAccounts: { train: pipeline } }", "guard/widens"],
      [
        "one group instead of another",
        "access: { groups: { people: viewer } }",
        "access: { groups: { others: viewer } }",
        "guard/widens",
      ],
      ["a manual secret", "", "secrets: { mine: { keys: [a], from: manual } }", "safe"],
      [
        "a secret from the tenant's own folder",
        "",
        "secrets: { mine: { keys: [a], from: { store: vault, path: alerting/slack } } }",
        "safe",
      ],
    ],
  },
  {
    about: "cluster by cluster",
    changes: [
      ["a node pool on one more cluster", pools("alpha"), pools("alpha", "beta"), "guard/widens"],
      ["a node pool moved to another cluster", pools("alpha"), pools("gamma"), "guard/widens"],
      ["an unchanged node pool", pools("alpha"), pools("alpha"), "allowed"],
      ["a waiver on one more cluster", waivers("alpha"), waivers("alpha", "gamma"), "guard/platform"],
      ["a waiver moved to another cluster", waivers("alpha"), waivers("beta"), "guard/platform"],
      ["a removed waiver", waivers("alpha"), waivers(), "guard/platform"],
      [
        "a waiver with a later end",
        waivers("alpha"),
        waivers("alpha").replace("2027-06-30", "2027-07-30"),
        "guard/platform",
      ],
      [
        "a quota moved to another cluster",
        "clusters: { alpha: { quota: { size: medium } }, beta: {}, gamma: {} }",
        "clusters: { alpha: {}, beta: { quota: { size: medium } }, gamma: {} }",
        "guard/widens",
      ],
      [
        "another cluster",
        "clusters: { alpha: {}, beta: {} }",
        "clusters: { alpha: {}, beta: {}, gamma: {} }",
        "guard/platform guard/widens",
      ],
    ],
  },
];
