// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import { Model as Resource, type ModelData, type TypeMeta } from "@kubernetes-models/base";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
export type ISeldonRuntimeSpec = {
  readonly seldonConfig: string;
  readonly overrides?: ReadonlyArray<{
    readonly name: string;
    readonly disable?: boolean;
    readonly replicas?: number;
    readonly serviceType?: string;
    readonly podSpec?: Partial<IPodSpec>;
  }>;
  readonly config?: {
    readonly agentConfig?: {
      readonly rclone?: {
        readonly config?: ReadonlyArray<string>;
        readonly config_secrets?: ReadonlyArray<string>;
      };
    };
    readonly kafkaConfig?: {
      readonly "bootstrap.servers"?: string;
      readonly topicPrefix?: string;
      readonly consumerGroupIdPrefix?: string;
      readonly debug?: string;
      readonly consumer?: Readonly<Record<string, number | string>>;
      readonly producer?: Readonly<Record<string, number | string>>;
      readonly streams?: Readonly<Record<string, number | string>>;
    };
    readonly serviceConfig?: {
      readonly serviceType?: string;
      readonly grpcServicePrefix?: string;
    };
    readonly tracingConfig?: {
      readonly disable?: boolean;
      readonly otelExporterEndpoint?: string;
      readonly otelExporterProtocol?: string;
      readonly ratio?: string;
    };
  };
  readonly disableAutoUpdate?: boolean;
};

export interface ISeldonRuntime extends TypeMeta {
  apiVersion: "mlops.seldon.io/v1alpha1";
  kind: "SeldonRuntime";
  metadata: IObjectMeta;
  spec: ISeldonRuntimeSpec;
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

export class SeldonRuntime extends Resource<ISeldonRuntime> implements ISeldonRuntime {
  declare apiVersion: "mlops.seldon.io/v1alpha1";
  declare kind: "SeldonRuntime";
  declare metadata: IObjectMeta;
  declare spec: ISeldonRuntimeSpec;

  constructor(data: ModelData<ISeldonRuntime>) {
    super();
    const all: ISeldonRuntime = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "SeldonRuntime", ...data };
    this.setDefinedProps(all);
  }
}
