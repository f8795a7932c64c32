import { expect, test } from "vitest";
import { findingsIn, manifestSetOf } from "../../testing/rules.ts";
import { capacityDemandOverQuota } from "./demand-over-quota.ts";

const deployment = (resources: string, more = ""): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: features, namespace: churn }
spec:
  ${more}
  selector: { matchLabels: { app: features } }
  template:
    metadata: { labels: { app: features } }
    spec:
      containers: [{ name: features, image: i, resources: ${resources} }]
`;
const quota = (hard: string): string => `---
apiVersion: v1
kind: ResourceQuota
metadata: { name: tenant-quota, namespace: churn }
spec: { hard: ${hard} }
`;
const range = (limits: string): string => `---
apiVersion: v1
kind: LimitRange
metadata: { name: container-limits, namespace: churn }
spec: { limits: ${limits} }
`;
const runtime = `---
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: seldon, namespace: churn }
spec:
  seldonConfig: default
  overrides:
    - { name: hodometer, replicas: 0 }
`;
const bare = (more = "", name = "mlserver"): string => `---
apiVersion: mlops.seldon.io/v1alpha1
kind: Server
metadata: { name: ${name}, namespace: churn }
spec: { serverConfig: mlserver-config${more} }
`;
const server = (containers: string, more = ""): string => `${bare(more)}---
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: mlserver-config, namespace: seldon-system }
spec:
  podSpec:
    containers: ${containers}
  volumeClaimTemplates:
    - name: mlserver-models
      spec: { accessModes: [ReadWriteOnce], storageClassName: fast, resources: { requests: { storage: 10Gi } } }
