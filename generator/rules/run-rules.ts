import { type Diagnostic, onCluster } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { defined } from "../models/defined.ts";
import type { Inventory } from "../validate/inventory.ts";
import { isSample } from "../validate/sample.ts";
import type { CheckRule, RuleFinding } from "./rule.ts";

/** A diagnostic, with what somebody who waives it has to match. */
export interface Finding {
  readonly rule: CheckRule;
  readonly diagnostic: Diagnostic;
  /** Nothing where it holds on every cluster. */
  readonly cluster: string | undefined;
}

/**
 * What the rules say of objects that belong together.
 * @param isNew Whether nothing has been said yet of an object by itself; all are new where left out.
 */
export function manifestSetFindings(
  manifestSet: ManifestSet,
  rules: readonly CheckRule[],
  isNew: (manifest: Manifest) => boolean = () => true,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    if (rule.over === "scene") return findings(rule, rule.check(manifestSet), manifestSet);
    if (rule.over !== "object") return [];
    const manifests = rule.kinds === undefined ? manifestSet.manifests : manifestSet.of(...rule.kinds);
    return manifests
      .filter(isNew)
      .flatMap((manifest) =>
        findings(rule, withObjectName(manifest, manifestSet, rule.check(manifest, manifestSet)), manifestSet),
      );
  });
}

/** What the rules say of one cluster as a whole: of its objects of `clusterKinds`. */
export function clusterFindings(manifestSet: ManifestSet, rules: readonly CheckRule[]): readonly Finding[] {
  return rules.flatMap((rule) => (rule.over === "cluster" ? findings(rule, rule.check(manifestSet), manifestSet) : []));
}

export function inventoryFindings(inventory: Inventory, rules: readonly CheckRule[]): readonly Finding[] {
  return rules.flatMap((rule) => (rule.over === "inventory" ? findings(rule, rule.check(inventory)) : []));
}

/** What the rules over changes say: from what is merged to what is proposed. What runs nowhere has nobody to protect. */
export function changeFindings(before: Inventory, after: Inventory, rules: readonly CheckRule[]): readonly Finding[] {
  if (isSample(before)) return [];
  return rules.flatMap((rule) => (rule.over === "change" ? findings(rule, rule.check(before, after)) : []));
}

/** Kinds whose objects some rule wants to see beside those of all other tenants. */
export function clusterKinds(rules: readonly CheckRule[]): readonly string[] {
  return [...new Set(rules.flatMap((rule) => (rule.over === "cluster" ? rule.kinds : [])))];
}

function findings(rule: CheckRule, found: Iterable<RuleFinding>, manifestSet?: ManifestSet): readonly Finding[] {
  const severity = severityIn(rule, manifestSet);
  if (severity === undefined) return [];
  return [...found].map(({ at, message, hint, unsure, fix, related, cluster }) => ({
    rule,
    diagnostic: {
      code: rule.code,
      severity: unsure === true ? "warning" : severity,
      message: onCluster(message, at),
      at,
      ...defined({ hint }),
      ...(fix === undefined || at.nearby === true ? {} : { fix }),
      ...defined({ related }),
    },
    cluster: cluster ?? manifestSet?.context.cluster?.name,
  }));
}

/** Of what a kustomization made the line does not show which object is meant: the message says it. */
function* withObjectName(
  { object, name }: Manifest,
  { isPartial }: ManifestSet,
  found: Iterable<RuleFinding>,
): Iterable<RuleFinding> {
  for (const finding of found)
    yield isPartial && finding.at.nearby === true && !finding.message.includes(name)
      ? { ...finding, message: `${object.kind} ${name}: ${finding.message}` }
      : finding;
}

/** Nothing where a rule is not asked. */
function severityIn(
  { severity, inFolder }: CheckRule,
  manifestSet: ManifestSet | undefined,
): Diagnostic["severity"] | undefined {
  if (manifestSet === undefined || !manifestSet.isPartial || inFolder === undefined) return severity;
  if (inFolder === "not asked") return undefined;
  return inFolder === "warning unless applied together" && manifestSet.context.folder?.together === true
    ? severity
    : "warning";
}
