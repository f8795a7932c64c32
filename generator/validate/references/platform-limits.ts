import { codes } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { nanos, type Quantity } from "../../models/quantity.ts";
import { findingAt, type Inventory, type PlatformEntry } from "../inventory.ts";
import type { ContainerResources } from "../resources.ts";

const units = ["cpu", "memory"] as const;

/** Defaults, quota sizes and templates must be consistent without any tenant, so that a conflict is found before the first tenant. */
export function* platformLimitReferences({ clusters }: Inventory): Iterable<Diagnostic> {
  for (const { platform } of clusters) {
    yield* defaults(platform);
    yield* quotaSizes(platform);
    yield* templates(platform);
  }
}

function* defaults(platform: PlatformEntry): Iterable<Diagnostic> {
  const { containers } = platform.spec.defaults;
  for (const unit of units) {
    const place = (part: string): Path => ["defaults", "containers", part, unit];
    const { defaultRequest, default: limit, max } = containers;
    yield* order(
      platform,
      place("defaultRequest"),
      { name: `the default ${unit} request`, size: defaultRequest[unit] },
      { name: "the default limit", size: limit[unit] },
    );
    yield* order(
      platform,
      place("default"),
      { name: `the default ${unit} limit`, size: limit[unit] },
      { name: "the maximum", size: max[unit] },
    );
    const [tightest] = Object.entries(platform.spec.quotaSizes).toSorted(([, left], [, right]) =>
      nanos(left.limits[unit]) < nanos(right.limits[unit]) ? -1 : 1,
    );
    if (tightest === undefined) continue;
    const [size, quota] = tightest;
    yield* order(
      platform,
      place("max"),
      { name: `the ${unit} maximum of one container`, size: max[unit] },
      { name: `the limits of a whole tenant of size ${size}`, size: quota.limits[unit] },
    );
  }
}

function* quotaSizes(platform: PlatformEntry): Iterable<Diagnostic> {
  for (const [size, { requests, limits }] of Object.entries(platform.spec.quotaSizes))
    for (const unit of units)
      yield* order(
        platform,
        ["quotaSizes", size, "requests", unit],
        { name: `the quota of ${unit} requests of size ${size}`, size: requests[unit] },
        { name: "its quota of limits", size: limits[unit] },
      );
}

function* templates(platform: PlatformEntry): Iterable<Diagnostic> {
  const { max } = platform.spec.defaults.containers;
  for (const [name, template] of Object.entries(platform.spec.serverTemplates)) {
    const parts: readonly (readonly [string, Path, ContainerResources])[] = [
      ["server", [], template.resources],
      ["agent", ["agent"], template.agent.resources],
      ["rclone", ["rclone"], template.rclone.resources],
    ];
    for (const [part, path, { requests, limits }] of parts)
      for (const unit of units) {
        const place = (kind: string): Path => ["serverTemplates", name, ...path, "resources", kind, unit];
        const container = `template ${name}'s ${part}`;
        const [request, limit] = [requests?.[unit], limits?.[unit]];
        if (limit === undefined) continue;
        if (request !== undefined)
          yield* order(
            platform,
            place("requests"),
            { name: `the ${unit} request of ${container}`, size: request },
            { name: "its limit", size: limit },
          );
        yield* order(
          platform,
          place("limits"),
          { name: `the ${unit} limit of ${container}`, size: limit },
          { name: "the maximum of one container", size: max[unit] },
        );
      }
  }
}

/** One side of a comparison: its name in the message, and its size. */
interface Named {
  readonly name: string;
  readonly size: Quantity;
}

function* order(platform: PlatformEntry, path: Path, low: Named, high: Named): Iterable<Diagnostic> {
  if (nanos(low.size) <= nanos(high.size)) return;
  yield findingAt(
    platform.at(...path),
    "platform/limits",
    codes["platform/limits"].messages.exceeds(low.name, low.size, high.name, high.size),
    "Lower the first value, or raise the second value. Otherwise the API server rejects objects of every tenant that uses both values.",
  );
}
