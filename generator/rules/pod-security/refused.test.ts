import { expect, test } from "vitest";
import { churnOnProduction, findingsIn } from "../../testing/rules.ts";
import { podSecurityRefused } from "./refused.ts";

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
const runtime = (overrides: string, config = "default"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: r, namespace: churn }
spec: { seldonConfig: ${config}, overrides: [${overrides}] }
`;
const without = (...names: readonly string[]): string =>
  names.map((name) => `{ name: ${name}, replicas: 0 }`).join(", ");
const others = without(
  "hodometer",
  "seldon-scheduler",
  "seldon-dataflow-engine",
  "seldon-modelgateway",
  "seldon-pipelinegateway",
);
const good = "allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }";
const seccomp = "runAsNonRoot: true, seccompProfile: { type: RuntimeDefault }";
const restricted = namespace("pod-security.kubernetes.io/enforce: restricted");
const baseline = namespace("pod-security.kubernetes.io/enforce: baseline");

test.each([
  { name: "an admitted pod", yaml: baseline + deployment("containers: [{ name: a, image: i }]"), found: [] },
  {
    name: "a Deployment",
    yaml: baseline + deployment("hostNetwork: true, containers: [{ name: a, image: i }]"),
    found: ["9:42 level baseline rejects the pods of Deployment d: the pod shares the node's network"],
  },
  {
    name: "a namespace that enforces nothing",
    yaml: namespace("") + deployment("hostNetwork: true, containers: [{ name: a, image: i }]"),
    found: [],
  },
  {
    name: "a ServerConfig in another namespace",
    yaml: baseline + server("containers: [{ name: agent, securityContext: { privileged: true } }]"),
    found: ["9:79 level baseline rejects the pods of Server s: container agent is privileged"],
  },
  {
    name: "an override of a Server",
    yaml:
      baseline +
      server(
        "containers: [{ name: rclone }, { name: agent }]",
        ", podSpec: { containers: [{ name: agent, securityContext: { privileged: true } }] }",
      ),
    found: ["14:96 level baseline rejects the pods of Server s: container agent is privileged"],
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
    found: ["9:63 level baseline rejects the pods of seldon-envoy: the pod shares the node's processes"],
  },
  {
    name: "a violation of restricted only",
    yaml:
      namespace("pod-security.kubernetes.io/enforce: restricted") +
      deployment(
        "securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }, containers: [{ name: a, securityContext: { allowPrivilegeEscalation: false } }]",
      ),
    found: ["9:136 level restricted rejects the pods of Deployment d: container a does not drop ALL capabilities"],
  },
  {
    name: "two violations at one location, in one finding",
    yaml: restricted + deployment(`securityContext: { ${seccomp} }, containers: [{ name: a, image: i }]`),
    found: [
      "9:125 level restricted rejects the pods of Deployment d: container a allows privilege escalation, container a does not drop ALL capabilities",
    ],
  },
  {
    name: "an annotation of the template",
    yaml:
      baseline +
      deployment("containers: [{ name: a }]").replace(
        "template: {",
        "template: { metadata: { annotations: { container.apparmor.security.beta.kubernetes.io/a: unconfined } },",
      ),
    found: ["9:48 level baseline rejects the pods of Deployment d: an annotation sets the AppArmor profile unconfined"],
  },
  {
    name: "a Server cannot disable a setting of its ServerConfig",
    yaml: baseline + server("hostPID: true, containers: [{ name: agent }]", ", podSpec: { hostPID: false }"),
    found: ["9:29 level baseline rejects the pods of Server s: the pod shares the node's processes"],
  },
  {
    name: "a violation that a Server adds to its ServerConfig",
    yaml:
      restricted +
      server(
        `securityContext: { ${seccomp} }, containers: [{ name: agent, securityContext: { ${good} } }]`,
        ", podSpec: { securityContext: { runAsNonRoot: false, runAsUser: 0 } }",
      ),
    found: ["14:88 level restricted rejects the pods of Server s: the pod runs as root"],
  },
  {
    name: "a container that a Server adds",
    yaml:
      restricted +
      server(
        `securityContext: { ${seccomp} }, containers: [{ name: agent, securityContext: { ${good} } }]`,
        `, podSpec: { containers: [{ name: sidecar, image: i, securityContext: { allowPrivilegeEscalation: false } }] }`,
      ),
    found: ["14:77 level restricted rejects the pods of Server s: container sidecar does not drop ALL capabilities"],
  },
  {
    name: "components of Seldon's chart at restricted",
    yaml: restricted + runtime(others),
    found: [
      "9:32 level restricted rejects the pods of seldon-envoy: container envoy allows privilege escalation, container envoy does not drop ALL capabilities",
    ],
  },
  {
    name: "components of Seldon's chart with overrides that pass restricted",
    yaml:
      restricted +
      runtime(
        `${others}, { name: seldon-envoy, podSpec: { containers: [{ name: envoy, securityContext: { ${good} } }] } }`,
      ),
    found: [],
  },
  { name: "components of Seldon's chart at baseline", yaml: baseline + runtime(""), found: [] },
  {
    name: "a SeldonConfig in the manifest set",
    yaml: `${baseline + runtime(others, "own")}---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonConfig
metadata: { name: own, namespace: churn }
spec: { components: [{ name: seldon-envoy, podSpec: { containers: [{ name: envoy, ports: [{ hostPort: 80 }] }] } }] }
`,
    found: ["14:103 level baseline rejects the pods of seldon-envoy: container envoy uses port 80 of the node"],
  },
  { name: "a SeldonConfig that is not in the manifest set", yaml: restricted + runtime("", "own"), found: [] },
  {
    name: "pods of a ReplicaSet, reported for its Deployment",
    yaml:
      baseline +
      deployment("hostPID: true, containers: [{ name: a }]") +
      deployment("hostPID: true, containers: [{ name: a }]")
        .replace("Deployment", "ReplicaSet")
        .replace("name: d,", "name: d-1, ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: d }],"),
    found: ["9:38 level baseline rejects the pods of Deployment d: the pod shares the node's processes"],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(podSecurityRefused, yaml)).toEqual(found);
});

test("a standard later than the cluster's API server is not applied", () => {
  const relaxed = deployment("hostUsers: false, containers: [{ name: a, securityContext: { procMount: Unmasked } }]");
  expect(findingsIn(podSecurityRefused, baseline + relaxed)).toEqual([]);
  expect(findingsIn(podSecurityRefused, baseline + relaxed, churnOnProduction())).toEqual([
    "9:101 level baseline rejects the pods of Deployment d: container a sets procMount Unmasked",
  ]);
});
