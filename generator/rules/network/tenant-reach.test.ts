import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ManifestContext, ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { namespaceLabelsOn } from "../../evaluate/manifests/unit-manifests.ts";
import { findingsIn, inventoryWith, manifestSetOf } from "../../testing/rules.ts";
import { clusterFindings } from "../run-rules.ts";
import { networkTenantReach } from "./tenant-reach.ts";

function around(churn = "", neighbour = ""): Partial<ManifestContext> {
  const { platform, clusters } = inventoryWith(churn, { neighbour });
  const cluster = clusters.find(({ name }) => name === "production");
  if (cluster === undefined) throw new Error("missing cluster production");
  return { platform, cluster, namespaces: namespaceLabelsOn(cluster) };
}

const policy = (namespace: string, name: string, spec: string): string =>
  `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} }\n`;
const closed = (namespace: string): string =>
  policy(namespace, "closed", "podSelector: {}, policyTypes: [Ingress, Egress]");
const both = (closed("churn") + closed("neighbour")).slice(4);
const out = (to: string, more = "", pods = "{}"): string =>
  policy("churn", "out", `podSelector: ${pods}, policyTypes: [Egress], egress: [{ to: [${to}]${more} }]`);
const into = (from: string, more = "", pods = "{}"): string =>
  policy("neighbour", "into", `podSelector: ${pods}, ingress: [{ from: [${from}]${more} }]`);
const named = (name: string, more = ""): string =>
  `{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: ${name} } }${more} }`;
const tenants = "{ namespaceSelector: { matchExpressions: [{ key: tenantry.dev/tenant, operator: Exists }] } }";
const reaches = (ports: string): readonly string[] => [
  `undeclared connection: pods of churn reach pods of neighbour on ${ports}`,
];
const declared = ["churn", "neighbour"].map(
  (name) =>
    `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { tenantry.dev/tenant: ${name} } }\n`,
);

/** Findings for objects that are complete units of their tenants. */
function findingsInUnits(yaml: string, context = around()): readonly Diagnostic[] {
  const manifestSet = manifestSetOf(yaml + declared.join(""), context);
  const owned = manifestSet.manifests.map((manifest) => ({ ...manifest, tenant: manifest.namespace ?? manifest.name }));
  return clusterFindings(new ManifestSet(owned, manifestSet.context), [networkTenantReach]).map(
    ({ diagnostic }) => diagnostic,
  );
}

function messagesOf(yaml: string, context = around()): readonly string[] {
  return findingsInUnits(yaml, context).map(({ message }) => message);
}

