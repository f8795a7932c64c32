import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { providerOf } from "../addons/retire.ts";
import { artifactStoreOf } from "../effective.ts";
import { findingAt } from "../inventory.ts";
import type { TenantContext } from "./context.ts";
import { imageFindings } from "./images.ts";
import { secretOrigin } from "./platform.ts";
import { unknownReference } from "./unknown.ts";

/** Roles, secrets, registries, pools and sizes must exist. */
export function* securityReferences(context: TenantContext): Iterable<Diagnostic> {
  const { platform, cluster, tenant, components: available } = context;
  const { access, secrets, pullSecrets, serverConfigs, storage, quota, nodePool, components } = tenant.spec;
  const roles = Object.keys(platform.spec.roles);
  for (const [kind, subjects] of Object.entries(access)) {
    for (const [subject, role] of Object.entries(subjects))
      yield* unknownReference(tenant.at("access", kind, subject), role, roles, "role");
  }

  const stores = Object.keys(platform.spec.secretStores);
  for (const [name, { from }] of Object.entries(secrets))
    yield* secretOrigin(stores, tenant.at("secrets", name, "from"), from);
  for (const [name, { from }] of Object.entries(pullSecrets)) {
    yield* secretOrigin(stores, tenant.at("pullSecrets", name, "from"), from);
    if (name in secrets)
      yield findingAt(
        tenant.at("pullSecrets", name),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.duplicateName(name, "a secret", "a pull secret"),
        "Rename the secret or the pull secret.",
        "key",
      );
  }
  yield* storeSecrets(context);

  for (const [name, { images }] of Object.entries(serverConfigs)) {
    for (const [part, image] of Object.entries(images)) {
      if (image !== undefined)
        yield* imageFindings(tenant.at("serverConfigs", name, "images", part), image, platform.spec.registries);
    }
  }

  const classes = [cluster.spec.storageClasses.default, ...cluster.spec.storageClasses.others];
  for (const [name, claim] of Object.entries(storage))
    yield* unknownReference(tenant.at("storage", name, "class"), claim.class, classes, "storage class", {
      scope: `on ${cluster.name}`,
    });
  yield* unknownReference(tenant.at("quota", "size"), quota.size, Object.keys(platform.spec.quotaSizes), "quota size");
  yield* unknownReference(tenant.at("nodePool"), nodePool, Object.keys(cluster.spec.nodePools), "node pool", {
    scope: `on ${cluster.name}`,
  });
  for (const [index, name] of components.entries()) {
    yield* unknownReference(tenant.at("components", index), name, [...available.keys()], "component", {
      scope: "in platform/components/",
      siblings: components,
    });
  }
}

/** Secrets must not have the names of those that the generator delivers into the namespace. */
function* storeSecrets({ platform, cluster, tenant }: TenantContext): Iterable<Diagnostic> {
  const taken = new Map([["seldon-rclone-gs-public", "Seldon"], ...givenSecrets(cluster)]);
  for (const { storageUri } of Object.values(tenant.spec.models)) {
    const found = artifactStoreOf(platform, tenant.name, storageUri);
    if (found !== undefined && found.store.credentials !== "public")
      taken.set(found.store.credentials.secret, `artifact store ${found.name}`);
  }
  for (const kind of ["secrets", "pullSecrets"] as const) {
    for (const name of Object.keys(tenant.spec[kind])) {
      const owner = taken.get(name);
      if (owner === undefined) continue;
      yield findingAt(
        tenant.at(kind, name),
        "reference/ambiguous",
        codes["reference/ambiguous"].messages.deliveredSecret(name, owner),
        "Choose another name for the secret.",
        "key",
      );
    }
  }
}

/** The Secrets that are copied to tenants on a cluster, each with its owner. */
function givenSecrets({ addons }: TenantContext["cluster"]): readonly (readonly [string, string])[] {
  if (providerOf(addons, "secrets") === undefined) return [];
  return addons.flatMap(({ name, spec }) =>
    Object.values(spec.perTenant).flatMap(({ secrets }) => secrets.map(({ to }) => [to, `add-on ${name}`] as const)),
  );
}
