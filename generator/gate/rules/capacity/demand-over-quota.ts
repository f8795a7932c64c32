import { amountText } from "../../capacity/amount-text.ts";
import { consumersOf, ledgerOf, type Row } from "../../capacity/ledger.ts";
import type { Scene } from "../../manifests/scene.ts";
import { defineRule, type Found } from "../rule.ts";

export const demandOverQuota = defineRule({
  code: "capacity/demand-over-quota",
  severity: "error",
  inFolder: "warning unless applied together",
  over: "scene",
  summary: "What a namespace's objects ask for is more than its quota.",
  page: {
    why: "Each object is stored, and its pods are refused one by one as the quota fills up, in no order that anybody chose. Counted are all containers after the LimitRange's defaults, as many replicas as autoscaling may make, Seldon's runtime, volumes, Services and objects; and the one pod more that a Deployment needs to bring in a new version beside the old, without which it never rolls out.",
    wrong: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: { requests.memory: 4Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: features, namespace: churn }
spec:
  replicas: 2
  selector: { matchLabels: { app: features } }
  template:
    metadata: { labels: { app: features } }
    spec:
      containers:
        - name: features
          image: harbor.acme.test/churn/features:1
          resources: { requests: { memory: 2Gi } }
`,
    right: `
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: { requests.memory: 6Gi } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: features, namespace: churn }
spec:
  replicas: 2
  selector: { matchLabels: { app: features } }
  template:
    metadata: { labels: { app: features } }
    spec:
      containers:
        - name: features
          image: harbor.acme.test/churn/features:1
          resources: { requests: { memory: 2Gi } }
`,
    mend: "Raise the quota, or ask for less: fewer replicas, smaller requests, lower defaults. tenantry capacity shows who takes what.",
  },
  *check(scene) {
    for (const namespace of scene.ownNamespaces())
      for (const row of ledgerOf(scene, namespace))
        if (row.left < 0n && row.hard.nanos >= 0n) yield found(scene, namespace, row);
  },
});

function found(scene: Scene, namespace: string, { key, hard, asked, surge }: Row): Found {
  const takers = consumersOf(scene, namespace, key).slice(0, 4);
  const each = takers.map(({ what, usage }) => `${what} ${amountText(usage.get(key) ?? 0n, key)}`);
  const rolling = surge > 0n ? ` (${amountText(surge, key)} of it to roll out a new version)` : "";
  const quota = hard.by.at(hard.path);
  const [most] = takers;
  return {
    // Where no file says this number, but a size or a default, what takes the most is what somebody wrote.
    at: quota.nearby === true && most !== undefined ? most.by.at(["spec", "replicas"]) : quota,
    message: `${namespace} asks for ${amountText(asked, key)} of ${key}${rolling}, and its quota is ${hard.text}`,
    hint: takers.length === 0 ? "Raise the quota." : `Most of it: ${each.join(", ")}.`,
    related: takers.map(({ what, by }) => ({ at: by.at([]), message: what })),
  };
}
