import fc from "fast-check";
import { expect, test } from "vitest";
import { manifestOf } from "../../evaluate/manifests/manifest.ts";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import type { KubernetesObject } from "../../models/kubernetes-object.ts";
import { oracle } from "../../testing/oracles.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkBadCidr } from "./bad-cidr.ts";
import { networkBadPeer } from "./bad-peer.ts";
import { networkBadPolicyType } from "./bad-policy-type.ts";
import { networkBadPort } from "./bad-port.ts";
import { networkBadSelector } from "./bad-selector.ts";

/** The fields that the validation of the API server itself rejects in a policy. */
const refusedFields = await oracle<readonly string[]>("kube/network-policy");

const rules = [networkBadCidr, networkBadPeer, networkBadPolicyType, networkBadPort, networkBadSelector];

const odd = <T>(right: readonly T[], wrong: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: fc.constantFrom(...right), weight: 16 }, { arbitrary: fc.constantFrom(...wrong), weight: 1 });
const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) =>
  fc.record(fields, { requiredKeys: [] });

const expression = fc.record(
  {
    key: odd(
      ["app", "a.b/c", "kubernetes.io/metadata.name"],
      ["", "a b", "/x", "a/b/c", "A.b/c", "-a", "a..b/c", "x".repeat(64)],
    ),
    operator: odd(["In", "NotIn", "Exists", "DoesNotExist"], ["in", "Equals", ""]),
    values: fc.array(odd(["web", "", "A_b.c"], ["a b", "-", "x".repeat(64), "a/b"]), { maxLength: 2 }),
  },
  { requiredKeys: ["key", "operator"] },
);
const selector = optional({
  matchLabels: fc.dictionary(odd(["app", "a.b/c"], ["a b", "b/"]), odd(["web", ""], ["-x", "a b"]), { maxKeys: 2 }),
  matchExpressions: fc.array(expression, { maxLength: 2 }),
});
const network = odd(
  ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/16", "fd00::/8", "fd00:1::/32", "0.0.0.0/0", "::/0", "010.0.0.0/08"],
  [
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0/8",
    "fd00::/129",
    "",
    "any",
    "10.0.0.256/32",
    "fe80::1%a/64",
    "10.0.0.0/-1",
    "0xa.0.0.0/8",
    " 10.0.0.0/8",
  ],
);
const peer = odd(
  [["podSelector"], ["namespaceSelector"], ["podSelector", "namespaceSelector"], ["ipBlock"]],
  [[], ["ipBlock", "podSelector"], ["ipBlock", "namespaceSelector", "podSelector"]],
).chain((fields) =>
  fc.record(
    Object.fromEntries(
      fields.map((field) => [
        field,
        field === "ipBlock"
          ? fc.record({ cidr: network, except: fc.array(network, { maxLength: 2 }) }, { requiredKeys: ["cidr"] })
          : selector,
      ]),
    ),
  ),
);
const port = optional({
  protocol: odd(["TCP", "UDP", "SCTP"], ["HTTP", "tcp", ""]),
  port: odd<number | string>(
    [80, 443, 65_535, "web", "a-1"],
    [0, -1, 65_536, 99_999, "80", "", "a--b", "-a", "WEB", "sixteen-letters-"],
  ),
  endPort: odd([80, 443, 65_535], [0, 65_536, 1]),
});
const rule = (side: "from" | "to") =>
  optional({ [side]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) });
const policy = fc.record(
  {
    podSelector: selector,
    policyTypes: odd<readonly string[]>(
      [[], ["Ingress"], ["Ingress", "Egress"]],
      [["ingress"], ["Egress", "All"], ["Egress", "Egress", "Ingress"]],
    ),
    ingress: fc.array(rule("from"), { maxLength: 2 }),
    egress: fc.array(rule("to"), { maxLength: 2 }),
  },
  { requiredKeys: ["podSelector"] },
);

test("the rules reject the same fields of 4000 random policies as the API server", async () => {
  const drawn = fc.sample(policy, { numRuns: 4_000, seed: 20_261_123 }).map((spec, index): KubernetesObject => {
    const object = {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: `p${index}`, namespace: "a" },
      spec,
    };
    return object;
  });
  const theirs = await refusedFields(drawn);
  let refused = 0;
  for (const [index, object] of drawn.entries()) {
    const wanted = distinct((theirs[index] ?? []).map(place));
    if (wanted.length > 0) refused += 1;
    expect([JSON.stringify(object), distinct(ours(object).map(place))]).toEqual([JSON.stringify(object), wanted]);
  }
  expect(refused).toBeGreaterThan(1_000);
  expect(refused).toBeLessThan(3_500);
});

/** The fields that the rules point at, as the API server writes them. */
function ours(object: KubernetesObject): readonly string[] {
  const manifest = manifestOf(object, (path = []) => ({
    file: path
      .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
      .join("")
      .slice(1),
    line: 1,
    column: 1,
    length: 1,
    excerpt: [],
  }));
  const manifestSet = new ManifestSet([manifest], { namespaces: new Map() });
  return manifestSetFindings(manifestSet, rules).map(({ diagnostic }) => diagnostic.at.file);
}

/** The common precision: a field of a port, a peer, its selector, or the types. Within selectors the two name different parts. */
function place(field: string): string {
  return (
    /^spec[.](policyTypes|podSelector)/.exec(field)?.[0] ??
    /^spec[.]\w+\[\d+\][.](ports\[\d+\][.]\w+|(from|to)\[\d+\]([.](podSelector|namespaceSelector))?)/.exec(
      field,
    )?.[0] ??
    field
  );
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}
