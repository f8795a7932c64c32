import type { MistakeCase } from "./mistake.ts";

/** Mistakes that only the rules find, after everything is generated. */
export const ruleMistakes: readonly MistakeCase[] = [
  {
    name: "more CPU than the quota, by a limit",
    edits: [
      ["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 8, memory: 2Gi }"],
      ["replicas: 2", "replicas: «8»"],
    ],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 82 of limits.cpu requested (1 of it for rolling updates), 24 allowed",
        hint: "Largest requests: Server mlserver 72, Server triton 3, seldon-scheduler 1, seldon-envoy 1. Request less, or raise quota.limits.cpu.",
      },
    ],
  },
  {
    name: "more CPU than the quota, by replicas",
    edits: [["replicas: 2", "replicas: «40»"]],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 20960m of requests.cpu requested (100m of it for rolling updates), 12 allowed",
        hint: "Largest requests: Server mlserver 20, Server triton 350m, seldon-scheduler 100m, seldon-envoy 100m. Request less, or raise quota.requests.cpu.",
        at: "23:22",
      },
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 90 of limits.cpu requested (1 of it for rolling updates), 24 allowed",
        hint: "Largest requests: Server mlserver 80, Server triton 3, seldon-scheduler 1, seldon-envoy 1. Request less, or raise quota.limits.cpu.",
      },
    ],
  },
  {
    name: "more memory than the quota that the tenant wrote",
    edits: [["    requests: { cpu: 12 }", "    requests: { cpu: 12, memory: «4Gi» }"]],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 13607Mi of requests.memory requested (954Mi of it for rolling updates), 4Gi allowed",
        hint: "Largest requests: Server mlserver 6400Mi, Server triton 2176Mi, seldon-scheduler 1Gi, seldon-modelgateway 954Mi. Request less, or raise quota.requests.memory.",
      },
    ],
  },
  {
    name: "more models than the quota",
    edits: [["    size: medium\n", "    size: medium\n    objects: { models: «2» }\n"]],
    found: [
      {
        code: "capacity/demand-over-quota",
        message: "quota of credit-risk on staging exceeded: 4 of count/models.mlops.seldon.io requested, 2 allowed",
        hint: "Largest requests: Model features 1, Model score-v1 1, Model score-v2 1, Model text-embed 1. Request less, or raise quota.objects.models.",
      },
    ],
  },
  {
    name: "a request over its limit",
    edits: [["requests: { cpu: 250m, memory: 2Gi }", "requests: { cpu: «4», memory: 2Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "mlserver-config's cpu request (4) exceeds its limit (1) on staging",
        hint: "Lower the request, or raise the limit.",
      },
    ],
  },
  {
    name: "a limit under the template's request",
    edits: [
      [
        "        requests: { cpu: 250m, memory: 2Gi }\n        limits: { cpu: 1, memory: 2Gi }\n",
        "        limits: { memory: «512Mi» }\n",
      ],
    ],
    found: [
      {
        code: "platform/limits",
        message: "mlserver-config's memory request (1Gi) exceeds its limit (512Mi) on staging",
        hint: "Also set requests.memory: the request of the template is too high.",
      },
    ],
  },
  {
    name: "a limit over the namespace's maximum",
    edits: [["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: «12», memory: 2Gi }"]],
    found: [
      {
        code: "platform/limits",
        message: "mlserver-config's cpu limit (12) exceeds the namespace's maximum (8) on staging",
        hint: "Lower the limit, or raise containers.max.",
      },
    ],
  },
  {
    name: "a maximum over the quota",
    edits: [["    default: { cpu: 1 }", "    default: { cpu: 1 }\n    max: { cpu: «64» }"]],
    found: [
      {
        code: "platform/limits",
        message: "credit-risk's cpu maximum of one container (64) exceeds its quota of limits (24) on staging",
        hint: "Lower the cpu maximum of one container, or raise the quota of limits.",
      },
    ],
  },
  {
    name: "a default over the maximum",
    edits: [["default: { cpu: 1 }", "default: { cpu: «9» }"]],
    found: [
      {
        code: "platform/limits",
        message: "credit-risk's default cpu limit (9) exceeds its maximum (8) on staging",
        hint: "Lower the default cpu limit, or raise the maximum.",
      },
    ],
  },
  {
    name: "requests of the quota over its limits",
    edits: [["requests: { cpu: 12 }", "requests: { cpu: «64» }"]],
    found: [
      {
        code: "platform/capacity",
        message: "quotas on staging promise 72 cores, but only 64 are available",
        hint: "Lower a quota, raise the capacity, or raise the overcommit factor.",
        at: "clusters/staging/cluster.yaml:27:15",
      },
      {
        code: "platform/limits",
        message: "credit-risk's quota of cpu requests (64) exceeds its quota of limits (24) on staging",
        hint: "Lower the quota of cpu requests, or raise the quota of limits.",
      },
    ],
  },
  {
    name: "a requirement by another name",
    edits: [
      [
        "requirements: [sklearn]\n      memory: 128Mi\n      server: mlserver\n",
        "requirements: [«scikit-learn»]\n      memory: 128Mi\n",
      ],
    ],
    found: [
      {
        code: "seldon/requirement-not-offered",
        message: "unknown requirement scikit-learn of Model features: no Server of credit-risk offers it",
        hint: "Did you mean sklearn? Server mlserver offers mlserver, alibi-detect, alibi-explain, huggingface, lightgbm, mlflow, python, sklearn, spark-mlib, xgboost. Server triton offers triton, dali, fil, onnx, openvino, python, pytorch, tensorflow, tensorrt.",
      },
    ],
  },
  {
    name: "a requirement by another name, of a model that a cluster overrides",
    edits: [
      [
        "      storageUri: s3://credit-risk/score/1\n      requirements: [mlflow]\n",
        "      storageUri: s3://credit-risk/score/1\n      requirements: [«ml-flow»]\n",
      ],
    ],
    found: [
      {
        code: "seldon/requirement-not-offered",
        message: "unknown requirement ml-flow of Model score-v1: no Server of credit-risk offers it",
        hint: "Did you mean mlflow? Server mlserver offers mlserver, alibi-detect, alibi-explain, huggingface, lightgbm, mlflow, python, sklearn, spark-mlib, xgboost. Server triton offers triton, dali, fil, onnx, openvino, python, pytorch, tensorflow, tensorrt.",
      },
    ],
  },
  {
    name: "a requirement that no Server offers",
    edits: [["requirements: [onnx]", "requirements: [«catboost»]"]],
    found: [
      {
        code: "seldon/requirement-not-offered",
        message: "unknown requirement catboost of Model text-embed: no Server of credit-risk offers it",
        hint: "Server mlserver offers mlserver, alibi-detect, alibi-explain, huggingface, lightgbm, mlflow, python, sklearn, spark-mlib, xgboost. Server triton offers triton, dali, fil, onnx, openvino, python, pytorch, tensorflow, tensorrt.",
      },
    ],
  },
  {
    name: "a Server that does not offer what the model requires",
    edits: [["server: mlserver\n", "server: «triton»\n"]],
    found: [
      {
        code: "seldon/requirement-not-offered",
        message: "missing capability sklearn of Server triton: Model features requires it",
        hint: "Server mlserver offers all requirements of Model features. Set server: mlserver, or remove server.",
      },
    ],
  },
  {
    name: "two requirements that no single Server offers",
    edits: [["requirements: [onnx]", "requirements: [«onnx», sklearn]"]],
    found: [
      {
        code: "seldon/requirement-not-offered",
        message: "missing Server for Model text-embed: no single Server of credit-risk offers all of onnx, sklearn",
        hint: "Server mlserver lacks onnx. Server triton lacks sklearn.",
      },
    ],
  },
  {
    name: "a Server's own list without a capability that models require",
    edits: [["replicas: 2", "replicas: 2\n      capabilities: [scikit-learn, mlflow]"]],
    found: [
      {
        code: "seldon/requirement-not-offered",
        message: "unknown requirement sklearn of Model features: no Server of credit-risk offers it",
        hint: "In Server mlserver, replace the capability scikit-learn with sklearn. Server mlserver offers scikit-learn, mlflow.",
        at: "59:22",
      },
    ],
  },
  {
    name: "a model that is too large",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: «8Gi»\n    score-v1"]],
    found: [
      {
        code: "seldon/model-does-not-fit",
        message: "missing capacity for Model text-embed: it needs 8192 MiB, but Server triton has 1126 MiB",
        hint: "The memory of a Server replica is the memory request of the inference server's container plus the agent's overcommit (default: 10 %). For more capacity, raise resources.requests.memory of the Server's config under serverConfigs in the tenant's file, or give the Server more replicas. If the Server has only a template, first add an entry under serverConfigs.",
      },
    ],
  },
  {
    name: "models that are too large together",
    edits: [
      ["replicas: 2", "replicas: 1"],
      [
        "score/2\n      requirements: [mlflow]\n      memory: 256Mi",
        "score/2\n      requirements: [mlflow]\n      memory: «2000Mi»",
      ],
    ],
    found: [
      {
        code: "seldon/model-does-not-fit",
        message:
          "too many Models on Server mlserver: features, score-v1, score-v2 need 2256 MiB together, but only 2252 MiB is available",
        hint: "The named Models fit on no other Server. The memory of a Server replica is the memory request of the inference server's container plus the agent's overcommit (default: 10 %). For more capacity, raise resources.requests.memory of the Server's config under serverConfigs in the tenant's file, or give the Server more replicas. If the Server has only a template, first add an entry under serverConfigs.",
      },
    ],
  },
  {
    name: "more replicas of a model than its Server has",
    edits: [["      memory: 256Mi\n    score-v1", "      memory: 256Mi\n      replicas: «3»\n    score-v1"]],
    found: [
      {
        code: "seldon/model-does-not-fit",
        message: "missing capacity for Model text-embed: it needs 3 replicas, but Server triton has 1 replica",
        hint: "In the tenant's file, raise replicas of the Server, or set minReplicas of the Model so that the Model can start with fewer replicas.",
      },
    ],
  },
  {
    name: "a Server that does not fit under the quota",
    edits: [
      ["requests: { cpu: 250m, memory: 2Gi }", "requests: { cpu: 250m, memory: 30Gi }"],
      ["limits: { cpu: 1, memory: 2Gi }", "limits: { cpu: 1, memory: 30Gi }"],
    ],
    found: [
      {
        code: "capacity/demand-over-quota",
        message:
          "quota of credit-risk on staging exceeded: 70951Mi of limits.memory requested (954Mi of it for rolling updates), 32Gi allowed",
        hint: "Largest requests: Server mlserver 63744Mi, Server triton 2176Mi, seldon-scheduler 1Gi, seldon-modelgateway 954Mi. Request less, or raise quota.limits.memory.",
        at: "53:17",
      },
    ],
  },
  {
    name: "replicas and their bounds",
    edits: [["replicas: 2", "«replicas»: 2\n      maxReplicas: 3"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid replicas: minReplicas or maxReplicas is also set",
        hint: "Remove replicas: autoscaling controls the number between min and max.",
      },
    ],
  },
  {
    name: "bounds that are crossed",
    edits: [["replicas: 2", "minReplicas: «3»\n      maxReplicas: 2"]],
    found: [
      {
        code: "input/invalid-value",
        message: "invalid minReplicas 3: it exceeds maxReplicas 2",
        hint: "Lower minReplicas, or raise maxReplicas.",
      },
    ],
  },
  {
    name: "GPUs without a pool",
    edits: [["limits: { cpu: 1, memory: 2Gi }\n", "limits: { cpu: 1, memory: 2Gi }\n        gpus: «1»\n"]],
    found: [
      {
        code: "reference/unknown",
        message:
          "missing node pool: mlserver-config requests GPUs, but the tenant has no node pool with GPUs on staging",
        hint: "Set nodePool to a pool with GPUs: gpu.",
      },
    ],
  },
  {
    name: "the cluster's own network as an external network",
    edits: [["[203.0.113.0/24]", "[«10.42.7.0/24»]"]],
    found: [
      {
        code: "platform/cidr-overlap",
        message: "invalid external network 10.42.7.0/24: it is within 10.42.0.0/16, a network of cluster production",
        hint: "List a service under network.needs instead: external networks must be outside the cluster.",
      },
    ],
  },
  {
    name: "less pod security than the floor",
    edits: [["enforce: baseline", "enforce: «privileged»"]],
    found: [
      {
        code: "pod-security/below-floor",
        message: "invalid pod security level privileged: below the platform's floor baseline",
        hint: "Enforce baseline or a stricter level.",
      },
    ],
  },
];
