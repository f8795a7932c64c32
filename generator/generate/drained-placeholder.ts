import { ConfigMap } from "../models/kubernetes-classes.ts";
import { type Generated, metadata, type TenantScope } from "./scope.ts";

/** The only object in the workloads Application of a tenant that is being removed. */
export const drainedPlaceholderName = "drained";

/**
 * The only remaining object: Argo CD rejects to sync a folder that is not in git, and a sync that would prune everything.
 * With the placeholder, Argo CD prunes the Servers, models, pipelines and experiments in the reverse order of their waves.
 */
export function drainedPlaceholder(scope: TenantScope): readonly Generated[] {
  const object = new ConfigMap({
    metadata: metadata(scope, drainedPlaceholderName),
    data: {
      why: "The lifecycle of this tenant is draining or drained, so this ConfigMap is the only object of its Application.",
    },
  });
  return [{ object, origin: scope.tenant.at("lifecycle") }];
}
