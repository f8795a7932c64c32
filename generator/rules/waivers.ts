import type { WaivedFinding } from "../diagnostics/catalogue.ts";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, type Location, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { suggestion } from "../text/nearest.ts";
import { findingAt, type Inventory, type Origin, partOf } from "../validate/inventory.ts";
import type { Waivers } from "../validate/waiver.ts";
import type { CheckRule } from "./rule.ts";
import type { Finding } from "./run-rules.ts";

/** What is left to say once everybody has had their say, and what somebody answers for instead. */
export interface WaivedResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly waived: readonly WaivedFinding[];
}

/**
 * Findings against the waivers of tenants (for what stands in their own file), clusters and the platform.
 * @param whole Whether every rule ran on everything, so that a waiver without a finding is one for nothing.
 * @param today The day of this run, as ISO 8601 writes it: an expired waiver is none.
 */
export function applyWaivers(
  findings: readonly Finding[],
  inventory: Inventory,
  rules: readonly CheckRule[],
  whole: boolean,
  today: string,
): WaivedResult {
  const known = new Map<string, CheckRule>(rules.map((rule) => [rule.code, rule]));
  const waivers = waiversOf(inventory);
  const waivable = rules.filter(mayBeWaived).map(({ code }) => code);
  const used = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const waived: WaivedFinding[] = [];
  for (const { rule, diagnostic, cluster } of findings) {
    const waiver = waivers.find(
      (candidate) =>
        candidate.code === rule.code &&
        candidate.expires >= today &&
        mayBeWaived(rule) &&
        (candidate.cluster === undefined ||
          (cluster === undefined ? candidate.everywhere : candidate.cluster === cluster)) &&
        (candidate.file === undefined || candidate.file === diagnostic.at.file),
    );
    if (waiver === undefined) diagnostics.push(diagnostic);
    else {
      used.add(placeOf(waiver));
      const { reason, owner, expires } = waiver;
      waived.push({ diagnostic, reason, owner, expires });
    }
  }
  for (const waiver of waivers) diagnostics.push(...aboutWaiver(waiver, known.get(waiver.code), today, waivable));
  if (whole) {
    const idle = waivers.filter(
      (waiver) => isCheckedNow(known.get(waiver.code)) && waiver.expires >= today && !used.has(placeOf(waiver)),
    );
    for (const { origin, code } of idle)
      diagnostics.push(
        warning(
          origin,
          "waiver/unused",
          `nothing here breaks ${code}`,
          "Take the waiver away, before it covers something new.",
        ),
      );
  }
  return {
    diagnostics: withoutDuplicates(diagnostics),
    waived: [
      ...new Map(waived.map((finding) => [key(finding.diagnostic.code, finding.diagnostic.at), finding])).values(),
    ],
  };
}

/** What a change does is looked at elsewhere: nobody can tell here whether a waiver of it is used. */
function isCheckedNow(rule: CheckRule | undefined): boolean {
  return mayBeWaived(rule) && rule?.over !== "change";
}

interface Waiver {
  readonly code: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  /** Nothing where it holds on every cluster. */
  readonly cluster: string | undefined;
  /** Whether it was written for every cluster, and so covers what is found on none in particular. */
  readonly everywhere: boolean;
  /** The tenant's file that it is about; nothing where it is about everything. */
  readonly file: string | undefined;
  readonly origin: Origin;
}

/** Every waiver in force or not, once for each cluster that a tenant's holds on. */
export function waiversOf({ platform, clusters }: Inventory): readonly Waiver[] {
  const all = (
    waivers: Waivers,
    at: (...path: readonly string[]) => Origin,
    about: Pick<Waiver, "cluster" | "file">,
  ): readonly Waiver[] =>
    Object.entries(waivers).map(([code, waiver]) => {
      const origin = at("waivers", code);
      return {
        ...waiver,
        ...about,
        code,
        origin,
        everywhere: about.file !== undefined && origin.path[1] !== "clusters",
      };
    });
  return [
    ...clusters.flatMap((cluster) =>
      cluster.tenants.flatMap((tenant) =>
        all(tenant.spec.waivers, tenant.at, { cluster: cluster.name, file: tenant.at().source.file }),
      ),
    ),
    ...clusters.flatMap((cluster) => all(cluster.spec.waivers, cluster.at, { cluster: cluster.name, file: undefined })),
    ...all(platform.spec.waivers, platform.at, { cluster: undefined, file: undefined }),
  ];
}

function mayBeWaived(rule: CheckRule | undefined): boolean {
  return rule !== undefined && rule.neverWaived === undefined;
}

const soon = 14;
/** A year: then somebody is asked again. */
const longest = 366;

function* aboutWaiver(
  { code, origin, expires }: Waiver,
  rule: CheckRule | undefined,
  today: string,
  known: readonly string[],
): Iterable<Diagnostic> {
  if (rule === undefined)
    yield findingAt(
      origin,
      "waiver/unknown",
      code in codes ? `${code} is no rule but a condition of reading the input` : `there is no rule ${code}`,
      code in codes ? "It cannot be waived." : suggestion(code, known),
      "key",
    );
  else if (rule.neverWaived !== undefined)
    yield findingAt(origin, "waiver/never", `${code} is never waived`, rule.neverWaived, "key");
  else if (expires < today) {
    const day = partOf(origin, "expires");
    yield findingAt(day, "waiver/expired", `expired on ${expires}`, "Fix what it covers, or have it approved anew.");
  } else if (days(today, expires) > longest) {
    const last = new Date(Date.parse(today) + longest * 86_400_000).toISOString().slice(0, 10);
    yield findingAt(
      partOf(origin, "expires"),
      "waiver/too-far",
      `expires in ${days(today, expires)} days, and no waiver holds for more than ${longest}`,
      `Today ${last} is the last day that it may have.`,
    );
  } else if (days(today, expires) <= soon) {
    const day = partOf(origin, "expires");
    yield warning(
      day,
      "waiver/expires-soon",
      `expires in ${days(today, expires)} days`,
      "From then on it is an error.",
    );
  }
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function warning(origin: Origin, code: InputCode, message: string, hint: string): Diagnostic {
  return { ...findingAt(origin, code, message, hint, "key"), severity: "warning" };
}

/** One waiver is one place in a file, on however many clusters it holds. */
function placeOf({ origin }: Waiver): string {
  return `${origin.source.file}:${origin.path.join("\0")}`;
}

function key(code: string, at: Location): string {
  return `${code}:${at.file}:${at.line}:${at.column}`;
}
