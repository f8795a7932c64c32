// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import { Model as Resource, type ModelData, type TypeMeta } from "@kubernetes-models/base";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import type { IContainer } from "kubernetes-models/v1/Container";
export type IServerSpec = {
  readonly serverConfig: string;
  readonly replicas?: number;
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  readonly capabilities?: ReadonlyArray<string>;
  readonly extraCapabilities?: ReadonlyArray<string>;
  readonly podSpec?: Partial<IPodSpec>;
  readonly imageOverrides?: {
    readonly agent?: IContainer;
    readonly rclone?: IContainer;
  };
  readonly statefulSetPersistentVolumeClaimRetentionPolicy?: {
    readonly whenDeleted?: string;
    readonly whenScaled?: string;
  };
  readonly disableAutoUpdate?: boolean;
};

export interface IServer extends TypeMeta {
  apiVersion: "mlops.seldon.io/v1alpha1";
  kind: "Server";
  metadata: IObjectMeta;
  spec: IServerSpec;
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
    readonly replicas: number;
    readonly loadedModels: number;
    readonly selector: string;
  };
}

export class Server extends Resource<IServer> implements IServer {
  declare apiVersion: "mlops.seldon.io/v1alpha1";
  declare kind: "Server";
  declare metadata: IObjectMeta;
  declare spec: IServerSpec;

  constructor(data: ModelData<IServer>) {
    super();
    const all: IServer = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "Server", ...data };
    this.setDefinedProps(all);
  }
}
