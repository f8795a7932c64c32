import { trackingAnnotation } from "../../layout/sync.ts";
import { groupVersion } from "../../models/kubernetes-object.ts";
import type { Manifest } from "./manifest.ts";
import { textAt } from "./reading.ts";

/** Argo CD's mark on what it applies: `<Application>:<group>/<Kind>:<namespace>/<name>`. */

/** A tenant's Application, from its name. */
export interface TenantsApplication {
  readonly name: string;
  readonly tenant: string;
  readonly part: string;
}

/**
 * The Application of a tenant or of the platform that applies an object: the one whose folder it lies in, or the one that
 * its mark names. Seldon copies marks to what it makes, so a mark for another kind says nothing.
 */
export function syncedBy({ object, application }: Manifest): TenantsApplication | undefined {
  const [marked, about] = (textAt(object, "metadata", "annotations", trackingAnnotation) ?? "").split(":");
  const own = about === `${groupVersion(object.apiVersion).group}/${object.kind}`;
  const name = application ?? (own ? marked : undefined);
  const [, tenant, part, ...rest] = name?.split(".") ?? [];
  if (name === undefined || tenant === undefined || part === undefined || rest.length > 0) return undefined;
  return { name, tenant, part };
}
