import { countText } from "../text/counted.ts";
import { listText } from "../text/listed.ts";
import type { DifferenceData } from "./data.ts";

/** The blast radius of a change in one line: `1 tenant, 1 cluster, 3 objects · opens churn -> mlflow:5000`. */
export function blastRadius({ changes, statements }: Pick<DifferenceData, "changes" | "statements">): string {
  if (changes.length === 0 && statements.length === 0) return "Nothing changes on any cluster.";
  const tenants = new Set(changes.flatMap(({ tenant }) => tenant ?? []));
  const clusters = new Set(changes.map(({ cluster }) => cluster));
  const counts = [
    tenants.size === 0 ? "no tenant" : countText(tenants.size, "tenant"),
    countText(clusters.size, "cluster"),
    countText(changes.length, "object"),
  ];
  const headlines = [...new Set(statements.flatMap(({ headline }) => headline ?? []))];
  return `${counts.join(", ")}${headlines.length === 0 ? "" : ` · ${listText(headlines, mostHeadlines, " · ")}`}`;
}

const mostHeadlines = 3;
