import { describe, expect, test } from "vitest";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { connectedAddons, generatedManifests } from "../../testing/connected-addons.ts";
import { inventoryOf } from "../../testing/inventory.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkDefaultDenyMissing } from "./default-deny-missing.ts";
import { networkFlowClosed } from "./flow-closed.ts";
import { networkOpensUndeclared } from "./opens-undeclared.ts";
import { networkPeerEveryone } from "./peer-everyone.ts";

const directions = ["ingress", "egress"] as const;

/** Changes of one rule of a policy that open more than was declared. Undefined for a rule that it does not apply to. */
const wider: Readonly<Record<string, (rule: Readonly<Record<string, unknown>>) => object | undefined>> = {
  "all ports": ({ ports: _, toPorts: __, ...rule }) => rule,
  "another port": (rule) =>
    rule["ports"] === undefined ? undefined : { ...rule, ports: [...listAt(rule, "ports"), { port: 4444 }] },
  "a range of ports": (rule) =>
    rule["ports"] === undefined
      ? undefined
      : { ...rule, ports: listAt(rule, "ports").map((port) => ({ ...mapAt(port), endPort: 65_535 })) },
  "every pod of the peer's namespace": (rule) => withoutPods(rule, "from") ?? withoutPods(rule, "to"),
};

function withoutPods(rule: Readonly<Record<string, unknown>>, side: "from" | "to"): object | undefined {
  const peers = listAt(rule, side);
  const labelled = peers.filter((peer) => "namespaceSelector" in mapAt(peer) && "podSelector" in mapAt(peer));
  if (labelled.length === 0) return undefined;
  return { ...rule, [side]: peers.map((peer) => ({ namespaceSelector: mapAt(peer, "namespaceSelector") })) };
}

function withSpec(policy: Manifest, changed: Readonly<Record<string, unknown>>): Manifest {
  const object: KubernetesObject = Object.assign(
    { ...policy.object },
    { spec: { ...mapAt(policy.object, "spec"), ...changed } },
  );
  return { ...policy, object };
}

describe.each(["standard", "enhanced"])("add-ons on clusters with the pattern %s", (pattern) => {
  const units = generatedManifests(inventoryOf(connectedAddons(pattern)));
  const platforms = units.filter(({ tenant }) => tenant === undefined);

  /** The policies of the add-ons' namespaces, each with the findings if another policy, or none, takes its place. */
  const each = function* (): Iterable<{
    readonly label: string;
    readonly policy: Manifest;
    readonly with: (changed: Manifest | undefined) => readonly string[];
  }> {
    for (const { cluster, manifestSet } of platforms) {
      const namespaces = new Set(cluster.addons.flatMap(({ spec }) => Object.keys(spec.namespaces)));
      for (const policy of manifestSet.of(networkPolicyKind, ciliumPolicyKind)) {
        if (!namespaces.has(policy.namespace ?? "")) continue;
        const others = manifestSet.manifests.filter((manifest) => manifest !== policy);
        yield {
          label: `${cluster.name} ${policy.namespace} ${policy.name}`,
          policy,
          with: (changed) => {
            const set = new ManifestSet(changed === undefined ? others : [...others, changed], manifestSet.context);
            const rules = [networkFlowClosed, networkOpensUndeclared, networkPeerEveryone, networkDefaultDenyMissing];
            return manifestSetFindings(set, rules).map(({ diagnostic }) => diagnostic.code);
          },
        };
      }
    }
  };

  test("each missing policy is reported", () => {
    // The policy same-namespace closes the pods too. Policies do not apply to the pods of watch-nodes.
    const all = [...each()].filter(({ policy }) => policy.name !== "default-deny");
    expect(all.length).toBeGreaterThan(50);
    const missed = all.filter((item) => item.with(undefined).length === 0).map(({ label }) => label);
    expect(missed).toEqual(["staging watch-nodes same-namespace", "production watch-nodes same-namespace"]);
  });

  test("a namespace without policies is reported", () => {
    for (const { cluster, manifestSet } of platforms)
      for (const namespace of cluster.addons.flatMap(({ spec }) => Object.keys(spec.namespaces))) {
        const others = manifestSet.manifests.filter((manifest) => manifest.namespace !== namespace);
        const found = manifestSetFindings(new ManifestSet(others, manifestSet.context), [networkDefaultDenyMissing]);
        expect([namespace, found.length]).toEqual([namespace, 1]);
      }
  });

  test("each missing port is reported", () => {
    const missed = [...each()].flatMap(({ label, policy, with: findings }) =>
      directions.flatMap((direction) =>
        listAt(policy.object, "spec", direction).flatMap((rule) => {
          const ports = listAt(rule, "ports");
          return ports.flatMap((port) => {
            const kept = ports.filter((other) => other !== port);
            const rules = kept.length === 0 ? [] : [{ ...mapAt(rule), ports: kept }];
            return findings(withSpec(policy, { [direction]: rules })).length === 0
              ? [`${label} ${JSON.stringify(port)}`]
              : [];
          });
        }),
      ),
    );
    expect(missed).toEqual([]);
  });

  test.each(Object.entries(wider))("a policy with %s is reported", (_, widen) => {
    let tried = 0;
    for (const { label, policy, with: findings } of each()) {
      if (policy.name === "same-namespace") continue;
      for (const direction of directions) {
        const rules = listAt(policy.object, "spec", direction).map((rule) => widen(mapAt(rule)));
        if (rules.length === 0 || rules.includes(undefined)) continue;
        expect([label, findings(withSpec(policy, { [direction]: rules })).length > 0]).toEqual([label, true]);
        tried += 1;
      }
    }
    expect(tried).toBeGreaterThan(20);
  });

  test("a policy that selects every pod of the namespace is reported", () => {
    for (const { label, policy, with: findings } of each()) {
      const field = policy.kind === networkPolicyKind ? "podSelector" : "endpointSelector";
      if (Object.keys(mapAt(policy.object, "spec", field)).length === 0) continue;
      expect([label, findings(withSpec(policy, { [field]: {} })).length > 0]).toEqual([label, true]);
    }
  });
});
