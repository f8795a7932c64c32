import { expect, test } from "vitest";
import { foundIn, manifestSetOf } from "../../testing/rules.ts";
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
    name: "room for the pods and one more",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: 2") + quota("{ requests.cpu: 3 }"),
    found: [],
  },
  {
    name: "no room for a new version",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: 2") + quota("{ requests.cpu: 2 }"),
    found: ["15:31 churn asks for 3 of requests.cpu (1 of it to roll out a new version), and its quota is 2"],
  },
  {
    name: "a new version in place of the old",
    yaml:
      deployment("{ requests: { cpu: 1 } }", "replicas: 2\n  strategy: { type: Recreate }") +
      quota("{ requests.cpu: 2 }"),
    found: [],
  },
  {
    name: "of four one may be missing",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: 4") + quota("{ requests.cpu: 4 }"),
    found: [],
  },
  {
    name: "of four none may be missing",
    yaml:
      deployment("{ requests: { cpu: 1 } }", "replicas: 4\n  strategy: { rollingUpdate: { maxUnavailable: 0 } }") +
      quota("{ requests.cpu: 4 }"),
    found: ["16:31 churn asks for 5 of requests.cpu (1 of it to roll out a new version), and its quota is 4"],
  },
  {
    name: "defaults count",
    yaml:
      deployment("{}", "replicas: 4") +
      quota("{ limits.memory: 3Gi, requests.memory: 1Gi }") +
      range("[{ type: Container, default: { memory: 1Gi }, defaultRequest: { memory: 256Mi } }]"),
    found: ["15:32 churn asks for 4Gi of limits.memory, and its quota is 3Gi"],
  },
  {
    name: "as many as autoscaling may make",
    yaml: `${deployment("{ requests: { cpu: 1 } }", "replicas: 4") + quota("{ requests.cpu: 6 }")}---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: features, namespace: churn }\nspec: { maxReplicas: 8, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: features } }\n`,
    found: ["15:31 churn asks for 8 of requests.cpu, and its quota is 6"],
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
      "20:191 churn asks for 1 of count/servers.mlops.seldon.io, and its quota is 0",
      "20:141 churn asks for 30Gi of fast.storageclass.storage.k8s.io/requests.storage, and its quota is 29Gi",
      "20:63 churn asks for 3 of persistentvolumeclaims, and its quota is 2",
      "20:34 churn asks for 3Gi of requests.memory, and its quota is 2Gi",
      "20:84 churn asks for 30Gi of requests.storage, and its quota is 20Gi",
      "20:157 churn asks for 3 of services, and its quota is 2",
    ],
  },
  {
    name: "Seldon's runtime, without what is at 0",
    yaml: runtime + quota("{ requests.cpu: 600m, requests.memory: 4864Mi, pods: 6, persistentvolumeclaims: 1 }"),
    found: [
      "13:54 churn asks for 4967Mi of requests.memory (954Mi of it to roll out a new version), and its quota is 4864Mi",
    ],
  },
  {
    name: "a little less",
    yaml:
      runtime +
      quota("{ requests.cpu: 599m, requests.memory: 4800Mi, pods: 5, persistentvolumeclaims: 0, configmaps: 3 }"),
    found: [
      "13:110 churn asks for 4 of configmaps, and its quota is 3",
      "13:95 churn asks for 1 of persistentvolumeclaims, and its quota is 0",
      "13:68 churn asks for 6 of pods (1 of it to roll out a new version), and its quota is 5",
      "13:31 churn asks for 600m of requests.cpu (100m of it to roll out a new version), and its quota is 599m",
      "13:54 churn asks for 4967Mi of requests.memory (954Mi of it to roll out a new version), and its quota is 4800Mi",
    ],
  },
  {
    name: "load balancers and node ports",
    yaml:
      service("churn", "{ type: LoadBalancer, ports: [{ port: 80 }, { port: 81 }] }") +
      quota("{ services: 1, services.loadbalancers: 0, services.nodeports: 1 }"),
    found: [
      "10:54 churn asks for 1 of services.loadbalancers, and its quota is 0",
      "10:77 churn asks for 2 of services.nodeports, and its quota is 1",
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
    name: "a runtime that asks for load balancers",
    yaml:
      runtime.replace(
        "seldonConfig: default",
        "seldonConfig: default\n  config: { serviceConfig: { serviceType: LoadBalancer } }",
      ) + quota("{ services.loadbalancers: 1 }"),
    found: ["14:41 churn asks for 2 of services.loadbalancers, and its quota is 1"],
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
    name: "secrets, and those that are fetched",
    yaml: `apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: churn }\n---\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: b, namespace: churn }\n${quota("{ count/secrets: 1 }")}`,
    found: ["12:32 churn asks for 2 of secrets, and its quota is 1"],
  },
  {
    name: "devices",
    yaml:
      deployment("{ limits: { nvidia.com/gpu: 2 } }", "strategy: { type: Recreate }") +
      quota("{ requests.nvidia.com/gpu: 1 }"),
    found: ["15:42 churn asks for 2 of requests.nvidia.com/gpu, and its quota is 1"],
  },
  {
    name: "an init container counts where it is the largest, and stays where it says so",
    yaml:
      deployment("{ requests: { cpu: 1 } }", "strategy: { type: Recreate }").replace(
        "      containers:",
        "      initContainers: [{ name: a, image: i, resources: { requests: { cpu: 3 } } }, { name: b, image: i, restartPolicy: Always, resources: { requests: { cpu: 3 } } }]\n      containers:",
      ) + quota("{ requests.cpu: 3 }"),
    found: ["16:31 churn asks for 4 of requests.cpu, and its quota is 3"],
  },
  {
    name: "what was exported with its maker counts once",
    yaml: `${deployment("{ requests: { cpu: 1 } }", "strategy: { type: Recreate }")}---\napiVersion: v1\nkind: Pod\nmetadata: { name: features-1, namespace: churn, ownerReferences: [{ apiVersion: apps/v1, kind: Deployment, name: features }] }\nspec: { containers: [{ name: c, image: i, resources: { requests: { cpu: 1 } } }] }\n${quota("{ requests.cpu: 1 }")}`,
    found: [],
  },
  {
    name: "a pod that is done",
    yaml: `apiVersion: v1\nkind: Pod\nmetadata: { name: p, namespace: churn }\nspec: { containers: [{ name: c, image: i, resources: { requests: { cpu: 1 } } }] }\nstatus: { phase: Succeeded }\n${quota("{ requests.cpu: 0 }")}`,
    found: [],
  },
  {
    name: "the operator out of Seldon's chart",
    yaml: `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: op, namespace: argocd }\nspec: { destination: { namespace: churn }, source: { chart: seldon-core-v2-setup } }\n${quota("{ requests.memory: 100Mi }")}`,
    found: [
      "9:34 churn asks for 128Mi of requests.memory (64Mi of it to roll out a new version), and its quota is 100Mi",
    ],
  },
  {
    name: "replicas that nobody can mean",
    yaml: deployment("{ requests: { cpu: 1 } }", "replicas: -1e308") + quota("{ requests.cpu: 0 }"),
    found: [],
  },
])("$name: found $found", ({ yaml, found }) => {
  expect(foundIn(capacityDemandOverQuota, yaml)).toEqual(found);
});

test("whoever takes most is named, the largest first", () => {
  const [found] = capacityDemandOverQuota.check(manifestSetOf(`${runtime}${quota("{ requests.memory: 1Gi }")}`));
  expect(found?.hint).toBe(
    "Most of it: seldon-scheduler 1Gi, seldon-modelgateway 954Mi, seldon-pipelinegateway 954Mi, seldon-dataflow-engine 954Mi. Ask for less, or raise the quota.",
  );
  expect(found?.related?.map(({ at }) => at.line)).toEqual([2, 2, 2, 2]);
});
