import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { type ManifestContext, ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { namespaceLabelsOn } from "../../evaluate/manifests/unit-manifests.ts";
import { foundIn, inventoryWith, manifestSetOf } from "../../testing/rules.ts";
import { clusterFindings } from "../run-rules.ts";
import { networkTenantReach } from "./tenant-reach.ts";

function around(churn = "", neighbour = ""): Partial<ManifestContext> {
  const { platform, clusters } = inventoryWith(churn, { neighbour });
  const cluster = clusters.find(({ name }) => name === "production");
  if (cluster === undefined) throw new Error("there is no production");
  return { platform, cluster, namespaces: namespaceLabelsOn(platform, cluster) };
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
  `pods of churn reach pods of neighbour on ${ports}: not declared in both files`,
];
const declared = ["churn", "neighbour"].map(
  (name) =>
    `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { tenantry.dev/tenant: ${name} } }\n`,
);

/** Of objects that lie in their tenants' folders, with all that these hold. */
function whole(yaml: string, context = around()): readonly Diagnostic[] {
  const manifestSet = manifestSetOf(yaml + declared.join(""), context);
  const owned = manifestSet.manifests.map((manifest) => ({ ...manifest, tenant: manifest.namespace ?? manifest.name }));
  return clusterFindings(new ManifestSet(owned, manifestSet.context), [networkTenantReach]).map(
    ({ diagnostic }) => diagnostic,
  );
}

function messagesOf(yaml: string, context = around()): readonly string[] {
  return whole(yaml, context).map(({ message }) => message);
}

describe("two tenants that declare nothing", () => {
  test.each([
    { name: "both closed", yaml: both, found: [] },
    { name: "one side open", yaml: both + out(named("neighbour")), found: [] },
    { name: "the other side open", yaml: both + into(named("churn")), found: [] },
    { name: "both open", yaml: both + out(named("neighbour")) + into(named("churn")), found: reaches("all") },
    { name: "to whom nobody asked in", yaml: both + out(named("other")) + into(named("churn")), found: [] },
    {
      name: "on ports that meet",
      yaml:
        both +
        out(named("neighbour"), ", ports: [{ port: 1, endPort: 90 }]") +
        into(named("churn"), ", ports: [{ port: 80 }]"),
      found: reaches("80/TCP"),
    },
    {
      name: "on ports that do not",
      yaml: both + out(named("neighbour"), ", ports: [{ port: 81 }]") + into(named("churn"), ", ports: [{ port: 80 }]"),
      found: [],
    },
    {
      name: "by a port's name, which anybody can give",
      yaml:
        both + out(named("neighbour"), ", ports: [{ port: web }]") + into(named("churn"), ", ports: [{ port: 80 }]"),
      found: reaches("80/TCP"),
    },
    {
      name: "pods that both mean",
      yaml:
        both +
        out(named("neighbour", ", podSelector: { matchLabels: { app: a } }")) +
        into(named("churn"), "", "{ matchLabels: { tier: b } }"),
      found: reaches("all"),
    },
    {
      name: "pods that cannot be both",
      yaml:
        both +
        out(named("neighbour", ", podSelector: { matchLabels: { app: a } }")) +
        into(named("churn"), "", "{ matchLabels: { app: b } }"),
      found: [],
    },
    {
      name: "senders that cannot be both",
      yaml:
        both +
        out(named("neighbour"), "", "{ matchLabels: { app: a } }") +
        into(named("churn", ", podSelector: { matchExpressions: [{ key: app, operator: DoesNotExist }] }")),
      found: [],
    },
    { name: "by a label that every tenant has", yaml: both + out(tenants) + into(tenants), found: reaches("all") },
    { name: "by a label, and by name", yaml: both + out(named("neighbour")) + into(tenants), found: reaches("all") },
    { name: "by name, and by a label", yaml: both + out(tenants) + into(named("churn")), found: reaches("all") },
    {
      name: "by every namespace",
      yaml: both + out("{ namespaceSelector: {} }") + into("{ namespaceSelector: {} }"),
      found: reaches("all"),
    },
    {
      name: "by nobody, who is everybody",
      yaml: both + out("").replace("[]", "null") + into("").replace("[]", "null"),
      found: reaches("all"),
    },
    { name: "of their own pods", yaml: both + out("{ podSelector: {} }") + into("{ podSelector: {} }"), found: [] },
    {
      name: "by the pods' addresses",
      yaml: both + out("{ ipBlock: { cidr: 10.0.0.0/8 } }") + into(named("churn")),
      found: reaches("all"),
    },
    {
      name: "by some of them",
      yaml: both + out("{ ipBlock: { cidr: 10.42.7.0/24 } }") + into(named("churn")),
      found: reaches("all"),
    },
    {
      name: "by all addresses but theirs",
      yaml: both + out("{ ipBlock: { cidr: 0.0.0.0/0, except: [10.42.0.0/16] } }") + into(named("churn")),
      found: [],
    },
    {
      name: "nobody closed the one that lets in",
      yaml: (closed("churn") + out(named("neighbour"))).slice(4),
      found: reaches("all"),
    },
    {
      name: "nobody closed the one that leaves",
      yaml: (closed("neighbour") + into(named("churn"))).slice(4),
      found: ["pods of churn reach pods of neighbour on all: not declared in both files"],
    },
    {
      name: "some pods are not closed, whatever their labels",
      yaml: (
        closed("churn") +
        out(named("neighbour")) +
        policy("neighbour", "closed", "podSelector: { matchLabels: { a: b } }, policyTypes: [Ingress, Egress]")
      ).slice(4),
      found: reaches("all"),
    },
    {
      name: "what others open is not theirs",
      yaml: both + into(named("churn")).replace("namespace: neighbour", "namespace: kafka") + out(named("kafka")),
      found: [],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(messagesOf(yaml)).toEqual(found);
  });

  test("nobody closed either of them", () => {
    expect(messagesOf(policy("kafka", "p", "podSelector: {}").slice(4))).toEqual([
      "pods of churn reach pods of neighbour on all: not declared in both files",
      "pods of neighbour reach pods of churn on all: not declared in both files",
    ]);
  });
});

describe("two tenants that agree", () => {
  const agreed = around("network: { tenants: { calls: [neighbour] } }", "network: { tenants: { calledBy: [churn] } }");
  const envoy = "{ matchLabels: { app.kubernetes.io/name: seldon-envoy } }";
  const port = ", ports: [{ port: 9000 }]";
  test.each([
    {
      name: "to Envoy",
      yaml: both + out(named("neighbour", `, podSelector: ${envoy}`), port) + into(named("churn"), port, envoy),
      found: [],
    },
    {
      name: "to Envoy by one side's word",
      yaml: both + out(named("neighbour"), port) + into(named("churn"), port, envoy),
      found: [],
    },
    {
      name: "to any pod",
      yaml: both + out(named("neighbour"), port) + into(named("churn"), port),
      found: reaches("9000/TCP"),
    },
    {
      name: "on any port",
      yaml: both + out(named("neighbour")) + into(named("churn"), "", envoy),
      found: reaches("all"),
    },
    {
      name: "the other way round",
      yaml:
        both +
        (out(named("churn"), port, envoy) + into(named("neighbour"), port, envoy)).replaceAll(
          /namespace: (churn|neighbour)/g,
          (_, name) => `namespace: ${name === "churn" ? "neighbour" : "churn"}`,
        ),
      found: ["pods of neighbour reach pods of churn on 9000/TCP: not declared in both files"],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(messagesOf(yaml, agreed)).toEqual(found);
  });
});

test("is said at the policy that leads out, with the other side beside it", () => {
  const [finding] = whole(both + out(named("neighbour")) + into(named("churn")));
  expect([finding?.at.line, finding?.related?.map(({ at }) => at.line)]).toEqual([14, [19]]);
});

test("of a folder that is meant for the cluster, what it does not close may be closed there", () => {
  const open = (out(named("neighbour")) + into(named("churn"))).slice(4);
  expect(foundIn(networkTenantReach, both, around())).toEqual([]);
  expect(foundIn(networkTenantReach, out(named("neighbour")).slice(4), around())).toEqual([]);
  expect(foundIn(networkTenantReach, open, around())).toHaveLength(1);
});

test("of a folder of others nothing is known", () => {
  expect(foundIn(networkTenantReach, both + out(named("neighbour")) + into(named("churn")))).toEqual([]);
});
