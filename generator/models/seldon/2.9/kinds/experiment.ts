// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import { Model as Resource, type ModelData, type TypeMeta } from "@kubernetes-models/base";
export type IExperimentSpec = {
  readonly default?: string;
  readonly candidates: ReadonlyArray<{
    readonly name: string;
    readonly weight: number;
  }>;
  readonly mirror?: {
    readonly name: string;
    readonly percent: number;
  };
  readonly resourceType?: string;
};

export interface IExperiment extends TypeMeta {
  apiVersion: "mlops.seldon.io/v1alpha1";
  kind: "Experiment";
  metadata: IObjectMeta;
  spec: IExperimentSpec;
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

export class Experiment extends Resource<IExperiment> implements IExperiment {
  declare apiVersion: "mlops.seldon.io/v1alpha1";
  declare kind: "Experiment";
  declare metadata: IObjectMeta;
  declare spec: IExperimentSpec;

  constructor(data: ModelData<IExperiment>) {
    super();
    const all: IExperiment = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "Experiment", ...data };
    this.setDefinedProps(all);
  }
}
