import { expect, test } from "vitest";
import { defined } from "../models/defined.ts";
import { inventoryOf } from "../testing/inventory.ts";
import type { RawMap } from "../validate/merge.ts";
import type { Change } from "./change.ts";
import { effectsOf } from "./effects.ts";
import { riskOf } from "./plan.ts";

const inventory = inventoryOf();

function change(kind: string, before: RawMap | undefined, after: RawMap | undefined): Change {
  return {
    verb: before === undefined ? "create" : after === undefined ? "delete" : "change",
    cluster: "production",
    application: "production.churn.guardrails",
    tenant: "churn",
    ref: { group: "", kind, namespace: kind === "Namespace" ? undefined : "churn", name: "churn" },
    from: undefined,
    wave: 0,
    before,
    after,
  };
}

const labelled = (labels: RawMap): RawMap => ({ metadata: { labels } });
const spec = (fields: RawMap): RawMap => ({ spec: fields });

test.each([
  {
    name: "a new route",
    changed: change("HTTPRoute", undefined, spec({})),
    traffic: "none",
    message: "as soon as the gateway has the route",
  },
  {
    name: "a route that goes",
    changed: change("VirtualService", spec({}), undefined),
    traffic: "down",
    message: "no longer accepted",
  },
  {
    name: "the hosts of a tenant that go",
    changed: change("Gateway", spec({}), undefined),
    traffic: "down",
    message: "closes all hosts",
  },
  {
    name: "a mesh switched on",
    changed: change("Namespace", labelled({}), labelled({ "istio-injection": "enabled" })),
    traffic: "brief",
    message: "istio-injection",
    command: "kubectl delete pods --all --namespace churn",
  },
  {
    name: "a mesh switched off",
    changed: change("Namespace", labelled({ "istio.io/dataplane-mode": "ambient" }), labelled({})),
    traffic: "brief",
    message: "istio.io/dataplane-mode",
  },
  {
    name: "a stricter pod security",
    changed: change(
      "Namespace",
      labelled({ "pod-security.kubernetes.io/enforce": "baseline" }),
      labelled({ "pod-security.kubernetes.io/enforce": "restricted" }),
    ),
    traffic: "none",
    message: "restricted instead of baseline",
  },
  {
    name: "a minimum above the current replicas",
    changed: change("Server", spec({ replicas: 2, minReplicas: 2 }), spec({ replicas: 3, minReplicas: 3 })),
    traffic: "none",
    message: "outside the new bounds",
    command: "kubectl scale servers/churn --namespace churn --replicas 3",
  },
  {
    name: "a maximum below the previous one",
    changed: change("Model", spec({ replicas: 1, maxReplicas: 4 }), spec({ replicas: 1, maxReplicas: 2 })),
    traffic: "none",
    message: "outside the new bounds",
    command: "kubectl scale models/churn --namespace churn --replicas 2",
  },
  {
    name: "bounds that widen",
    changed: change(
      "Server",
      spec({ replicas: 2, minReplicas: 2 }),
      spec({ replicas: 1, minReplicas: 1, maxReplicas: 3 }),
    ),
    traffic: "none",
    message: "The Server scales",
  },
  {
    name: "a namespace that is removed from git",
    changed: change("Namespace", labelled({}), undefined),
    traffic: "none",
    message: "stay in the cluster",
  },
  {
    name: "a namespace that moves to another Application",
    changed: { ...change("Namespace", labelled({}), labelled({})), verb: "move" as const },
    traffic: "none",
    message: "another Application",
    command: "kubectl annotate namespace churn argocd.argoproj.io/tracking-id-",
  },
  {
    name: "a larger claim",
    changed: change("PersistentVolumeClaim", spec({ resources: 1 }), spec({ resources: 2 })),
    traffic: "none",
    message: "cannot shrink",
  },
  {
    name: "a claim of another class",
    changed: change("PersistentVolumeClaim", spec({ storageClassName: "a" }), spec({ storageClassName: "b" })),
    traffic: "none",
    message: "storageClassName",
    blocks: true,
  },
  {
    name: "a Server that scales",
    changed: change("Server", spec({ replicas: 1 }), spec({ replicas: 2 })),
    traffic: "none",
    message: "scales",
  },
  {
    name: "a Server with other capabilities",
    changed: change("Server", spec({ capabilities: ["a"] }), spec({ capabilities: ["b"] })),
    traffic: "down",
    message: "restart one after the other",
  },
  {
    name: "a Server with another ServerConfig, not a moved one",
    changed: change("Server", spec({ serverConfig: "a" }), spec({ serverConfig: "b" })),
    traffic: "down",
    message: "restart",
  },
  {
    name: "a model's new artifact",
    changed: change("Model", spec({ storageUri: "s3://a/1" }), spec({ storageUri: "s3://a/2" })),
    traffic: "none",
    message: "memory for both",
  },
  {
    name: "a runtime's settings",
    changed: change("SeldonRuntime", spec({ config: 1 }), spec({ config: 2 })),
    traffic: "brief",
    message: "600 s",
  },
  {
    name: "limits of containers",
    changed: change("LimitRange", spec({ limits: 1 }), spec({ limits: 2 })),
    traffic: "none",
    message: "New containers get the new limits",
  },
])("$name: $message", ({ changed, traffic, message, command, blocks }) => {
  const [effect] = effectsOf([changed], inventory);
  expect(effect).toMatchObject({
    traffic,
    message: expect.stringContaining(message),
    ...defined({ command, blocks }),
  });
});

test("a kind without a rule has no effects", () => {
  expect(effectsOf([change("NetworkPolicy", undefined, spec({}))], inventory)).toEqual([]);
});

test.each([
  {
    name: "a changed Server",
    changes: [change("Server", spec({ capabilities: ["a"] }), spec({ capabilities: ["b"] }))],
    message:
      "After Argo CD syncs commit 1, a restarting replica answers no requests until its new pod has loaded the models.",
  },
  {
    name: "a deleted model",
    changes: [change("Model", spec({}), undefined)],
    message: "After Argo CD syncs commit 1, requests that need a deleted object fail.",
  },
  {
    name: "a deleted model and a changed Server",
    changes: [
      change("Model", spec({}), undefined),
      change("Server", spec({ capabilities: ["a"] }), spec({ capabilities: ["b"] })),
    ],
    message:
      "After Argo CD syncs commit 1, requests that need a deleted object fail. A restarting replica answers no requests until its new pod has loaded the models.",
  },
])("the impact of $name on requests: $message", ({ changes, message }) => {
  const step = { title: "", why: "", edits: [], takes: [], verify: [], staying: new Set<Change>() };
  expect(riskOf([{ ...step, changes, effects: effectsOf(changes, inventory) }]).message).toBe(message);
});
