// Written by generator/codegen from seldon-interface.ts: change it there and run npm run codegen.
import type { IObjectMeta } from "@kubernetes-models/apimachinery/apis/meta/v1/ObjectMeta";
import { Model as Resource, type ModelData, type TypeMeta } from "@kubernetes-models/base";
import type { IPodSpec } from "kubernetes-models/v1/PodSpec";
import type { IPersistentVolumeClaimSpec } from "kubernetes-models/v1/PersistentVolumeClaimSpec";
export type IServerConfigSpec = {
  readonly podSpec: IPodSpec;
  readonly volumeClaimTemplates: ReadonlyArray<{
    readonly name: string;
    readonly spec: IPersistentVolumeClaimSpec;
  }>;
};

export interface IServerConfig extends TypeMeta {
  apiVersion: "mlops.seldon.io/v1alpha1";
  kind: "ServerConfig";
  metadata: IObjectMeta;
  spec: IServerConfigSpec;
  status?: {
  };
}

export class ServerConfig extends Resource<IServerConfig> implements IServerConfig {
  declare apiVersion: "mlops.seldon.io/v1alpha1";
  declare kind: "ServerConfig";
  declare metadata: IObjectMeta;
  declare spec: IServerConfigSpec;

  constructor(data: ModelData<IServerConfig>) {
    super();
    const all: IServerConfig = { apiVersion: "mlops.seldon.io/v1alpha1", kind: "ServerConfig", ...data };
    this.setDefinedProps(all);
  }
}
