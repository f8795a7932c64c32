import type { InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, onCluster } from "../diagnostics/diagnostic.ts";
import type { ComponentFolder } from "../load/load-repository.ts";
import { locate } from "../load/locate.ts";
import type { Path, Source } from "../load/source.ts";
import { defined } from "../models/defined.ts";
import type { KnownSeldon } from "../models/seldon/known.ts";
import type { ClusterSpec } from "./cluster.ts";
import type { PlatformSpec } from "./platform.ts";
import type { TenantSpec } from "./tenant.ts";
import type { ClusterName, TenantName } from "./terms.ts";

/** All input, parsed. Later stages do not use raw input. Clusters are in order of promotion, tenants by name. */
export interface Inventory {
  /** The platform without overrides: its owner, repository and roles. The entry of a cluster has the platform on that cluster. */
  readonly platform: PlatformEntry;
  readonly clusters: readonly ClusterEntry[];
  readonly components: ReadonlyMap<string, ComponentFolder>;
  /** Lua by `<group>_<Kind>`. */
  readonly healthChecks: ReadonlyMap<string, Source>;
}

export interface PlatformEntry extends Written {
  readonly name: string;
  readonly spec: PlatformSpec;
  readonly known: KnownSeldon;
}

export interface ClusterEntry extends Written {
  readonly name: ClusterName;
  readonly spec: Omit<ClusterSpec, "platform">;
  /** The platform on this cluster, with the cluster's overrides merged in. */
  readonly platform: PlatformEntry;
  readonly tenants: readonly TenantEntry[];
}

/** One tenant on one cluster: the file's spec with that cluster's overrides merged in. */
export interface TenantEntry extends Written {
  readonly name: TenantName;
  readonly spec: TenantSpec;
  /** Whether the file sets a value at this path, instead of using a default. */
  readonly writes: (path: Path) => boolean;
}

/** An entry with the origin of each of its parts. */
interface Written {
  readonly at: (...path: Path) => Origin;
}

/** The origin of the first path that the tenant's file sets, among several that could be fixed. Otherwise the first path. */
export function firstWritten(tenant: TenantEntry, ...paths: readonly Path[]): Origin {
  const written = paths.find((path) => tenant.writes(path)) ?? paths[0] ?? [];
  return tenant.at(...written);
}

/** The position in the input that an object or a finding comes from. Its line is computed only when it is needed. */
export interface Origin {
  readonly source: Source;
  readonly path: Path;
  /** The origin of a part, if that can be elsewhere: in a cluster's override, or in the cluster's file. */
  readonly within?: (path: Path) => Origin;
}

/** The origin of a part of an entry. */
export function partOf(origin: Origin, ...path: Path): Origin {
  return origin.within?.(path) ?? { source: origin.source, path: [...origin.path, ...path] };
}

/** A finding about the input, at the value of `origin` or at its key. */
export function findingAt(
  origin: Origin,
  code: InputCode,
  message: string,
  hint?: string,
  part: "value" | "key" = "value",
): Diagnostic {
  const at = locate(origin.source, origin.path, part);
  return { code, severity: "error", message: onCluster(message, at), ...defined({ hint }), at };
}
