import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { builtSample, foundInUnit, renderedManifests } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkFlowClosed } from "./flow-closed.ts";
import { writtenPorts } from "./peers.ts";

const rendered = [
  ["the sample", renderedManifests(await builtSample())],
  ["the four patterns", renderedManifests(join(import.meta.dirname, "../../golden/four-patterns"))],
] as const;

describe.each(rendered)("what is rendered in %s", (_, manifestSets) => {
  test("is open wherever Seldon needs it", () => {
    expect(manifestSets.length).toBeGreaterThan(4);
    for (const { manifestSet } of manifestSets)
      expect(manifestSetFindings(manifestSet, [networkFlowClosed])).toEqual([]);
  });

  test("is missed, policy by policy, wherever one is taken away", () => {
    let taken = 0;
    for (const { cluster, tenant, manifestSet } of manifestSets) {
      for (const policy of manifestSet.of(networkPolicyKind, ciliumPolicyKind)) {
        // Of a network that the tenant declares no part is known to be needed.
        if (policy.name === "default-deny" || policy.name.startsWith("to-external-")) continue;
        const without = new ManifestSet(
          manifestSet.manifests.filter((manifest) => manifest !== policy),
          manifestSet.context,
        );
        const found = manifestSetFindings(without, [networkFlowClosed]).map(({ diagnostic }) => diagnostic.message);
        const whose = `${tenant?.name ?? "platform"} on ${cluster.name} without ${policy.name}`;
        // Nobody has a neighbour to speak to where no runtime is: beside a central operator, or beside Servers of a shared one.
        const alone = (tenant === undefined) !== (cluster.spec.seldon.pattern === "enhanced");
        expect([whose, found.length > 0]).toEqual([whose, !(alone && policy.name === "same-namespace")]);
        taken += 1;
      }
    }
    expect(taken).toBeGreaterThan(25);
  });

  test("is missed, port by port, but for those of TLS that nothing speaks yet", () => {
    const unused = new Set([9044, 9055]);
    let taken = 0;
    for (const { manifestSet } of manifestSets) {
      for (const policy of manifestSet.of(networkPolicyKind)) {
        for (const { direction, path, port } of writtenPorts(policy)) {
          if (policy.name.startsWith("to-external-")) continue;
          const rule = listAt(policy.object, "spec", direction)[Number(path[2])];
          const ports = listAt(rule, "ports").filter((candidate) => candidate !== port);
          // A rule without ports would be one for all of them.
          const rules = ports.length === 0 ? [] : [{ ...mapAt(rule), ports }];
          const object = { ...policy.object, spec: { ...mapAt(policy.object, "spec"), [direction]: rules } };
          const without = new ManifestSet(
            [...manifestSet.manifests.filter((manifest) => manifest !== policy), { ...policy, object }],
            manifestSet.context,
          );
          const what = `${policy.namespace} ${policy.name} ${port["port"]}/${port["protocol"]}`;
          const found = manifestSetFindings(without, [networkFlowClosed]).length > 0;
          expect([what, found]).toEqual([what, !unused.has(Number(port["port"]))]);
          taken += 1;
        }
      }
    }
    expect(taken).toBeGreaterThan(25);
  });
});

describe("a folder of others", () => {
  const server = `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
`;
  const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec:
  seldonConfig: default
  overrides: [hodometer, seldon-dataflow-engine, seldon-modelgateway, seldon-pipelinegateway].map
`.replace(
    /\[.*\]\.map/,
    "[{ name: hodometer, replicas: 0 }, { name: seldon-dataflow-engine, replicas: 0 }, { name: seldon-modelgateway, replicas: 0 }, { name: seldon-pipelinegateway, replicas: 0 }]",
  );
  const policy = (name: string, spec: string): string =>
    `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: churn }\nspec: { ${spec} }\n`;
  const closed = policy("closed", "podSelector: {}, policyTypes: [Ingress, Egress]");
  const within = policy(
    "within",
    "podSelector: {}, policyTypes: [Ingress, Egress], ingress: [{ from: [{ podSelector: {} }] }], egress: [{ to: [{ podSelector: {} }] }]",
  );
  const out = (name: string, rule: string): string =>
    policy(name, `podSelector: {}, policyTypes: [Egress], egress: [${rule}]`);
  const dns = out(
    "dns",
    "{ to: [{ namespaceSelector: { matchLabels: { a: b } } }], ports: [{ protocol: UDP, port: 53 }] }",
  );
  const api = out("api", "{ to: [{ ipBlock: { cidr: 192.168.1.10/32 } }], ports: [{ port: 6443 }] }");
  const names = "server to DNS on 53/UDP (names resolve), on the way out";
  const asksApi = "server to the API server over TCP (it reads its configuration there), on the way out";

  test.each([
    { name: "nothing is closed", yaml: server + runtime, found: [] },
    { name: "all of it is open", yaml: server + runtime + closed + within + dns + api, found: [] },
    { name: "a Server alone, closed", yaml: server + closed, found: [`3:19 closed: ${names}; ${asksApi}`] },
    { name: "names alone", yaml: server + closed + api, found: [`3:19 closed: ${names}`] },
    { name: "the API server alone", yaml: server + closed + dns, found: [`3:19 closed: ${asksApi}`] },
    {
      name: "the API server over UDP",
      yaml: server + closed + dns + out("x", "{ ports: [{ protocol: UDP }] }"),
      found: [`3:19 closed: ${asksApi}`],
    },
    { name: "DNS behind its Service", yaml: server + closed + api + dns.replace("53", "5353"), found: [] },
    { name: "only the way in", yaml: server + policy("in", "podSelector: {}, policyTypes: [Ingress]"), found: [] },
    {
      name: "what goes on within",
      yaml:
        server + runtime + policy("in", "podSelector: { matchLabels: { app.kubernetes.io/name: seldon-scheduler } }"),
      found: [
        "8:19 closed: server to scheduler on 9005/TCP (agents register their Server), on the way in; envoy to scheduler on 9002/TCP (Envoy fetches its routes), on the way in",
      ],
    },
    {
      name: "TLS instead",
      yaml:
        server +
        runtime +
        policy(
          "in",
          "podSelector: { matchLabels: { app.kubernetes.io/name: seldon-scheduler } }, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 9055 }, { port: 9002 }] }]",
        ),
      found: [],
    },
    {
      name: "an explainer's way back",
      yaml: `${server}${runtime}${policy("in", "podSelector: { matchLabels: { app.kubernetes.io/name: seldon-envoy } }")}---\napiVersion: mlops.seldon.io/v1alpha1\nkind: Model\nmetadata: { name: why, namespace: churn }\nspec: { explainer: { type: anchor } }\n`,
      found: ["8:19 closed: server to envoy on 9000/TCP (explainers call what they explain), on the way in"],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(foundIn(networkFlowClosed, yaml)).toEqual(found);
  });
});

test("a tenant's is said at the Server that waits, with what closes it", () => {
  const yaml = `
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: churn }
spec: { podSelector: { matchLabels: { app.kubernetes.io/name: seldon-server } }, policyTypes: [Egress] }
`;
  const messages = foundInUnit(
    networkFlowClosed,
    yaml,
    churnOnProduction("servers: { mlserver: { template: mlserver } }"),
  );
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(
    /^3:19 closed: churn\/server to dns on 53\/UDP, out of churn\/server \(names resolve\); /,
  );
});
