import { modelsVolume } from "../models/seldon/servers/inference-server.ts";
import { serverConfigPlace } from "../patterns/pattern.ts";
import { type EffectiveServerConfig, modelStorageOf, serverConfigsOf } from "../validate/effective.ts";
import { bareMetadata, type Generated, syncOrder, type TenantScope } from "./scope.ts";
import { podSpec } from "./server-pod.ts";

/**
 * The tenant's ServerConfigs, declared and derived, in the namespace where the operator of the cluster's pattern looks
 * for them.
 */
export function serverConfigs(scope: TenantScope): readonly Generated[] {
  return [...serverConfigsOf(scope.platform, scope.tenant).values()].map((effective) => serverConfig(scope, effective));
}

function serverConfig(scope: TenantScope, effective: EffectiveServerConfig): Generated {
  const { platform, cluster, pattern, tenant } = scope;
  const place = serverConfigPlace(pattern, platform.spec.seldon.namespace, tenant.name, effective.name);
  const storage = modelStorageOf(effective, cluster);
  const object = new scope.seldon.kinds.ServerConfig({
    metadata: bareMetadata(place.name, place.namespace),
    spec: {
      podSpec: podSpec(scope, effective),
      volumeClaimTemplates: [
        {
          name: modelsVolume(effective.server),
          spec: {
            accessModes: ["ReadWriteOnce"],
            resources: { requests: { storage: storage.size } },
            storageClassName: storage.class,
          },
        },
      ],
    },
  });
  const generated = { object, origin: tenant.at(...effective.path) };
  // In the Application of its Servers, it is created before them and removed after them. In a separate Application it
  // has no order.
  return place.part === "workloads" ? { ...generated, sync: { order: syncOrder.serverConfig } } : generated;
}
