// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import { Model as Resource, type ModelData, type TypeMeta } from "@kubernetes-models/base";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import type { IPersistentVolumeClaimSpec } from "kubernetes-models/v1/PersistentVolumeClaimSpec";
export type ISeldonConfigSpec = {
  readonly components?: ReadonlyArray<{
    readonly name: string;
    readonly replicas?: number;
    readonly podSpec?: IPodSpec;
    readonly volumeClaimTemplates?: ReadonlyArray<{
      readonly name: string;
      readonly spec: IPersistentVolumeClaimSpec;
    }>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
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
};

export interface ISeldonConfig extends TypeMeta {
  apiVersion: "mlops.seldon.io/v1alpha1";
  kind: "SeldonConfig";
  metadata: IObjectMeta;
  spec: ISeldonConfigSpec;
  status?: {
  };
}

export class SeldonConfig extends Resource<ISeldonConfig> implements ISeldonConfig {
  declare apiVersion: "mlops.seldon.io/v1alpha1";
  declare kind: "SeldonConfig";
  declare metadata: IObjectMeta;
  declare spec: ISeldonConfigSpec;

  constructor(data: ModelData<ISeldonConfig>) {
    super();
    const all: ISeldonConfig = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "SeldonConfig", ...data };
    this.setDefinedProps(all);
  }
}
