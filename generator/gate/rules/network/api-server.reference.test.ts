import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { KubernetesObject } from "../../../models/kubernetes-object.ts";
import { goProgram } from "../../../testing/go-program.ts";
import { describeReference, reference } from "../../../testing/reference.ts";
import { emptyFolder } from "../../../testing/sandbox.ts";
import { run } from "../../../tools/run.ts";
import { manifestOf } from "../../manifests/manifest.ts";
import { Scene } from "../../manifests/scene.ts";
import { sceneFindings } from "../run-rules.ts";
import { badCidr } from "./bad-cidr.ts";
import { badPeer } from "./bad-peer.ts";
import { badPolicyType } from "./bad-policy-type.ts";
import { badPort } from "./bad-port.ts";
import { badSelector } from "./bad-selector.ts";

const rules = [badCidr, badPeer, badPolicyType, badPort, badSelector];

/** The validation that the API server itself runs, asked about one policy a line; it says the fields that it refuses. */
const source = `package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	v1 "k8s.io/api/networking/v1"
	"k8s.io/kubernetes/pkg/apis/networking"
	conversion "k8s.io/kubernetes/pkg/apis/networking/v1"
	"k8s.io/kubernetes/pkg/apis/networking/validation"
)

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var written v1.NetworkPolicy
		var policy networking.NetworkPolicy
		if err := json.Unmarshal(lines.Bytes(), &written); err != nil {
			panic(err)
		}
		conversion.SetObjectDefaults_NetworkPolicy(&written)
		if err := conversion.Convert_v1_NetworkPolicy_To_networking_NetworkPolicy(&written, &policy, nil); err != nil {
			panic(err)
		}
		said := []string{}
		for _, err := range validation.ValidateNetworkPolicy(&policy, validation.NetworkPolicyValidationOptions{}) {
			said = append(said, err.Field)
		}
		out, _ := json.Marshal(said)
		fmt.Println(string(out))
	}
}
`;

const module_ = reference("reference/go-modules/kube");

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

let program = "";
describeReference(module_, "against the API server's own validation", () => {
  beforeAll(async () => {
    program = await goProgram(module_, "networkpolicy-validation-1.34.4", { source });
  }, 600_000);

  test("of four thousand random policies, each is found wrong in the same places", async () => {
    const drawn = fc.sample(policy, { numRuns: 4_000, seed: 20_261_123 }).map((spec, index): KubernetesObject => {
      const object = {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name: `p${index}`, namespace: "a" },
        spec,
      };
      return object;
    });
    const file = join(emptyFolder(), "policies.jsonl");
    writeFileSync(file, drawn.map((one) => `${JSON.stringify(one)}\n`).join(""));
    const said = await run(program, [file]);
    expect([said.code, said.stderr]).toEqual([0, ""]);
    const theirs: readonly (readonly string[])[] = said.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(theirs).toHaveLength(drawn.length);
    let refused = 0;
    for (const [index, object] of drawn.entries()) {
      const wanted = distinct((theirs[index] ?? []).map(place));
      if (wanted.length > 0) refused += 1;
      expect([JSON.stringify(object), distinct(ours(object).map(place))]).toEqual([JSON.stringify(object), wanted]);
    }
    expect(refused).toBeGreaterThan(1_000);
    expect(refused).toBeLessThan(3_500);
  });
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
  const scene = new Scene([manifest], { namespaces: new Map() });
  return sceneFindings(scene, rules).map(({ diagnostic }) => diagnostic.at.file);
}

/** As far as both go: to a port's field, a peer, a selector of it, the types. Within selectors they name different parts. */
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
