import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { type Generated, metadata, type TenantScope } from "./scope.ts";

/** What its workloads Application holds of a tenant that leaves. */
export const drainedPlaceholderName = "drained";

/**
 * The one object that is left: Argo CD refuses to sync a folder that git does not have, and refuses a sync that would
 * prune everything. With it the Servers, models, pipelines and experiments are pruned in the reverse order of their waves.
 */
export function drainedPlaceholder(scope: TenantScope): readonly Generated[] {
  const object = new ConfigMap({
    metadata: metadata(scope, drainedPlaceholderName),
    data: { why: "this tenant is being removed; see its file" },
  });
  return [{ object, origin: scope.tenant.at("lifecycle") }];
}
