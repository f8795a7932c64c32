import { expect, test } from "vitest";
import { foundIn } from "../../../testing/rules.ts";
import { refused } from "./refused.ts";

const namespace = (labels: string): string => `---
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { ${labels} } }
`;
const deployment = (spec: string): string => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: d, namespace: churn }
spec: { template: { spec: { ${spec} } } }
`;
const server = (config: string, own = ""): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: c, namespace: seldon-system }
spec: { podSpec: { ${config} } }
---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: s, namespace: churn }
spec: { serverConfig: c${own} }
`;
const baseline = namespace("pod-security.kubernetes.io/enforce: baseline");

test.each([
  { name: "admitted", yaml: baseline + deployment("containers: [{ name: a, image: i }]"), found: [] },
  {
    name: "a Deployment",
    yaml: baseline + deployment("hostNetwork: true, containers: [{ name: a, image: i }]"),
    found: ["9:42 baseline refuses the pods of Deployment d: the pod shares the node's Network"],
  },
  {
    name: "a namespace that enforces nothing",
    yaml: namespace("") + deployment("hostNetwork: true, containers: [{ name: a, image: i }]"),
    found: [],
  },
  {
    name: "a ServerConfig in another namespace",
    yaml: baseline + server("containers: [{ name: agent, securityContext: { privileged: true } }]"),
    found: ["9:79 baseline refuses the pods of Server s: container agent is privileged"],
  },
  {
    name: "what a Server lays over it",
    yaml:
      baseline +
      server(
        "containers: [{ name: rclone }, { name: agent }]",
        ", podSpec: { containers: [{ name: agent, securityContext: { privileged: true } }] }",
      ),
    found: ["14:96 baseline refuses the pods of Server s: container agent is privileged"],
  },
  {
    name: "a standard of a later version",
    yaml:
      namespace("pod-security.kubernetes.io/enforce: baseline, pod-security.kubernetes.io/enforce-version: v1.33") +
      deployment("containers: [{ name: a, livenessProbe: { httpGet: { port: 1, host: h } } }]"),
    found: [],
  },
  {
    name: "a component of a SeldonRuntime",
    yaml:
      baseline +
      `---\napiVersion: mlops.seldon.io/v1alpha1\nkind: SeldonRuntime\nmetadata: { name: r, namespace: churn }\nspec: { overrides: [{ name: seldon-envoy, podSpec: { hostPID: true } }] }\n`,
    found: ["9:63 baseline refuses the pods of SeldonRuntime r: the pod shares the node's PID"],
  },
  {
    name: "restricted asks for more",
    yaml:
      namespace("pod-security.kubernetes.io/enforce: restricted") +
      deployment(
        "securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }, containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false } }]",
      ),
    found: ["9:136 restricted refuses the pods of Deployment d: container a does not drop ALL capabilities"],
  },
])("$name", ({ yaml, found }) => {
  expect(foundIn(refused, yaml)).toEqual(found);
});
