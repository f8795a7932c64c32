// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import { Model as Resource, type ModelData, type TypeMeta } from "@kubernetes-models/base";
export type IPipelineSpec = {
  readonly steps: ReadonlyArray<{
    readonly name: string;
    readonly inputs?: ReadonlyArray<string>;
    readonly triggers?: ReadonlyArray<string>;
    readonly tensorMap?: Readonly<Record<string, string>>;
    readonly joinWindowMs?: number;
    readonly inputsJoinType?: "inner" | "outer" | "any";
    readonly triggersJoinType?: "inner" | "outer" | "any";
    readonly batch?: {
      readonly size?: number;
      readonly windowMs?: number;
      readonly rolling?: boolean;
    };
  }>;
  readonly input?: {
    readonly externalInputs?: ReadonlyArray<string>;
    readonly externalTriggers?: ReadonlyArray<string>;
    readonly joinWindowMs?: number;
    readonly joinType?: "inner" | "outer" | "any";
    readonly triggersJoinType?: "inner" | "outer" | "any";
    readonly tensorMap?: Readonly<Record<string, string>>;
  };
  readonly output?: {
    readonly steps?: ReadonlyArray<string>;
    readonly joinWindowMs?: number;
    readonly stepsJoin?: "inner" | "outer" | "any";
    readonly tensorMap?: Readonly<Record<string, string>>;
  };
  readonly dataflow?: {
    readonly cleanTopicsOnDelete?: boolean;
  };
  readonly allowCycles?: boolean;
  readonly maxStepRevisits?: number;
};

export interface IPipeline extends TypeMeta {
  apiVersion: "mlops.seldon.io/v1alpha1";
  kind: "Pipeline";
  metadata: IObjectMeta;
  spec: IPipelineSpec;
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
  };
}

export class Pipeline extends Resource<IPipeline> implements IPipeline {
  declare apiVersion: "mlops.seldon.io/v1alpha1";
  declare kind: "Pipeline";
  declare metadata: IObjectMeta;
  declare spec: IPipelineSpec;

  constructor(data: ModelData<IPipeline>) {
    super();
    const all: IPipeline = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "Pipeline", ...data };
    this.setDefinedProps(all);
  }
}
