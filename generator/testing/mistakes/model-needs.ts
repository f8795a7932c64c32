import type { MistakeCase } from "./mistake.ts";

/** Models that no Server can serve, which only the rules find. */
export const modelMistakes: readonly MistakeCase[] = [
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
];
