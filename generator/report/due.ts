import { compareStrings } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import { waiversOf } from "../rules/waivers.ts";
import { countText } from "../text/counted.ts";
import { type Block, heading } from "../text/document.ts";
import type { Inventory, Origin } from "../validate/inventory.ts";

/** A waiver or a patched image with a date on which it is due. */
export interface DueItem {
  readonly day: string;
  /** Days from today. Negative if overdue. */
  readonly left: number;
  readonly what: string;
  readonly owner: string;
  readonly reason: string;
  readonly file: string;
  readonly line: number;
}

/**
 * Waivers that expire and patched images whose review is due within this number of days, or overdue. The soonest come first.
 * @param today In ISO 8601.
 */
export function dueWithin(inventory: Inventory, today: string, days: number): readonly DueItem[] {
  const due = (day: string, what: string, owner: string, reason: string, origin: Origin): DueItem => {
    const { file, line } = locate(origin.source, origin.path, "key");
    return { day, left: daysBetween(today, day), what, owner, reason, file, line };
  };
  const all = [
    ...waiversOf(inventory).map(({ code, expires, owner, reason, origin }) =>
      due(expires, `waiver of ${code}`, owner, reason, origin),
    ),
    ...inventory.clusters.flatMap((cluster) =>
      Object.entries(cluster.spec.seldon.images).flatMap(([name, image]) =>
        image === undefined
          ? []
          : [
              due(
                image.reviewBy,
                `image ${image.image}`,
                image.owner,
                image.reason,
                cluster.at("seldon", "images", name),
              ),
            ],
      ),
    ),
  ];
  const once = new Map(all.map((item) => [`${item.file}:${item.line}:${item.what}`, item]));
  return [...once.values()]
    .filter(({ left }) => left <= days)
    .sort((left, other) => left.left - other.left || compareStrings(left.file, other.file) || left.line - other.line);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

export function dueDocument(all: readonly DueItem[], days: number): readonly Block[] {
  if (all.length === 0) return [{ text: `No waiver and no patched image is due within ${countText(days, "day")}.` }];
  return [
    heading(1, `Due within ${countText(days, "day")}: ${all.length}`),
    {
      header: ["Date", "Remaining", "Item", "Owner", "Reason", "Location"],
      rows: all.map(({ day, left, what, owner, reason, file, line }) => [
        day,
        left < 0 ? `${countText(-left, "day")} overdue` : countText(left, "day"),
        what,
        owner,
        reason,
        `${file}:${line}`,
      ]),
    },
  ];
}
