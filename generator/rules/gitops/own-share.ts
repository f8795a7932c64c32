import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "../../evaluate/manifests/manifest.ts";
import { listAt, textAt, textsAt } from "../../evaluate/manifests/reading.ts";
import { hostedKindNames } from "../../layout/hosted-layout.ts";
import { hostedPart } from "../../layout/paths.ts";
import { tenantLabel } from "../../models/marks.ts";
import type { ClusterEntry } from "../../validate/inventory.ts";

/**
 * Whether an object in the namespace of an add-on is part of what a tenant gets there: it has a declared kind and the tenant's
 * label. A Role has the tenant's name as its prefix, and grants only to read single Secrets, to accounts of the tenant's namespace.
 */
export function isOwnShare(
  { kind, name, object }: Manifest,
  { tenant, part }: { readonly tenant: string; readonly part: string },
  cluster: ClusterEntry,
): boolean {
  const hosted = hostedPart(part);
  if (hosted === undefined || !hostedKindNames({ cluster }, hosted).includes(kind)) return false;
  if (textAt(object, "metadata", "labels", tenantLabel) !== tenant) return false;
  if (kind === "rbac.authorization.k8s.io/Role")
    return name.startsWith(`${tenant}.`) && listAt(object, "rules").every(readsSingleSecrets);
  if (kind !== "rbac.authorization.k8s.io/RoleBinding") return true;
  return (
    name.startsWith(`${tenant}.`) &&
    textAt(object, "roleRef", "kind") === "Role" &&
    textAt(object, "roleRef", "name")?.startsWith(`${tenant}.`) === true &&
    listAt(object, "subjects").every(
      (subject) => textAt(subject, "kind") === "ServiceAccount" && textAt(subject, "namespace") === tenant,
    )
  );
}

function readsSingleSecrets(rule: unknown): boolean {
  return (
    textsAt(rule, "resourceNames").length > 0 &&
    isDeepStrictEqual(textsAt(rule, "resources"), ["secrets"]) &&
    isDeepStrictEqual(textsAt(rule, "verbs"), ["get"])
  );
}
