import { describe, expect, test } from "vitest";
import type { ManifestContext } from "../../evaluate/manifests/manifest-set.ts";
import { foundInUnit } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
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
const nobody = ["5:3 no pod of churn will have these labels"];

describe("a folder of others", () => {
  test.each([
    { name: "all pods", yaml: policy("{}") + server(), found: [] },
    { name: "the Server's", yaml: policy(named("seldon-server")) + server(), found: [] },
    { name: "the runtime's", yaml: policy(named("seldon-envoy")) + runtime, found: [] },
    {
      name: "a label that the Server carries",
      yaml: policy(partOf) + server("{ app.kubernetes.io/part-of: fraud-detection-system }"),
      found: [],
    },
    { name: "a label that nobody carries", yaml: policy(partOf) + server() + runtime, found: nobody },
    {
      name: "a label that every object of JavaScript has",
      yaml: policy("{ matchExpressions: [{ key: __proto__, operator: In, values: [a] }] }") + server(),
      found: nobody,
    },
    { name: "a component that runs no replica", yaml: policy(named("hodometer")) + runtime, found: nobody },
    {
      name: "a name that Seldon forces on no pod",
      yaml: policy(named("mlserver")) + server("{ app.kubernetes.io/name: mlserver }"),
      found: nobody,
    },
    { name: "pods that lie elsewhere", yaml: policy(partOf) + server("{}", "other"), found: [] },
    {
      name: "peers of the own namespace",
      yaml: policy("{}", `\n  ingress:\n    - from: [{ podSelector: ${partOf} }]`) + server(),
      found: ["7:16 no pod of churn will have these labels"],
    },
    {
      name: "peers of others",
      yaml: policy("{}", `\n  ingress:\n    - from: [{ namespaceSelector: {}, podSelector: ${partOf} }]`) + server(),
      found: [],
    },
    {
      name: "beside pods that another operator makes",
      yaml: `${policy("{ matchLabels: { strimzi.io/cluster: a } }")}${server()}---\napiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: { name: a, namespace: churn }\n`,
      found: [],
    },
    {
      name: "beside pods out of a chart",
      yaml: `${policy("{ matchLabels: { app: postgres } }")}${server()}---\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: a, namespace: argocd }\nspec: { destination: { namespace: churn }, source: { chart: postgres } }\n`,
      found: [],
    },
    {
      name: "a policy of Cilium",
      yaml: `${policy(partOf).replace("networking.k8s.io/v1", "cilium.io/v2").replace("kind: N", "kind: CiliumN").replace("podS", "endpointS")}${server()}`,
      found: nobody,
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(foundIn(networkSelectsNoPod, yaml)).toEqual(found);
  });
});

describe("a tenant's", () => {
  const spec = "servers: { mlserver: { template: mlserver } }";
  const active = (): ManifestContext => churnOnProduction(spec);
  test("every pod is known, even where there is none", () => {
    expect(foundInUnit(networkSelectsNoPod, policy(partOf), active())).toEqual(nobody);
  });
  test("a folder that is meant for it need not bring the pods that are there", () => {
    expect(foundIn(networkSelectsNoPod, policy(partOf), active())).toEqual([]);
  });
  test("pods that pause will be back", () => {
    const paused = churnOnProduction(`${spec}\nlifecycle: suspended`);
    expect(foundInUnit(networkSelectsNoPod, policy(named("seldon-server")), paused)).toEqual([]);
  });
  test("of other namespaces nothing is known", () => {
    const elsewhere = policy(partOf).replace("namespace: churn", "namespace: kafka");
    expect(foundInUnit(networkSelectsNoPod, elsewhere, active())).toEqual([]);
  });
});
