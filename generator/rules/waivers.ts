import type { WaivedFinding } from "../diagnostics/catalogue.ts";
import { codes, type InputCode } from "../diagnostics/codes.ts";
import { type Diagnostic, type Location, withoutDuplicates } from "../diagnostics/diagnostic.ts";
import { suggestion } from "../text/nearest.ts";
import { findingAt, type Inventory, type Origin, partOf } from "../validate/inventory.ts";
import type { Waivers } from "../validate/waiver.ts";
import type { CheckRule } from "./rule.ts";
import type { Finding } from "./run-rules.ts";

/** The findings that remain after waivers are applied, and the waived findings. */
export interface WaivedResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly waived: readonly WaivedFinding[];
}

/**
 * Applies the waivers of tenants (only to findings in their own file), of clusters and of the platform.
 * @param whole Whether every rule ran on all inputs, so that a waiver without a finding is unused.
 * @param today The day of this run in ISO 8601 form. Expired waivers do not apply.
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
    const unused = waivers.filter(
      (waiver) => usageIsKnown(known.get(waiver.code)) && waiver.expires >= today && !used.has(placeOf(waiver)),
    );
    for (const { origin, code } of unused)
      diagnostics.push(
        warning(
          origin,
          "waiver/unused",
          codes["waiver/unused"].messages.unused(code),
          "Remove the waiver before it covers a new finding.",
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

/** Rules about a change run elsewhere, so it is unknown here whether a waiver of one is used. */
function usageIsKnown(rule: CheckRule | undefined): boolean {
  return mayBeWaived(rule) && rule?.over !== "change";
}

interface Waiver {
  readonly code: string;
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  /** Undefined if the waiver applies to every cluster. */
  readonly cluster: string | undefined;
  /** Whether it was written for every cluster, so that it also covers findings without a cluster. */
  readonly everywhere: boolean;
  /** The tenant file that it applies to, or undefined if it applies to all files. */
  readonly file: string | undefined;
  readonly origin: Origin;
}

/** All waivers, including expired ones. A tenant's waiver appears once for each of its clusters. */
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
        everywhere: about.file !== undefined && origin.path[1] === "waivers",
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
/** A year. After it, a waiver must be approved again. */
const longest = 366;

function* aboutWaiver(
  { code, origin, expires }: Waiver,
  rule: CheckRule | undefined,
  today: string,
  known: readonly string[],
): Iterable<Diagnostic> {
  if (rule === undefined) {
    const { messages } = codes["waiver/unknown"];
    const isInputCode = code in codes;
    yield findingAt(
      origin,
      "waiver/unknown",
      isInputCode ? messages.notRule(code) : messages.unknownRule(code),
      isInputCode ? "Remove the waiver." : suggestion(code, known),
      "key",
    );
  } else if (rule.neverWaived !== undefined)
    yield findingAt(origin, "waiver/never", codes["waiver/never"].messages.neverWaived(code), rule.neverWaived, "key");
  else if (expires < today) {
    const day = partOf(origin, "expires");
    yield findingAt(
      day,
      "waiver/expired",
      codes["waiver/expired"].messages.expired(expires),
      "Fix the findings that the waiver covered, or ask for approval of a later date.",
    );
  } else if (days(today, expires) > longest) {
    const last = new Date(Date.parse(today) + longest * 86_400_000).toISOString().slice(0, 10);
    yield findingAt(
      partOf(origin, "expires"),
      "waiver/too-far",
      codes["waiver/too-far"].messages.tooFar(days(today, expires), longest),
      `Set expires to ${last} or an earlier date.`,
    );
  } else if (days(today, expires) <= soon) {
    const day = partOf(origin, "expires");
    yield warning(
      day,
      "waiver/expires-soon",
      codes["waiver/expires-soon"].messages.expiresSoon(days(today, expires)),
      "After the expiry date, check reports an error for the waiver.",
    );
  }
}

function days(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

function warning(origin: Origin, code: InputCode, message: string, hint: string): Diagnostic {
  return { ...findingAt(origin, code, message, hint, "key"), severity: "warning" };
}

/** The place of a waiver in its file, which is the same for all clusters that it applies to. */
function placeOf({ origin }: Waiver): string {
  return `${origin.source.file}:${origin.path.join("\0")}`;
}

function key(code: string, at: Location): string {
  return `${code}:${at.file}:${at.line}:${at.column}`;
}