`;
const service = (namespace: string, spec: string, annotations = "{}"): string => `---
apiVersion: v1
kind: Service
metadata: { name: scoring, namespace: ${namespace}, annotations: ${annotations} }
spec: ${spec}
`;

test.each([
  {
    name: "a quota for the pods and one more",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: 2") + quota("{ requests.cpu: 3 }"),
    found: [],
  },
  {
    name: "a quota without the additional pod of a rollout",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: 2") + quota("{ requests.cpu: 2 }"),
    found: ["15:31 quota of churn exceeded: 3 of requests.cpu requested (1 of it for rolling updates), 2 allowed"],
  },
  {
    name: "a Deployment with the strategy Recreate",
    yaml:
      deployment("{ requests: { cpu: 1 } }", "replicas: 2\n  strategy: { type: Recreate }") +
      quota("{ requests.cpu: 2 }"),
    found: [],
  },
  {
    name: "four replicas, of which one may be unavailable",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: 4") + quota("{ requests.cpu: 4 }"),
    found: [],
  },
  {
    name: "four replicas, of which none may be unavailable",
    yaml:
      deployment("{ requests: { cpu: 1 } }", "replicas: 4\n  strategy: { rollingUpdate: { maxUnavailable: 0 } }") +
      quota("{ requests.cpu: 4 }"),
    found: ["16:31 quota of churn exceeded: 5 of requests.cpu requested (1 of it for rolling updates), 4 allowed"],
  },
  {
    name: "defaults of a LimitRange count",
    yaml:
      deployment("{}", "replicas: 4") +
      quota("{ limits.memory: 3Gi, requests.memory: 1Gi }") +
      range("[{ type: Container, default: { memory: 1Gi }, defaultRequest: { memory: 256Mi } }]"),
    found: ["15:32 quota of churn exceeded: 4Gi of limits.memory requested, 3Gi allowed"],
  },
  {
    name: "the maximum of an autoscaler counts",
    yaml: `${deployment("{ requests: { cpu: 1 } }", "replicas: 4") + quota("{ requests.cpu: 6 }")}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: features, namespace: churn }\nspec: { maxReplicas: 8, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: features } }\n`,
    found: ["15:31 quota of churn exceeded: 8 of requests.cpu requested, 6 allowed"],
  },
  {
    name: "a Server with all its containers, its claims and its Services",
    yaml:
      server(
        "[{ name: mlserver, image: i, resources: { requests: { cpu: 1, memory: 1Gi }, limits: { memory: 1Gi } } }, { name: agent, image: i }]",
        ", replicas: 1, maxReplicas: 3",
      ) +
      quota(
        "{ requests.memory: 2Gi, persistentvolumeclaims: 2, requests.storage: 20Gi, fast.storageclass.storage.k8s.io/requests.storage: 29Gi, services: 2, count/servers.mlops.seldon.io: 0 }",
      ),
    found: [
      "20:191 quota of churn exceeded: 1 of count/servers.mlops.seldon.io requested, 0 allowed",
      "20:141 quota of churn exceeded: 30Gi of fast.storageclass.storage.k8s.io/requests.storage requested, 29Gi allowed",
      "20:63 quota of churn exceeded: 3 of persistentvolumeclaims requested, 2 allowed",
      "20:34 quota of churn exceeded: 3Gi of requests.memory requested, 2Gi allowed",
      "20:84 quota of churn exceeded: 30Gi of requests.storage requested, 20Gi allowed",
      "20:157 quota of churn exceeded: 3 of services requested, 2 allowed",
    ],
  },
  {
    name: "a SeldonRuntime with a component of 0 replicas",
    yaml: runtime + quota("{ requests.cpu: 600m, requests.memory: 4864Mi, pods: 6, persistentvolumeclaims: 1 }"),
    found: [
      "13:54 quota of churn exceeded: 4967Mi of requests.memory requested (954Mi of it for rolling updates), 4864Mi allowed",
    ],
  },
  {
    name: "a quota slightly below a SeldonRuntime's requests",
    yaml:
      runtime +
      quota("{ requests.cpu: 599m, requests.memory: 4800Mi, pods: 5, persistentvolumeclaims: 0, configmaps: 3 }"),
    found: [
      "13:110 quota of churn exceeded: 4 of configmaps requested, 3 allowed",
      "13:95 quota of churn exceeded: 1 of persistentvolumeclaims requested, 0 allowed",
      "13:68 quota of churn exceeded: 6 of pods requested (1 of it for rolling updates), 5 allowed",
      "13:31 quota of churn exceeded: 600m of requests.cpu requested (100m of it for rolling updates), 599m allowed",
      "13:54 quota of churn exceeded: 4967Mi of requests.memory requested (954Mi of it for rolling updates), 4800Mi allowed",
    ],
  },
  {
    name: "load balancers and their node ports",
    yaml:
      service("churn", "{ type: LoadBalancer, ports: [{ port: 80 }, { port: 81 }] }") +
      quota("{ services: 1, services.loadbalancers: 0, services.nodeports: 1 }"),
    found: [
      "10:54 quota of churn exceeded: 1 of services.loadbalancers requested, 0 allowed",
      "10:77 quota of churn exceeded: 2 of services.nodeports requested, 1 allowed",
    ],
  },
  {
    name: "a load balancer without node ports",
    yaml:
      service("churn", "{ type: LoadBalancer, allocateLoadBalancerNodePorts: false, ports: [{ port: 80 }] }") +
      quota("{ services.loadbalancers: 1, services.nodeports: 0 }"),
    found: [],
  },
  {
    name: "a runtime with Services of type LoadBalancer",
    yaml:
      runtime.replace(
        "seldonConfig: default",
        "seldonConfig: default\n  config: { serviceConfig: { serviceType: LoadBalancer } }",
      ) + quota("{ services.loadbalancers: 1 }"),
    found: ["14:41 quota of churn exceeded: 2 of services.loadbalancers requested, 1 allowed"],
  },
  {
    name: "an override without a type",
    yaml:
      runtime
        .replace("hodometer, replicas: 0", "seldon-envoy")
        .replace(
          "seldonConfig: default",
          "seldonConfig: default\n  config: { serviceConfig: { serviceType: LoadBalancer } }",
        ) + quota("{ services.loadbalancers: 1 }"),
    found: [],
  },
  {
    name: "Secrets and ExternalSecrets",
    yaml: `apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: churn }\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: b, namespace: churn }\n${quota("{ count/secrets: 1 }")}`,
    found: ["12:32 quota of churn exceeded: 2 of secrets requested, 1 allowed"],
  },
  {
    name: "GPUs",
    yaml:
      deployment("{ limits: { nvidia.com/gpu: 2 } }", "strategy: { type: Recreate }") +
      quota("{ requests.nvidia.com/gpu: 1 }"),
    found: ["15:42 quota of churn exceeded: 2 of requests.nvidia.com/gpu requested, 1 allowed"],
  },
  {
    name: "an init container counts if it is the largest, and a sidecar in addition",
    yaml:
      deployment("{ requests: { cpu: 1 } }", "strategy: { type: Recreate }").replace(
        "      containers:",
        "      initContainers: [{ name: a, image: i, resources: { requests: { cpu: 3 } } }, { name: b, image: i, restartPolicy: Always, resources: { requests: { cpu: 3 } } }]\n      containers:",
      ) + quota("{ requests.cpu: 3 }"),
    found: ["16:31 quota of churn exceeded: 4 of requests.cpu requested, 3 allowed"],
  },
  {
    name: "an exported pod and its owner count once",
    yaml: `${deployment("{ requests: { cpu: 1 } }", "strategy: { type: Recreate }")}---\napiVersion: v1\nkind: Pod\nmetadata: { name: features-1, namespace: churn, ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: features }] }\nspec: { containers: [{ name: c, image: i, resources: { requests: { cpu: 1 } } }] }\n${quota("{ requests.cpu: 1 }")}`,
    found: [],
  },
  {
    name: "a completed pod",
    yaml: `apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: churn }\nspec: { containers: [{ name: c, image: i, resources: { requests: { cpu: 1 } } }] }\nstatus: { phase: Succeeded }\n${quota("{ requests.cpu: 0 }")}`,
    found: [],
  },
  {
    name: "the operator from Seldon's chart",
    yaml: `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: op, namespace: argocd }\nspec: { destination: { namespace: churn }, source: { chart: seldon-core-v2-setup } }\n${quota("{ requests.memory: 100Mi }")}`,
    found: [
      "9:34 quota of churn exceeded: 128Mi of requests.memory requested (64Mi of it for rolling updates), 100Mi allowed",
    ],
  },
  {
    name: "an absurd number of replicas",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: -1e308") + quota("{ requests.cpu: 0 }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(findingsIn(capacityDemandOverQuota, yaml)).toEqual(found);
});

test("the hint lists the largest requests, largest first", () => {
  const [found] = capacityDemandOverQuota.check(manifestSetOf(`${runtime}${quota("{ requests.memory: 1Gi }")}`));
  expect(found?.hint).toBe(
    "Largest requests: seldon-scheduler 1Gi, seldon-modelgateway 954Mi, seldon-pipelinegateway 954Mi, seldon-dataflow-engine 954Mi. Request less, or raise the quota.",
  );
  expect(found?.related?.map(({ at }) => at.line)).toEqual([2, 2, 2, 2]);
});
