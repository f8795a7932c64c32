import { describe, expect, test } from "vitest";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { findingsInUnit } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { networkSelectsNoPod } from "./selects-no-pod.ts";

const policy = (selector: string, more = ""): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: churn }
spec:
  podSelector: ${selector}${more}
`;
const server = (labels = "{}", namespace = "churn"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: ${namespace}, labels: ${labels} }
spec: { serverConfig: mlserver-config }
`;
const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec: { seldonConfig: default, overrides: [{ name: hodometer, replicas: 0 }] }
`;
const partOf = "{ matchLabels: { app.kubernetes.io/part-of: fraud-detection-system } }";
const named = (name: string): string => `{ matchLabels: { app.kubernetes.io/name: ${name} } }`;
const noPod = ["5:3 invalid selector: no pod in churn will have these labels"];

describe("a hand-written folder", () => {
  test.each([
    { name: "all pods", yaml: policy("{}") + server(), found: [] },
    { name: "the pods of a Server", yaml: policy(named("seldon-server")) + server(), found: [] },
    { name: "the pods of a runtime", yaml: policy(named("seldon-envoy")) + runtime, found: [] },
    {
      name: "a label that the Server has",
      yaml: policy(partOf) + server("{ app.kubernetes.io/part-of: fraud-detection-system }"),
      found: [],
    },
    { name: "a label that no pod has", yaml: policy(partOf) + server() + runtime, found: noPod },
    {
      name: "a label that every object of JavaScript has",
      yaml: policy("{ matchExpressions: [{ key: __proto__, operator: In, values: [a] }] }") + server(),
      found: noPod,
    },
    { name: "a component that runs no replica", yaml: policy(named("hodometer")) + runtime, found: noPod },
    {
      name: "a name that Seldon overwrites on the pods",
      yaml: policy(named("mlserver")) + server("{ app.kubernetes.io/name: mlserver }"),
      found: noPod,
    },
    { name: "a namespace without pods in the folder", yaml: policy(partOf) + server("{}", "other"), found: [] },
    {
      name: "peers in the policy's own namespace",
      yaml: policy("{}", `\n  ingress:\n    - from: [{ podSelector: ${partOf} }]`) + server(),
      found: ["7:16 invalid selector: no pod in churn will have these labels"],
    },
    {
      name: "peers in other namespaces",
      yaml: policy("{}", `\n  ingress:\n    - from: [{ namespaceSelector: {}, podSelector: ${partOf} }]`) + server(),
      found: [],
    },
    {
      name: "a namespace in which another operator creates pods",
      yaml: `${policy("{ matchLabels: { strimzi.io/cluster: a } }")}${server()}---\napiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: { name: a, namespace: churn }\n`,
      found: [],
    },
    {
      name: "a namespace in which a chart creates pods",
      yaml: `${policy("{ matchLabels: { app: postgres } }")}${server()}---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec: { destination: { namespace: churn }, source: { chart: postgres } }\n`,
      found: [],
    },
    {
      name: "a CiliumNetworkPolicy",
      yaml: `${policy(partOf).replace("networking.k8s.io/v1", "cilium.io/v2").replace("kind: N", "kind: CiliumN").replace("podS", "endpointS")}${server()}`,
      found: noPod,
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(findingsIn(networkSelectsNoPod, yaml)).toEqual(found);
  });
});

describe("a tenant's namespace", () => {
  const spec = "servers: { mlserver: { template: mlserver } }";
  const active = (): ManifestContext => churnOnProduction(spec);
  test("a selector without a matching pod is reported, even without pods", () => {
    expect(findingsInUnit(networkSelectsNoPod, policy(partOf), active())).toEqual(noPod);
  });
  test("a folder for the namespace is not reported, because the cluster may have the pods", () => {
    expect(findingsIn(networkSelectsNoPod, policy(partOf), active())).toEqual([]);
  });
  test("a selector for the pods of a suspended tenant is not reported", () => {
    const paused = churnOnProduction(`${spec}\nlifecycle: suspended`);
    expect(findingsInUnit(networkSelectsNoPod, policy(named("seldon-server")), paused)).toEqual([]);
  });
  test("a policy in another namespace is not reported", () => {
    const elsewhere = policy(partOf).replace("namespace: churn", "namespace: kafka");
    expect(findingsInUnit(networkSelectsNoPod, elsewhere, active())).toEqual([]);
  });
});
