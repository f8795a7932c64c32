import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { listAt, mapAt } from "../../evaluate/manifests/reading.ts";
import { ciliumPolicyKind, networkPolicyKind } from "../../models/kinds.ts";
import { builtSample, findingsInUnit, renderedManifests } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { manifestSetFindings } from "../run-rules.ts";
import { networkFlowClosed } from "./flow-closed.ts";
import { locatedPorts } from "./peers.ts";

const rendered = [
  ["the sample", renderedManifests(await builtSample())],
  ["the four patterns", renderedManifests(join(import.meta.dirname, "../../golden/four-patterns"))],
] as const;

describe.each(rendered)("the rendered manifests of %s", (_, manifestSets) => {
  test("every flow that Seldon needs is open", () => {
    expect(manifestSets.length).toBeGreaterThan(4);
    for (const { manifestSet } of manifestSets)
      expect(manifestSetFindings(manifestSet, [networkFlowClosed])).toEqual([]);
  });

  test("each removed policy is reported", () => {
    let removed = 0;
    for (const { cluster, tenant, manifestSet } of manifestSets) {
      for (const policy of manifestSet.of(networkPolicyKind, ciliumPolicyKind)) {
        // It is not known which part of a network that the tenant declares is needed.
        if (policy.name === "default-deny" || policy.name.startsWith("to-external-")) continue;
        const without = new ManifestSet(
          manifestSet.manifests.filter((manifest) => manifest !== policy),
          manifestSet.context,
        );
        const found = manifestSetFindings(without, [networkFlowClosed]).map(({ diagnostic }) => diagnostic.message);
        const label = `${tenant?.name ?? "platform"} on ${cluster.name} without ${policy.name}`;
        // Pods need no flow within a namespace without a runtime: next to a central operator, or next to Servers of a shared runtime.
        const alone = (tenant === undefined) !== (cluster.spec.seldon.pattern === "enhanced");
        expect([label, found.length > 0]).toEqual([label, !(alone && policy.name === "same-namespace")]);
        removed += 1;
      }
    }
    expect(removed).toBeGreaterThan(25);
  });

  test("each removed port is reported, except the unused TLS ports", () => {
    const unused = new Set([9044, 9055]);
    let removed = 0;
    for (const { manifestSet } of manifestSets) {
      for (const policy of manifestSet.of(networkPolicyKind)) {
        for (const { direction, path, port } of locatedPorts(policy)) {
          if (policy.name.startsWith("to-external-")) continue;
          const rule = listAt(policy.object, "spec", direction)[Number(path[2])];
          const ports = listAt(rule, "ports").filter((candidate) => candidate !== port);
          // A rule without ports would allow all ports.
          const rules = ports.length === 0 ? [] : [{ ...mapAt(rule), ports }];
          const object = { ...policy.object, spec: { ...mapAt(policy.object, "spec"), [direction]: rules } };
          const without = new ManifestSet(
            [...manifestSet.manifests.filter((manifest) => manifest !== policy), { ...policy, object }],
            manifestSet.context,
          );
          const label = `${policy.namespace} ${policy.name} ${port["port"]}/${port["protocol"]}`;
          const found = manifestSetFindings(without, [networkFlowClosed]).length > 0;
          expect([label, found]).toEqual([label, !unused.has(Number(port["port"]))]);
          removed += 1;
        }
      }
    }
    expect(removed).toBeGreaterThan(25);
  });
});

describe("a hand-written folder", () => {
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
  const names = "server to DNS on 53/UDP, egress of server (name resolution)";
  const apiClosed = "server to the API server over TCP, egress of server (reads its configuration)";

  test.each([
    { name: "no policies", yaml: server + runtime, found: [] },
    { name: "policies that open every flow", yaml: server + runtime + closed + within + dns + api, found: [] },
    { name: "a Server with egress closed", yaml: server + closed, found: [`3:19 closed flow: ${names}; ${apiClosed}`] },
    { name: "a Server with DNS closed", yaml: server + closed + api, found: [`3:19 closed flow: ${names}`] },
    {
      name: "a Server with the API server closed",
      yaml: server + closed + dns,
      found: [`3:19 closed flow: ${apiClosed}`],
    },
    {
      name: "a Server with the API server open over UDP only",
      yaml: server + closed + dns + out("x", "{ ports: [{ protocol: UDP }] }"),
      found: [`3:19 closed flow: ${apiClosed}`],
    },
    { name: "DNS on the port behind its Service", yaml: server + closed + api + dns.replace("53", "5353"), found: [] },
    {
      name: "a Server with ingress closed only",
      yaml: server + policy("in", "podSelector: {}, policyTypes: [Ingress]"),
      found: [],
    },
    {
      name: "a scheduler with ingress closed",
      yaml:
        server + runtime + policy("in", "podSelector: { matchLabels: { app.kubernetes.io/name: seldon-scheduler } }"),
      found: [
        "8:19 closed flow: server to scheduler on 9005/TCP, ingress of scheduler (agents register their Server); envoy to scheduler on 9002/TCP, ingress of scheduler (Envoy fetches its routes)",
      ],
    },
    {
      name: "a scheduler with its TLS port open",
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
      name: "an Envoy that is closed to explainers",
      yaml: `${server}${runtime}${policy("in", "podSelector: { matchLabels: { app.kubernetes.io/name: seldon-envoy } }")}---\napiVersion: mlops.seldon.io/v1alpha1\nkind: Model\nmetadata: { name: why, namespace: churn }\nspec: { explainer: { type: anchor } }\n`,
      found: [
        "8:19 closed flow: server to envoy on 9000/TCP, ingress of envoy (explainers call the models that they explain)",
      ],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(findingsIn(networkFlowClosed, yaml)).toEqual(found);
  });
});

test("a closed flow of a tenant is reported at the Server", () => {
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
  const messages = findingsInUnit(
    networkFlowClosed,
    yaml,
    churnOnProduction("servers: { mlserver: { template: mlserver } }"),
  );
  expect(messages).toHaveLength(1);
  expect(messages[0]).toMatch(
    /^3:19 closed flow: churn\/server to dns on 53\/UDP, egress of churn\/server \(name resolution\); /,
  );
});
