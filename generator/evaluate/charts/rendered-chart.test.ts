import { expect, test } from "vitest";
import { readObjects } from "../../models/read-object.ts";
import { joinedCharts, renderedChart } from "./rendered-chart.ts";

const text = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: widgets }
spec:
  selector: { matchLabels: { app: widgets } }
  template:
    metadata:
      labels: { app: widgets, tier: web, helm.sh/chart: widgets-1.2.3, app.kubernetes.io/version: 1.2.3 }
    spec:
      serviceAccountName: widgets
      priorityClassName: high
      securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: a
          ports: [{ containerPort: 80 }, { containerPort: 53, protocol: UDP }]
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
        - { name: b, ports: [{ containerPort: 80, protocol: TCP }], securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: nodes }
spec: { selector: { matchLabels: { app: nodes } }, template: { metadata: { labels: { app: nodes } }, spec: { hostNetwork: true, containers: [{ name: a }] } } }
---
apiVersion: batch/v1
kind: Job
metadata: { name: check }
spec: { template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store }
spec: { volumeClaimTemplates: [{ metadata: { name: data } }], template: { spec: { containers: [{ name: a }] } } }
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.acme.test }
spec: { versions: [{ name: v1, storage: false }, { name: v2, storage: true }] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: reads }
rules:
  - { apiGroups: [""], resources: [secrets], verbs: [list] }
  - { apiGroups: [""], resources: [secrets, pods], verbs: [get] }
  - { apiGroups: [""], resources: [nodes], verbs: [get, list] }
  - { nonResourceURLs: [/metrics], verbs: [get] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: views, labels: { rbac.authorization.k8s.io/aggregate-to-view: "true", rbac.authorization.k8s.io/aggregate-to-edit: "false" } }
rules: [{ apiGroups: [acme.test], resources: [widgets], verbs: [get], resourceNames: [b, a] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: reads }
roleRef: { kind: ClusterRole, name: reads }
subjects: [{ kind: ServiceAccount, name: widgets }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: delegates }
roleRef: { kind: ClusterRole, name: "system:auth-delegator" }
subjects: [{ kind: ServiceAccount, name: widgets }]
`;

const none = { apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: [] };

test("the objects of a chart: kinds, pods and access", () => {
  expect(renderedChart(readObjects(text), 35)).toEqual({
    kinds: ["apps/DaemonSet", "apps/Deployment", "apps/StatefulSet", "batch/Job"],
    clusterKinds: [
      "apiextensions.k8s.io/CustomResourceDefinition",
      "rbac.authorization.k8s.io/ClusterRole",
      "rbac.authorization.k8s.io/ClusterRoleBinding",
    ],
    secrets: [],
    pods: {
      "DaemonSet/nodes": {
        labels: { app: "nodes" },
        selector: { app: "nodes" },

        ports: [],
        podSecurity: "privileged",
        hostNetwork: true,
      },
      "Deployment/widgets": {
        labels: { app: "widgets", tier: "web" },
        selector: { app: "widgets" },

        ports: [80, { port: 53, protocol: "UDP" }],
        podSecurity: "restricted",
        hostNetwork: false,
        account: "widgets",
        priorityClass: "high",
      },
      "Job/check": { labels: {}, ports: [], podSecurity: "baseline", hostNetwork: false },
      "StatefulSet/store": { labels: {}, claims: ["data"], ports: [], podSecurity: "baseline", hostNetwork: false },
    },
    definitions: { "widgets.acme.test": { stored: "v2", versions: ["v1", "v2"] } },
    access: {
      widgets: [
        { ...none, apiGroups: [""], resources: ["nodes", "secrets"], verbs: ["get", "list"] },
        { ...none, apiGroups: [""], resources: ["pods"], verbs: ["get"] },
        { ...none, nonResourceURLs: ["/metrics"], verbs: ["get"] },
      ],
    },
    clusterRoles: { widgets: ["system:auth-delegator"] },
    aggregatedAccess: {
      view: [{ ...none, apiGroups: ["acme.test"], resources: ["widgets"], resourceNames: ["a", "b"], verbs: ["get"] }],
    },
  });
});

test("the charts of two clusters together contain the kinds and pods of both", () => {
  const both = joinedCharts(text.split("---\n").map((part) => renderedChart(readObjects(part), 35)));
  expect(both.kinds).toEqual(["apps/DaemonSet", "apps/Deployment", "apps/StatefulSet", "batch/Job"]);
  expect(Object.keys(both.pods)).toEqual(["DaemonSet/nodes", "Deployment/widgets", "Job/check", "StatefulSet/store"]);
});

test("the ports of pods include those that a Service sends to, and no ports with names", () => {
  const service = `
---
apiVersion: v1
kind: Service
metadata: { name: widgets }
spec:
  selector: { app: widgets }
  ports: [{ port: 443, targetPort: 8443 }, { port: 9000 }, { port: 1, targetPort: http }]
---
apiVersion: v1
kind: Service
metadata: { name: others }
spec: { selector: { app: others }, ports: [{ port: 7 }] }
`;
  const { pods } = renderedChart(readObjects(text + service), 35);
  expect(pods["Deployment/widgets"]?.ports).toEqual([80, { port: 53, protocol: "UDP" }, 8443, 9000]);
});
