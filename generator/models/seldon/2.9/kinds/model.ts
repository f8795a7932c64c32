// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import { Model as Resource, type ModelData, type TypeMeta } from "@kubernetes-models/base";
export type IModelSpec = {
  readonly storageUri: string;
  readonly secretName?: string;
  readonly modelType?: string;
  readonly artifactVersion?: number;
  readonly schemaUri?: string;
  readonly requirements?: ReadonlyArray<string>;
  readonly memory?: number | string;
  readonly replicas?: number;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly server?: string;
  readonly explainer?: {
    readonly type?: string;
    readonly modelRef?: string;
    readonly pipelineRef?: string;
  };
  readonly llm?: {
    readonly modelRef?: string;
    readonly pipelineRef?: string;
  };
  readonly parameters?: ReadonlyArray<{
    readonly name: string;
    readonly value: string;
  }>;
  readonly logger?: {
    readonly percent?: number;
  };
  readonly dataflow?: {
    readonly cleanTopicsOnDelete?: boolean;
  };
  readonly preloaded?: boolean;
  readonly dedicated?: boolean;
};

export interface IModel extends TypeMeta {
  apiVersion: "mlops.seldon.io/v1alpha1";
  kind: "Model";
  metadata: IObjectMeta;
  spec: IModelSpec;
  status?: {
    readonly conditions?: ReadonlyArray<{
      readonly type: string;
      readonly status: string;
      readonly severity?: string;
      readonly reason?: string;
      readonly message?: string;
      readonly lastTransitionTime?: string;
    }>;
    readonly observedGeneration?: number;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly replicas?: number;
    readonly availableReplicas?: number;
    readonly selector?: string;
  };
}

export class Model extends Resource<IModel> implements IModel {
  declare apiVersion: "mlops.seldon.io/v1alpha1";
  declare kind: "Model";
  declare metadata: IObjectMeta;
  declare spec: IModelSpec;

  constructor(data: ModelData<IModel>) {
    super();
    const all: IModel = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "Model", ...data };
    this.setDefinedProps(all);
  }
}
