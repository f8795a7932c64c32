import { compareStrings } from "../diagnostics/diagnostic.ts";
import { locate } from "../load/locate.ts";
import { waiversOf } from "../rules/waivers.ts";
import { countText } from "../text/counted.ts";
import { type Block, heading } from "../text/document.ts";
import type { Inventory, Origin } from "../validate/inventory.ts";

/** Something that somebody promised to look at again by a day. */
export interface DueItem {
  readonly day: string;
  /** Days from today; below zero where it is overdue. */
  readonly left: number;
  readonly what: string;
  readonly owner: string;
  readonly reason: string;
  readonly file: string;
  readonly line: number;
}

/**
 * Waivers that expire and patched images that are to be reviewed within so many days, or should have been, soonest first.
 * @param today As ISO 8601 writes it.
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
  if (all.length === 0) return [{ text: `Nothing is due within ${countText(days, "day")}.` }];
  return [
    heading(1, `Due within ${countText(days, "day")}: ${all.length}`),
    {
      header: ["Day", "Left", "What", "Owner", "Why", "Where"],
      rows: all.map(({ day, left, what, owner, reason, file, line }) => [
        day,
        left < 0 ? `${countText(-left, "day")} over` : countText(left, "day"),
        what,
        owner,
        reason,
        `${file}:${line}`,
      ]),
    },
  ];
}