describe("two tenants that declare nothing", () => {
  test.each([
    { name: "both namespaces closed", yaml: both, found: [] },
    { name: "only egress open", yaml: both + out(named("neighbour")), found: [] },
    { name: "only ingress open", yaml: both + into(named("churn")), found: [] },
    {
      name: "egress and ingress open",
      yaml: both + out(named("neighbour")) + into(named("churn")),
      found: reaches("all"),
    },
    { name: "egress to another namespace", yaml: both + out(named("other")) + into(named("churn")), found: [] },
    {
      name: "egress and ingress on a common port",
      yaml:
        both +
        out(named("neighbour"), ", ports: [{ port: 1, endPort: 90 }]") +
        into(named("churn"), ", ports: [{ port: 80 }]"),
      found: reaches("80/TCP"),
    },
    {
      name: "egress and ingress on different ports",
      yaml: both + out(named("neighbour"), ", ports: [{ port: 81 }]") + into(named("churn"), ", ports: [{ port: 80 }]"),
      found: [],
    },
    {
      name: "a named port, which any pod can declare",
      yaml:
        both + out(named("neighbour"), ", ports: [{ port: web }]") + into(named("churn"), ", ports: [{ port: 80 }]"),
      found: reaches("80/TCP"),
    },
    {
      name: "destination labels that one pod can have",
      yaml:
        both +
        out(named("neighbour", ", podSelector: { matchLabels: { app: a } }")) +
        into(named("churn"), "", "{ matchLabels: { tier: b } }"),
      found: reaches("all"),
    },
    {
      name: "destination labels that no pod can have",
      yaml:
        both +
        out(named("neighbour", ", podSelector: { matchLabels: { app: a } }")) +
        into(named("churn"), "", "{ matchLabels: { app: b } }"),
      found: [],
    },
    {
      name: "source labels that no pod can have",
      yaml:
        both +
        out(named("neighbour"), "", "{ matchLabels: { app: a } }") +
        into(named("churn", ", podSelector: { matchExpressions: [{ key: app, operator: DoesNotExist }] }")),
      found: [],
    },
    { name: "peers by a label of every tenant", yaml: both + out(tenants) + into(tenants), found: reaches("all") },
    {
      name: "egress by name, ingress by label",
      yaml: both + out(named("neighbour")) + into(tenants),
      found: reaches("all"),
    },
    {
      name: "egress by label, ingress by name",
      yaml: both + out(tenants) + into(named("churn")),
      found: reaches("all"),
    },
    {
      name: "peers in every namespace",
      yaml: both + out("{ namespaceSelector: {} }") + into("{ namespaceSelector: {} }"),
      found: reaches("all"),
    },
    {
      name: "rules without peers, which allow all peers",
      yaml: both + out("").replace("[]", "null") + into("").replace("[]", "null"),
      found: reaches("all"),
    },
    {
      name: "peers in the own namespace",
      yaml: both + out("{ podSelector: {} }") + into("{ podSelector: {} }"),
      found: [],
    },
    {
      name: "egress to the addresses of pods",
      yaml: both + out("{ ipBlock: { cidr: 10.0.0.0/8 } }") + into(named("churn")),
      found: reaches("all"),
    },
    {
      name: "egress to some addresses of pods",
      yaml: both + out("{ ipBlock: { cidr: 10.42.7.0/24 } }") + into(named("churn")),
      found: reaches("all"),
    },
    {
      name: "egress to all addresses except those of pods",
      yaml: both + out("{ ipBlock: { cidr: 0.0.0.0/0, except: [10.42.0.0/16] } }") + into(named("churn")),
      found: [],
    },
    {
      name: "a destination without a closing policy",
      yaml: (closed("churn") + out(named("neighbour"))).slice(4),
      found: reaches("all"),
    },
    {
      name: "a source without a closing policy",
      yaml: (closed("neighbour") + into(named("churn"))).slice(4),
      found: ["undeclared connection: pods of churn reach pods of neighbour on all"],
    },
    {
      name: "a destination where a policy closes only some pods",
      yaml: (
        closed("churn") +
        out(named("neighbour")) +
        policy("neighbour", "closed", "podSelector: { matchLabels: { a: b } }, policyTypes: [Ingress, Egress]")
      ).slice(4),
      found: reaches("all"),
    },
    {
      name: "policies of another namespace",
      yaml: both + into(named("churn")).replace("namespace: neighbour", "namespace: kafka") + out(named("kafka")),
      found: [],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(messagesOf(yaml)).toEqual(found);
  });

  test("two tenants without closing policies reach each other", () => {
    expect(messagesOf(policy("kafka", "p", "podSelector: {}").slice(4))).toEqual([
      "undeclared connection: pods of churn reach pods of neighbour on all",
      "undeclared connection: pods of neighbour reach pods of churn on all",
    ]);
  });
});

describe("two tenants that declare the connection", () => {
  const agreed = around("network: { tenants: { calls: [neighbour] } }", "network: { tenants: { calledBy: [churn] } }");
  const envoy = "{ matchLabels: { app.kubernetes.io/name: seldon-envoy } }";
  const port = ", ports: [{ port: 9000 }]";
  test.each([
    {
      name: "egress and ingress to Envoy only",
      yaml: both + out(named("neighbour", `, podSelector: ${envoy}`), port) + into(named("churn"), port, envoy),
      found: [],
    },
    {
      name: "ingress to Envoy only",
      yaml: both + out(named("neighbour"), port) + into(named("churn"), port, envoy),
      found: [],
    },
    {
      name: "ingress to any pod",
      yaml: both + out(named("neighbour"), port) + into(named("churn"), port),
      found: reaches("9000/TCP"),
    },
    {
      name: "ingress to Envoy on any port",
      yaml: both + out(named("neighbour")) + into(named("churn"), "", envoy),
      found: reaches("all"),
    },
    {
      name: "the reverse direction",
      yaml:
        both +
        (out(named("churn"), port, envoy) + into(named("neighbour"), port, envoy)).replaceAll(
          /namespace: (churn|neighbour)/g,
          (_, name) => `namespace: ${name === "churn" ? "neighbour" : "churn"}`,
        ),
      found: ["undeclared connection: pods of neighbour reach pods of churn on 9000/TCP"],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(messagesOf(yaml, agreed)).toEqual(found);
  });
});

test("the finding is at the egress policy, with the ingress policy as related place", () => {
  const [finding] = findingsInUnits(both + out(named("neighbour")) + into(named("churn")));
  expect([finding?.at.line, finding?.related?.map(({ at }) => at.line)]).toEqual([14, [19]]);
});

test("in a folder for the cluster only open policies are reported, because the cluster may have closing ones", () => {
  const open = (out(named("neighbour")) + into(named("churn"))).slice(4);
  expect(findingsIn(networkTenantReach, both, around())).toEqual([]);
  expect(findingsIn(networkTenantReach, out(named("neighbour")).slice(4), around())).toEqual([]);
  expect(findingsIn(networkTenantReach, open, around())).toHaveLength(1);
});

test("a hand-written folder is not reported", () => {
  expect(findingsIn(networkTenantReach, both + out(named("neighbour")) + into(named("churn")))).toEqual([]);
});
