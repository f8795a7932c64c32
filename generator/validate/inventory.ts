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

/** All that people wrote, parsed: nobody looks at raw input after this. Clusters in order of promotion, tenants by name. */
export interface Inventory {
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
  readonly spec: ClusterSpec;
  readonly tenants: readonly TenantEntry[];
}

/** One tenant on one cluster: the file's spec with that cluster's overrides merged in. */
export interface TenantEntry extends Written {
  readonly name: TenantName;
  readonly spec: TenantSpec;
  /** Whether the file says something at this path, and does not leave it to a default. */
  readonly writes: (path: Path) => boolean;
}

/** Something that knows where each part of it was written. */
interface Written {
  readonly at: (...path: Path) => Origin;
}

/** Of several places that could be fixed the first one that somebody wrote; the first of all where nobody wrote any. */
export function firstWritten(tenant: TenantEntry, ...paths: readonly Path[]): Origin {
  const written = paths.find((path) => tenant.writes(path)) ?? paths[0] ?? [];
  return tenant.at(...written);
}

/** The place in the input that an object or a finding comes from; its line is found only when somebody asks. */
export interface Origin {
  readonly source: Source;
  readonly path: Path;
  /** Where a part of it is written, where that may be elsewhere: in a cluster's override. */
  readonly within?: (path: Path) => Origin;
}

/** The place of a part of something. */
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
