import { describe, expect, test } from "vitest";
import { foundInUnit } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, foundIn } from "../../testing/rules.ts";
import { networkDefaultDenyMissing } from "./default-deny-missing.ts";

const namespace = `
apiVersion: v1
kind: Namespace
metadata: { name: churn }
`;
const server = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: mlserver, namespace: churn }
spec: { serverConfig: mlserver-config }
`;
const web = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: churn }
spec: { template: { metadata: { labels: { app: web } } } }
`;
const policy = (spec: string, place = "churn"): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: ${place} }
spec: { ${spec} }
`;
const closed = policy("podSelector: {}, policyTypes: [Ingress, Egress]");
const onlyWeb = policy("podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress, Egress]");

describe("a folder of others", () => {
  test.each([
    { name: "closed", yaml: namespace + server + closed, found: [] },
    {
      name: "closed in two steps",
      yaml: namespace + server + policy("podSelector: {}") + policy("podSelector: {}, policyTypes: [Egress]"),
      found: [],
    },
    {
      name: "not at all",
      yaml: namespace + server,
      found: ["3:19 no policy closes ingress and egress for every pod of churn: all that are made here are open"],
    },
    {
      name: "only on the way in",
      yaml: namespace + server + policy("podSelector: {}"),
      found: ["3:19 no policy closes egress for every pod of churn: all that are made here are open"],
    },
    {
      name: "only some pods",
      yaml: namespace + server + web + onlyWeb,
      found: [
        "3:19 no policy closes ingress and egress for every pod of churn: 1 of the 2 that are made here are open",
      ],
    },
    {
      name: "each pod, but none that is added",
      yaml: namespace + web + onlyWeb,
      found: ["3:19 no policy closes ingress and egress for every pod of churn: pods that are added later are open"],
    },
    { name: "policies that may come from elsewhere", yaml: server.slice(4), found: [] },
    {
      name: "policies of it that do not close it",
      yaml: (web + onlyWeb).slice(4),
      found: ["8:19 no policy closes ingress and egress for every pod of churn: pods that are added later are open"],
    },
    { name: "no pods", yaml: namespace, found: [] },
    {
      name: "closed elsewhere",
      yaml: namespace + server + closed.replaceAll("churn", "other"),
      found: ["3:19 no policy closes ingress and egress for every pod of churn: all that are made here are open"],
    },
    {
      name: "the API server and nothing else, on Cilium",
      yaml: `${namespace}${server}---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: c, namespace: churn }\nspec: { endpointSelector: {}, egress: [{ toEntities: [kube-apiserver] }] }\n${policy("podSelector: {}")}`,
      found: [],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(foundIn(networkDefaultDenyMissing, yaml)).toEqual(found);
  });
});

test("a tenant's namespace is closed before it has pods", () => {
  expect(foundInUnit(networkDefaultDenyMissing, namespace, churnOnProduction())).toEqual([
    "3:19 no policy closes ingress and egress for every pod of churn",
  ]);
  expect(foundInUnit(networkDefaultDenyMissing, namespace + closed, churnOnProduction())).toEqual([]);
});

test("a folder that is meant for a cluster need not bring the policies that are there", () => {
  expect(foundIn(networkDefaultDenyMissing, server.slice(4), churnOnProduction())).toEqual([]);
});
