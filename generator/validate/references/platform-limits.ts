import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Path } from "../../load/source.ts";
import { nanos, type Quantity } from "../../models/quantity.ts";
import { findingAt, type Inventory, type PlatformEntry } from "../inventory.ts";
import type { ContainerResources } from "../resources.ts";

const units = ["cpu", "memory"] as const;

/** Defaults, quota sizes and templates hold together by themselves: no tenant has to come to find out that none fits. */
export function* platformLimits({ platform }: Inventory): Iterable<Diagnostic> {
  yield* defaults(platform);
  yield* quotaSizes(platform);
  yield* templates(platform);
}

function* defaults(platform: PlatformEntry): Iterable<Diagnostic> {
  const { containers } = platform.spec.defaults;
  for (const unit of units) {
    const place = (part: string): Path => ["defaults", "containers", part, unit];
    const { defaultRequest, default: limit, max } = containers;
    yield* order(
      platform,
      place("defaultRequest"),
      `the default request of ${unit}`,
      defaultRequest[unit],
      "the default limit",
      limit[unit],
    );
    yield* order(platform, place("default"), `the default limit of ${unit}`, limit[unit], "the maximum", max[unit]);
    const [tightest] = Object.entries(platform.spec.quotaSizes).toSorted(([, left], [, right]) =>
      nanos(left.limits[unit]) < nanos(right.limits[unit]) ? -1 : 1,
    );
    if (tightest === undefined) continue;
    const [size, quota] = tightest;
    yield* order(
      platform,
      place("max"),
      `the maximum of one container of ${unit}`,
      max[unit],
      `the limits of a whole tenant of size ${size}`,
      quota.limits[unit],
    );
  }
}

function* quotaSizes(platform: PlatformEntry): Iterable<Diagnostic> {
  for (const [size, { requests, limits }] of Object.entries(platform.spec.quotaSizes))
    for (const unit of units)
      yield* order(
        platform,
        ["quotaSizes", size, "requests", unit],
        `the quota of requests of ${unit} of size ${size}`,
        requests[unit],
        "its quota of limits",
        limits[unit],
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
        const what = `template ${name}'s ${part}`;
        const [request, limit] = [requests?.[unit], limits?.[unit]];
        if (limit === undefined) continue;
        if (request !== undefined)
          yield* order(platform, place("requests"), `the request of ${unit} of ${what}`, request, "its limit", limit);
        yield* order(
          platform,
          place("limits"),
          `the limit of ${unit} of ${what}`,
          limit,
          "the maximum of one container",
          max[unit],
        );
      }
  }
}

/** What has to be at most something else, at its own number. */
function* order(
  platform: PlatformEntry,
  path: Path,
  low: string,
  lower: Quantity,
  high: string,
  upper: Quantity,
): Iterable<Diagnostic> {
  if (nanos(lower) <= nanos(upper)) return;
  yield findingAt(
    platform.at(...path),
    "platform/limits",
    `${low} (${lower}) is over ${high} (${upper})`,
    "Lower it, or raise the other one: every tenant that takes both as they are would be refused.",
  );
}
