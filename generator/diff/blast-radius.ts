import { countText } from "../text/counted.ts";
import { listText } from "../text/listed.ts";
import type { DifferenceData } from "./data.ts";

/** The blast radius of a change in one line: `1 tenant, 1 cluster, 3 objects · opens churn -> mlflow:5000`. */
export function blastRadius({ changes, statements }: Pick<DifferenceData, "changes" | "statements">): string {
  if (changes.length === 0 && statements.length === 0) return "Nothing changes on any cluster.";
  const tenants = new Set(changes.flatMap(({ tenant }) => tenant ?? []));
  const clusters = new Set(changes.flatMap(({ cluster, hub }) => (hub === undefined ? [cluster] : [])));
  const hubs = new Set(changes.flatMap(({ hub }) => hub ?? []));
  const counts = [
    tenants.size === 0 ? "no tenant" : countText(tenants.size, "tenant"),
    countText(clusters.size, "cluster"),
    ...(hubs.size === 0 ? [] : [countText(hubs.size, "hub")]),
    countText(changes.length, "object"),
  ];
  const headlines = [...new Set(statements.flatMap(({ headline }) => headline ?? []))];
  return `${counts.join(", ")}${headlines.length === 0 ? "" : ` · ${listText(headlines, mostHeadlines, " · ")}`}`;
}

const mostHeadlines = 3;
