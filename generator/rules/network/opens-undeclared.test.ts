import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt, textAt } from "../../evaluate/manifests/reading.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { builtSample, renderedManifests } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { isMap } from "../../validate/merge.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkOpensUndeclared } from "./opens-undeclared.ts";

const rendered = [
  ["the sample", renderedManifests(await builtSample())],
  ["the four patterns", renderedManifests(join(import.meta.dirname, "../../golden/four-patterns"))],
] as const;

/** Changes that open more than was declared. Each returns the changed object, or undefined where it changes nothing. */
const wider: Readonly<Record<string, (object: KubernetesObject) => KubernetesObject | undefined>> = {
  "all ports": (object) => inRules(object, ({ ports: _, toPorts: __, ...rule }) => rule),
  "every pod of the namespace": (object) => {
    const field = object.kind === "NetworkPolicy" ? "podSelector" : "endpointSelector";
    return Object.keys(mapAt(object, "spec", field)).length === 0 ? undefined : withSpec(object, { [field]: {} });
  },
  "every pod of the peer's namespace": (object) => {
    const labelled = (peer: unknown): boolean =>
      isMap(mapAt(peer)["namespaceSelector"]) && isMap(mapAt(peer)["podSelector"]);
    const rules = ["ingress", "egress"].flatMap((direction) => listAt(object, "spec", direction));
    if (!rules.some((rule) => [...listAt(rule, "from"), ...listAt(rule, "to")].some(labelled))) return undefined;
    const unlabelled = (peers: readonly unknown[]): readonly unknown[] =>
      peers.map((peer) => ({ namespaceSelector: mapAt(peer, "namespaceSelector") }));
    return inRules(object, (rule) => ({
      ...rule,
      ...(rule["from"] === undefined ? {} : { from: unlabelled(listAt(rule, "from")) }),
      ...(rule["to"] === undefined ? {} : { to: unlabelled(listAt(rule, "to")) }),
    }));
  },
  "another port": (object) =>
    inRules(object, (rule) =>
      rule["ports"] === undefined ? rule : { ...rule, ports: [...listAt(rule, "ports"), { port: 4444 }] },
    ),
};

function inRules(
  object: KubernetesObject,
  change: (rule: Readonly<Record<string, unknown>>) => unknown,
): KubernetesObject {
  const spec = mapAt(object, "spec");
  const changed = ["ingress", "egress"].flatMap((direction) =>
    spec[direction] === undefined ? [] : [[direction, listAt(spec, direction).map((rule) => change(mapAt(rule)))]],
  );
  return withSpec(object, Object.fromEntries(changed));
}

function withSpec(object: KubernetesObject, changed: Readonly<Record<string, unknown>>): KubernetesObject {
  return Object.assign({ ...object }, { spec: { ...mapAt(object, "spec"), ...changed } });
}

describe.each(rendered)("the rendered manifests of %s", (_, manifestSets) => {
  test("no undeclared flow is open", () => {
    expect(manifestSets.length).toBeGreaterThan(4);
    for (const { manifestSet } of manifestSets)
      expect(manifestSetFindings(manifestSet, [networkOpensUndeclared])).toEqual([]);
  });

  test.each(Object.entries(wider))("a policy that is widened to %s is reported", (change, widen) => {
    let tried = 0;
    for (const { cluster, tenant, manifestSet } of manifestSets) {
      for (const policy of manifestSet.of(networkPolicyKind, ciliumPolicyKind)) {
        if (textAt(policy.object, "metadata", "annotations", "tenantry.dev/why") === undefined) continue;
        const object = widen(policy.object);
        if (object === undefined || (change === "another port" && policy.kind === ciliumPolicyKind)) continue;
        const others = manifestSet.manifests.filter((manifest) => manifest !== policy);
        const widened = new ManifestSet([...others, { ...policy, object }], manifestSet.context);
        const label = `${tenant?.name ?? "platform"} on ${cluster.name}: ${policy.namespace} ${policy.name}`;
        expect([label, manifestSetFindings(widened, [networkOpensUndeclared]).length]).toEqual([label, 1]);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(4);
  });
});

const policy = (namespace: string, spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: one, namespace: ${namespace}, annotations: { tenantry.dev/flow: declared } }
spec: { podSelector: {}, ${spec} }
`;
const dns =
  "{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }";

test.each([
  {
    name: "a declared flow",
    yaml: policy("churn", `egress: [{ to: [${dns}], ports: [{ port: 53, protocol: UDP }] }]`),
    found: [],
  },
  {
    name: "an undeclared port",
    yaml: policy("churn", `egress: [{ to: [${dns}], ports: [{ port: 53, endPort: 54 }] }]`),
    found: ["4:26 undeclared flows in NetworkPolicy one: churn/pod to dns on 54/TCP"],
  },
  {
    name: "a part of a network that the tenant declares",
    yaml: policy("churn", "egress: [{ to: [{ ipBlock: { cidr: 203.0.113.0/25 } }], ports: [{ port: 443 }] }]"),
    found: [],
  },
  {
    name: "more than a network that the tenant declares",
    yaml: policy("churn", "egress: [{ to: [{ ipBlock: { cidr: 203.0.112.0/23 } }], ports: [{ port: 443 }] }]"),
    found: ["4:26 undeclared flows in NetworkPolicy one: churn/pod to 203.0.112.0/23 on 443/TCP"],
  },
  {
    name: "a rule without peers, which another rule reports",
    yaml: policy("churn", "egress: [{ ports: [{ port: 443 }] }]"),
    found: [],
  },
  {
    name: "a policy of a team, without the annotation",
    yaml: policy("churn", "egress: [{ to: [{ namespaceSelector: {} }] }]").replace(
      "tenantry.dev/flow",
      "acme.test/flow",
    ),
    found: [],
  },
  {
    name: "a policy in an undeclared namespace",
    yaml: policy("undeclared", "egress: [{ to: [{ namespaceSelector: {} }] }]"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  const context = churnOnProduction(
    "network: { external: { partner: { cidrs: [203.0.113.0/24], ports: [{ port: 443 }], why: a partner's address } } }",
  );
  expect(findingsIn(networkOpensUndeclared, yaml, context)).toEqual(found);
});

test("a policy in a hand-written folder is not reported", () => {
  expect(findingsIn(networkOpensUndeclared, policy("churn", `egress: [{ to: [${dns}] }]`))).toEqual([]);
});
