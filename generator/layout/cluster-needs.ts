import { compareStrings } from "../diagnostics/diagnostic.ts";
import { type ClusterScope, tenantScope } from "../generate/scope.ts";
import { operatorSecretNeeds, runtimeSecretNeeds, secretNeeds } from "../generate/secret-needs.ts";
import { kindName } from "../models/kinds.ts";
import { type Block, heading } from "../text/document.ts";
import { artifactStoreOf } from "../validate/effective.ts";
import type { Inventory } from "../validate/inventory.ts";
import { valueAt } from "../validate/merge.ts";
import { componentObjects } from "./component.ts";

/** A Secret that a person creates on a cluster. */
interface ManualSecret {
  readonly namespace: string;
  readonly name: string;
  readonly keys: readonly string[];
  readonly why: string;
}

/** The Secrets of a cluster that neither git nor a secret store contains. Sorted by namespace. */
export function manualSecretsOf(scope: ClusterScope): readonly ManualSecret[] {
  const { cluster, place } = scope;
  const needs = [
    ...[...operatorSecretNeeds(scope), ...runtimeSecretNeeds(scope)].map((need) => ({
      namespace: place.namespace,
      ...need,
    })),
    ...cluster.tenants.flatMap((tenant) =>
      secretNeeds(tenantScope(cluster, tenant)).map((need) => ({ namespace: tenant.name, ...need })),
    ),
  ];
  return needs
    .filter(({ from }) => from === "manual")
    .map(({ namespace, name, keys, why }) => ({ namespace, name, keys, why }))
    .sort((left, right) => compareStrings(left.namespace, right.namespace));
}

/** The artifacts of a tenant in an artifact store. */
interface StoredArtifacts {
  readonly store: string;
  readonly tenant: string;
  readonly uris: readonly string[];
}

/** The artifacts that the artifact stores of a cluster must contain. Public stores contain theirs already. */
export function artifactsOf({ platform, cluster }: ClusterScope): readonly StoredArtifacts[] {
  const found = cluster.tenants.flatMap(({ name: tenant, spec }) =>
    Object.values(spec.models).flatMap(({ storageUri }) => {
      const match = artifactStoreOf(platform, tenant, storageUri);
      return match === undefined || match.store.credentials === "public"
        ? []
        : [{ store: match.name, tenant, storageUri }];
    }),
  );
  return [...Map.groupBy(found, ({ store, tenant }) => JSON.stringify([store, tenant])).values()]
    .flatMap((all) => {
      const [first] = all;
      return first === undefined
        ? []
        : [{ ...first, uris: [...new Set(all.map(({ storageUri }) => storageUri))].sort() }];
    })
    .map(({ store, tenant, uris }) => ({ store, tenant, uris }));
}

/** The section of a plan that lists what people create for a new cluster. Empty if there is nothing. */
export function needsBlocks(scope: ClusterScope): readonly Block[] {
  const [secrets, artifacts] = [manualSecretsOf(scope), artifactsOf(scope)];
  if (secrets.length + artifacts.length === 0) return [];
  return [
    heading(1, `Create before the first sync: ${scope.cluster.name}`),
    ...(secrets.length === 0
      ? []
      : [
          {
            text: "The first sync creates the namespaces. Create each Secret as soon as its namespace exists. The README of a tenant's namespace contains the command for each of its Secrets.",
          },
          {
            header: ["Namespace", "Secret", "Keys", "Contents"],
            rows: secrets.map(({ namespace, name, keys, why }) => [namespace, name, keys.join(", "), why]),
          },
        ]),
    ...(artifacts.length === 0
      ? []
      : [
          { text: "A model becomes ready only after its artifact is in the artifact store of this cluster." },
          {
            header: ["Artifact store", "Tenant", "Artifacts"],
            rows: artifacts.map(({ store, tenant, uris }) => [store, tenant, uris.join(", ")]),
          },
        ]),
  ];
}

/** A kind that other software defines on a cluster, and the fields or components that use it. */
interface ForeignKind {
  readonly kind: string;
  readonly usedBy: readonly string[];
}

/**
 * The kinds that neither Kubernetes, Tenantry's own Applications nor a component defines: those of the cluster's own
 * components, and those that the platform allows in tenants' components. The result does not depend on tenants' files.
 */
export function foreignKinds({ components }: Inventory, { platform, cluster }: ClusterScope): readonly ForeignKind[] {
  const objects = cluster.spec.components.flatMap((name) => {
    const component = components.get(name);
    return component === undefined
      ? []
      : componentObjects(component).map((object) => ({ ...object, usedBy: `platform/components/${name}` }));
  });
  const defined = new Set(
    objects
      .filter(({ kind }) => kind === "CustomResourceDefinition")
      .map(({ object }) => valueAt(object, ["spec", "group"])),
  );
  const used = [...objects, ...platform.spec.tenantKinds.map((kind) => ({ ...kind, usedBy: "tenantKinds" }))];
  const foreign = used.filter(({ group }) => !isOwnGroup(group) && !defined.has(group));
  return [...Map.groupBy(foreign, kindName)]
    .map(([kind, all]) => ({ kind, usedBy: [...new Set(all.map((each) => each.usedBy))].sort() }))
    .sort((left, right) => compareStrings(left.kind, right.kind));
}

/** Groups below k8s.io that Kubernetes does not include. */
const extensions: ReadonlySet<string> = new Set([
  "gateway.networking.k8s.io",
  "policy.networking.k8s.io",
  "snapshot.storage.k8s.io",
]);

/** Whether Kubernetes, Seldon Core or Argo CD defines the kinds of a group. */
function isOwnGroup(group: string): boolean {
  if (group === "mlops.seldon.io" || group === "argoproj.io" || !group.includes(".")) return true;
  return group.endsWith(".k8s.io") && !extensions.has(group);
}
