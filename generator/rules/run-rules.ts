import { type Diagnostic, onCluster, relatedPlaces } from "../diagnostics/diagnostic.ts";
import type { Manifest } from "../evaluate/manifests/manifest.ts";
import type { ManifestSet } from "../evaluate/manifests/manifest-set.ts";
import { defined } from "../models/defined.ts";
import type { Inventory } from "../validate/inventory.ts";
import { isSample } from "../validate/sample.ts";
import type { CheckRule, RuleFinding } from "./rule.ts";

/** A diagnostic, with the rule and the cluster that a waiver must match. */
export interface Finding {
  readonly rule: CheckRule;
  readonly diagnostic: Diagnostic;
  /** Undefined if the finding applies to every cluster. */
  readonly cluster: string | undefined;
}

/**
 * The findings of the rules about a manifest set.
 * @param isNew Whether the rules about single objects have not checked an object yet. By default, every object is new.
 */
export function manifestSetFindings(
  manifestSet: ManifestSet,
  rules: readonly CheckRule[],
  isNew: (manifest: Manifest) => boolean = () => true,
): readonly Finding[] {
  return rules.flatMap((rule) => {
    if (rule.over === "manifest set") return findings(rule, rule.check(manifestSet), manifestSet);
    if (rule.over !== "object") return [];
    const manifests = rule.kinds === undefined ? manifestSet.manifests : manifestSet.of(...rule.kinds);
    return manifests
      .filter(isNew)
      .flatMap((manifest) =>
        findings(rule, withObjectName(manifest, manifestSet, rule.check(manifest, manifestSet)), manifestSet),
      );
  });
}

/** The findings of the rules about one cluster as a whole: its objects of `clusterKinds`. */
export function clusterFindings(manifestSet: ManifestSet, rules: readonly CheckRule[]): readonly Finding[] {
  return rules.flatMap((rule) => (rule.over === "cluster" ? findings(rule, rule.check(manifestSet), manifestSet) : []));
}

export function inventoryFindings(inventory: Inventory, rules: readonly CheckRule[]): readonly Finding[] {
  return rules.flatMap((rule) => (rule.over === "inventory" ? findings(rule, rule.check(inventory)) : []));
}

/** The findings of the rules about a change: from the merged to the proposed inputs. The sample runs nowhere, so it needs no protection. */
export function changeFindings(before: Inventory, after: Inventory, rules: readonly CheckRule[]): readonly Finding[] {
  if (isSample(before)) return [];
  return rules.flatMap((rule) => (rule.over === "change" ? findings(rule, rule.check(before, after)) : []));
}

/** Kinds whose objects a rule reads for all tenants of a cluster together. */
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
      ...relatedPlaces(at, related),
    },
    cluster: cluster ?? manifestSet?.context.cluster?.name,
  }));
}

/** For objects that a kustomization built, the line does not identify the object, so the message names it. */
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

/** Undefined if the rule does not run. */
function severityIn(
  { severity, inFolder }: CheckRule,
  manifestSet: ManifestSet | undefined,
): Diagnostic["severity"] | undefined {
  if (manifestSet === undefined || !manifestSet.isPartial || inFolder === undefined) return severity;
  if (inFolder === "not checked") return undefined;
  return inFolder === "warning unless applied together" && manifestSet.context.folder?.together === true
    ? severity
    : "warning";
}
