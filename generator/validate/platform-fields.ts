import type { Path } from "../load/source.ts";
import { hasKey, merge, type RawMap } from "./merge.ts";
import type { PlatformSpec } from "./platform.ts";

/** Why a field of platform.yaml is the same on every cluster, and what to do instead of an override. */
export interface CommonField {
  /** Ends the sentence "invalid override of spec.platform.<field>: ". */
  readonly reason: string;
  readonly instead: string;
}

type SeldonField = `seldon.${keyof PlatformSpec["seldon"]}`;

/**
 * Every field of the platform's spec: "place" for a fact of a place, which a cluster's file can override, or the reason why
 * the field is the same on every cluster. The compiler rejects a field without a row.
 */
const platformFields: Readonly<Record<Exclude<keyof PlatformSpec, "seldon"> | SeldonField, "place" | CommonField>> = {
  owner: {
    reason: "one team reviews the files of all clusters",
    instead: "Remove the field.",
  },
  repository: {
    reason: "the files of all clusters are in one repository",
    instead: "Remove the field. To publish this cluster from another branch, set spec.publish.",
  },
  namespaces: "place",
  services: "place",
  tokenIssuers: "place",
  database: "place",
  artifactStores: "place",
  secretStores: "place",
  roles: {
    reason: "access is the same on every cluster",
    instead: "Remove the field, or add a role with another name to platform/platform.yaml.",
  },
  quotaSizes: {
    reason: "the name of a size stands for the same amounts on every cluster",
    instead: "Set defaults.quotaSize here, or quota in the tenant's entry for this cluster.",
  },
  defaults: "place",
  tenantLabels: {
    reason: "the same changes of a tenant need an approval on every cluster",
    instead: "Remove the field.",
  },
  tenantKinds: {
    reason: "access is the same on every cluster",
    instead: "Move the entry to platform/platform.yaml.",
  },
  administrators: {
    reason: "access is the same on every cluster",
    instead: "Remove the field.",
  },
  floors: "place",
  registries: "place",
  openRegistries: "place",
  tenants: {
    reason: "the cluster's file has its own field for the defaults of its tenants",
    instead: "Set spec.tenants.",
  },
  hubs: {
    reason: "a hub syncs several clusters",
    instead: "Remove the field, and name a hub in spec.argoCD.hub.",
  },
  tools: {
    reason: "the same programs build and check the files of all clusters",
    instead: "Remove the field.",
  },
  lostClusters: {
    reason: "the list is about other clusters",
    instead: "Move the entry to platform/platform.yaml.",
  },
  serverTemplates: "place",
  "seldon.version": {
    reason: "the cluster's file has its own field for the version",
    instead: "Set spec.seldon.version.",
  },
  "seldon.charts": "place",
  "seldon.components": {
    reason: "the cluster's file has its own field for the components",
    instead: "Set spec.seldon.components.",
  },
  "seldon.namespace": {
    reason: "the admission policies, which all clusters share, select this namespace",
    instead: "Remove the field.",
  },
  "seldon.kafka": "place",
  "seldon.tracing": "place",
  waivers: {
    reason: "the cluster's file has its own field for waivers",
    instead: "Move the waivers to spec.waivers.",
  },
};

const rows: ReadonlyMap<string, "place" | CommonField> = new Map(Object.entries(platformFields));

/** The paths of the fields that a cluster's file can override, below `spec.platform`. */
export const placeFields: readonly string[] = [...rows].flatMap(([path, row]) => (row === "place" ? [path] : []));

/** The fields that are the same on every cluster. */
export const commonFields: readonly (CommonField & { readonly path: Path })[] = [...rows].flatMap(([path, row]) =>
  row === "place" ? [] : [{ ...row, path: path.split(".") }],
);

/** Divides a cluster's override of the platform: the part that applies, and the fields that it must not set. */
export function dividedOverride(override: RawMap): {
  readonly applied: RawMap;
  readonly refused: typeof commonFields;
} {
  const refused = commonFields.filter(({ path }) => hasKey(override, path));
  const removal = (path: Path): RawMap =>
    path.reduceRight<RawMap | null>((below, step) => ({ [step]: below }), null) ?? {};
  return { applied: refused.reduce((left, { path }) => merge(left, removal(path)), override), refused };
}
