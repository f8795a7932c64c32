import { describe, expect, test } from "vitest";
import { findingsInUnit } from "../../testing/rendered-manifests.ts";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
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

describe("a hand-written folder", () => {
  test.each([
    { name: "a namespace that one policy closes", yaml: namespace + server + closed, found: [] },
    {
      name: "a namespace that two policies close",
      yaml: namespace + server + policy("podSelector: {}") + policy("podSelector: {}, policyTypes: [Egress]"),
      found: [],
    },
    {
      name: "a namespace without policies",
      yaml: namespace + server,
      found: ["3:19 missing default-deny policy for ingress and egress in churn: all pods are open"],
    },
    {
      name: "a namespace with ingress closed only",
      yaml: namespace + server + policy("podSelector: {}"),
      found: ["3:19 missing default-deny policy for egress in churn: all pods are open"],
    },
    {
      name: "a policy for some of the pods",
      yaml: namespace + server + web + onlyWeb,
      found: ["3:19 missing default-deny policy for ingress and egress in churn: 1 of the 2 pods are open"],
    },
    {
      name: "a policy for all present pods",
      yaml: namespace + web + onlyWeb,
      found: ["3:19 missing default-deny policy for ingress and egress in churn: pods that are added later are open"],
    },
    { name: "pods without a Namespace and policies, which may come from elsewhere", yaml: server.slice(4), found: [] },
    {
      name: "a policy that does not close the namespace, without a Namespace",
      yaml: (web + onlyWeb).slice(4),
      found: ["8:19 missing default-deny policy for ingress and egress in churn: pods that are added later are open"],
    },
    { name: "a Namespace without pods", yaml: namespace, found: [] },
    {
      name: "a policy that closes another namespace",
      yaml: namespace + server + closed.replaceAll("churn", "other"),
      found: ["3:19 missing default-deny policy for ingress and egress in churn: all pods are open"],
    },
    {
      name: "egress closed by a Cilium policy for the API server",
      yaml: `${namespace}${server}---\napiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: c, namespace: churn }\nspec: { endpointSelector: {}, egress: [{ toEntities: [kube-apiserver] }] }\n${policy("podSelector: {}")}`,
      found: [],
    },
  ])("$name: found $found", ({ yaml, found }) => {
    expect(findingsIn(networkDefaultDenyMissing, yaml)).toEqual(found);
  });
});

test("a tenant's namespace without pods is reported until a policy closes it", () => {
  expect(findingsInUnit(networkDefaultDenyMissing, namespace, churnOnProduction())).toEqual([
    "3:19 missing default-deny policy for ingress and egress in churn",
  ]);
  expect(findingsInUnit(networkDefaultDenyMissing, namespace + closed, churnOnProduction())).toEqual([]);
});

test("a folder for a cluster is not reported, because the cluster may have the policies", () => {
  expect(findingsIn(networkDefaultDenyMissing, server.slice(4), churnOnProduction())).toEqual([]);
});
