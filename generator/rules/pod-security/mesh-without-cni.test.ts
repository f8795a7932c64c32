import { expect, test } from "vitest";
import { findingsIn } from "../../testing/rules.ts";
import { podSecurityMeshWithoutCni } from "./mesh-without-cni.ts";

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
`;

const deployment = (inject: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { metadata: { labels: { sidecar.istio.io/inject: "${inject}" } }, spec: { containers: [] } } }
`;

test.each([
  { name: "no mesh", yaml: namespace("pod-security.kubernetes.io/enforce: baseline"), found: [] },
  {
    name: "a namespace label for sidecars",
    yaml: namespace("istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline"),
    found: ["4:36 level baseline rejects the init container that the mesh adds to each pod of churn"],
  },
  {
    name: "a revision label",
    yaml: namespace("istio.io/rev: stable, pod-security.kubernetes.io/enforce: restricted"),
    found: ["4:36 level restricted rejects the init container that the mesh adds to each pod of churn"],
  },
  {
    name: "ambient mode",
    yaml: namespace(
      "istio.io/rev: stable, istio.io/dataplane-mode: ambient, pod-security.kubernetes.io/enforce: baseline",
    ),
    found: [],
  },
  {
    name: "the level privileged",
    yaml: namespace("istio-injection: enabled, pod-security.kubernetes.io/enforce: privileged"),
    found: [],
  },
  {
    name: "injection that the namespace disables",
    yaml: namespace("istio-injection: disabled, istio.io/rev: stable, pod-security.kubernetes.io/enforce: baseline"),
    found: [],
  },
  {
    name: "a pod label for the sidecar",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline") + deployment("true"),
    found: ["9:43 level baseline rejects the init container that the mesh adds to the pods of Deployment d"],
  },
  {
    name: "a pod label against the sidecar",
    yaml: namespace("pod-security.kubernetes.io/enforce: baseline") + deployment("false"),
    found: [],
  },
  {
    name: "a namespace and its pods, reported once",
    yaml: namespace("istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline") + deployment("true"),
    found: ["4:36 level baseline rejects the init container that the mesh adds to each pod of churn"],
  },
  {
    name: "a label of a Server, which its pods get",
    yaml: `${namespace("pod-security.kubernetes.io/enforce: baseline")}---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: s, namespace: churn, labels: { sidecar.istio.io/inject: "true" } }
spec: { serverConfig: c }
`,
    found: ["8:50 level baseline rejects the init container that the mesh adds to the pods of Server s"],
  },
  {
    name: "the CNI plugin in the manifests",
    yaml: `${namespace("istio-injection: enabled, pod-security.kubernetes.io/enforce: baseline")}---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: istio-cni-node, namespace: kube-system }
spec: {}
`,
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(podSecurityMeshWithoutCni, yaml)).toEqual(found);
});
