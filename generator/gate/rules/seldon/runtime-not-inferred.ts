import { textAt, textsAt } from "../../manifests/reading.ts";
import { defineRule } from "../rule.ts";
import { modelKind } from "./graph.ts";
import { placementOf } from "./servers.ts";

/** What the agent knows a class of MLServer for, in the order of its own table (2.9.1). */
const inferable = ["alibi-detect", "alibi-explain", "lightgbm", "mlflow", "python", "sklearn", "xgboost"];
const otherServers = ["triton", "dali", "fil", "onnx", "openvino", "pytorch", "tensorflow", "tensorrt"];

/** A warning: an artifact with a model-settings.json of its own needs none of them, and nobody here sees the artifact. */
export const runtimeNotInferred = defineRule({
  code: "seldon/runtime-not-inferred",
  severity: "warning",
  over: "object",
  kinds: [modelKind],
  summary: "A Model for MLServer requires something that tells the agent which runtime to use.",
  page: {
    why: "Where an artifact brings no model-settings.json, the agent writes one, and takes the runtime from the requirements. From mlserver or huggingface alone it cannot tell, and the Model fails to load.",
    wrong: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [mlserver] }
`,
    right: `
apiVersion: mlops.seldon.io/v1alpha1
kind: Model
metadata: { name: baseline, namespace: churn }
spec: { storageUri: s3://churn/baseline, requirements: [mlserver, sklearn] }
`,
    mend: "Require one of alibi-detect, alibi-explain, lightgbm, mlflow, python, sklearn and xgboost, or put a model-settings.json into the artifact and waive this.",
  },
  *check(model, scene) {
    const requirements = [
      ...textsAt(model.object, "spec", "requirements"),
      textAt(model.object, "spec", "modelType") ?? "",
    ];
    if (requirements.some((one) => inferable.includes(one.trim()) || otherServers.includes(one.trim()))) return;
    const placement = placementOf(scene, model);
    // What no Server offers is another rule's: a misspelt runtime is not one more mistake.
    if (placement?.on.length === 0 || placement?.on.some((server) => server.includes("triton"))) return;
    yield {
      at: model.at(["spec", "requirements"], "key"),
      message: `nothing that ${model.name} requires names a runtime of MLServer`,
      hint: `Those are ${inferable.join(", ")}. An artifact with its own model-settings.json needs none.`,
    };
  },
});
