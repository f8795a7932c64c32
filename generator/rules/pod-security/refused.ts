import { podSecurityPolicies } from "../../admission/pod-security.ts";
import type { Location, Related } from "../../diagnostics/diagnostic.ts";
import { replaced } from "../../diagnostics/example.ts";
import { isOwned } from "../../evaluate/capacity/counted-pods.ts";
import { seldonConfigComponent } from "../../evaluate/capacity/seldon-config.ts";
import type { ManifestSet } from "../../evaluate/manifests/manifest-set.ts";
import { type PodSource, type PodSpec, seldonSpecs } from "../../evaluate/manifests/pods.ts";
import { mapAt } from "../../evaluate/manifests/reading.ts";
import { tenantOf } from "../../evaluate/manifests/tenant-namespace.ts";
import { type Violation, violations } from "../../evaluate/pod-security/standards.ts";
import { annotationsOf } from "../../evaluate/pod-security/subject.ts";
import { chartPod } from "../../evaluate/seldon/chart-pod.ts";
import { mergePodSpecs } from "../../evaluate/seldon/merged-pod-spec.ts";
import type { Path } from "../../load/source.ts";
import { runtimeKind } from "../../models/kinds.ts";
import type { RawMap } from "../../validate/merge.ts";
import { defineRule, type RuleFinding } from "../rule.ts";
import { enforcedIn, enforceLabel, labelPlace } from "./labels.ts";

export const podSecurityRefused = defineRule({
  code: "pod-security/refused",
  severity: "error",
  over: "scene",
  summary: "Every pod that an object makes would be admitted at its namespace's level.",
  docs: {
    why: "The API server holds Pods to the level of their namespace, and nothing else: a Deployment is taken with a warning at most, a ServerConfig without one. The pods are then refused one by one, and only an event of the StatefulSet says so.",
    invalid: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: baseline } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec:
  template:
    spec: { containers: [{ name: cache, image: redis:8, securityContext: { privileged: true } }] }
`,
    valid: replaced("image: redis:8, securityContext: { privileged: true }", "image: redis:8"),
    fix: "Change the field; or ask for another level of the namespace, if the platform's floor allows it.",
  },
  inCluster: [
    { policy: podSecurityPolicies, holds: "variables.faults.size() == 0", found: 'variables.faults.join(", ")' },
  ],
  *check(manifestSet) {
    const messages = new Set<string>();
    for (const pod of manifestSet.pods()) {
      const held = enforcedIn(manifestSet, pod.namespace);
      if (held === undefined || isOwned(manifestSet, pod.by)) continue;
      const faults = faultsOf(manifestSet, pod, held);
      const places = Map.groupBy(faults, ({ at }) => placeOf(at));
      for (const [place, together] of places) {
        messages.add(place);
        yield refusal(manifestSet, pod, held.level, together);
      }
    }
    yield* written(manifestSet, messages);
  },
});

/** Pod specs of Seldon's kinds in tenants' namespaces that no pod here is made of, or of which something is laid over. */
function* written(manifestSet: ManifestSet, messages: ReadonlySet<string>): Iterable<RuleFinding> {
  for (const { in: manifest, path, value } of seldonSpecs(manifestSet)) {
    const held =
      tenantOf(manifestSet, manifest.namespace) === undefined
        ? undefined
        : enforcedIn(manifestSet, manifest.namespace ?? "");
    if (held === undefined) continue;
    const faults = violations({ spec: value, annotations: {} }, "baseline", held.minor)
      .map((violation) => ({ violation, at: manifest.at([...path, ...violation.path]) }))
      .filter(({ at }) => !messages.has(placeOf(at)));
    for (const together of Map.groupBy(faults, ({ at }) => placeOf(at)).values()) {
      const [first] = together;
      if (first === undefined) continue;
      yield {
        at: first.at,
        message: `${held.level} refuses what ${manifest.object.kind} ${manifest.name} says of its pods: ${together.map(({ violation }) => violation.message).join(", ")}`,
        hint: first.violation.wanted,
      };
    }
  }
}

function placeOf({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

interface Located {
  readonly violation: Violation;
  readonly at: Location;
}

function refusal(manifestSet: ManifestSet, pod: PodSource, level: string, faults: readonly Located[]): RuleFinding {
  const { by, labels, namespace } = pod;
  const what =
    by.kind === runtimeKind ? (labels[manifestSet.seldon.componentLabel] ?? "") : `${by.object.kind} ${by.name}`;
  const messages = faults.map(({ violation }) => violation.message);
  const some = messages.length > 4 ? [...messages.slice(0, 3), `${messages.length - 3} more`] : messages;
  const own = manifestSet.named("Namespace", undefined, namespace);
  return {
    at: faults[0]?.at ?? by.at(["metadata", "name"]),
    message: `${level} refuses the pods of ${what}: ${some.join(", ")}`,
    // Another part of a folder may be another cluster's.
    unsure: manifestSet.isPartial && own === undefined,
    hint:
      by.handWritten || level === "baseline"
        ? [...new Set(faults.map(({ violation }) => violation.wanted))].join(" ")
        : "Enforce baseline, and have restricted audited and warned of: none of Seldon's pods passes it (2.9.1).",
    related: [
      ...makerOf(pod),
      ...(own === undefined
        ? []
        : [{ at: labelPlace(manifestSet, own, enforceLabel, "value"), message: `${namespace} enforces ${level}` }]),
    ],
  };
}

function faultsOf(
  manifestSet: ManifestSet,
  pod: PodSource,
  { level, minor }: { readonly level: "baseline" | "restricted"; readonly minor: number },
): readonly Located[] {
  const { by, override } = pod;
  const base = baseOf(manifestSet, pod);
  // Of a pod that nobody here describes only what is laid over it is known: nothing can be missed in it.
  const held = base === undefined ? "baseline" : level;
  const { spec, placeOf: sideOf } = mergePodSpecs(base?.value ?? {}, override?.value ?? {});
  const metadata = metadataOf(pod);
  const annotations = annotationsOf(mapAt(by.object, ...metadata));
  return violations({ spec, annotations }, held, minor).map((violation) => {
    if (violation.annotation !== undefined)
      return { violation, at: by.at([...metadata, "annotations", violation.annotation], "key") };
    const { side, path } = sideOf(violation.path);
    const written = side === "over" ? override : base?.written;
    return { violation, at: written?.in.at([...written.path, ...path]) ?? unwritten(pod) };
  });
}

interface Base {
  readonly value: RawMap;
  /** Nothing where it comes out of Seldon's chart. */
  readonly written: PodSpec | undefined;
}

function baseOf(manifestSet: ManifestSet, pod: PodSource): Base | undefined {
  const written = pod.spec ?? configured(manifestSet, pod);
  if (written !== undefined) return { value: written.value, written };
  const value = pod.by.kind === runtimeKind ? chartPod(manifestSet.seldon, pod) : undefined;
  return value === undefined ? undefined : { value, written: undefined };
}

/** What a SeldonConfig among the objects says of a component. */
function configured(manifestSet: ManifestSet, { by, labels }: PodSource): PodSpec | undefined {
  const found =
    by.kind === runtimeKind
      ? seldonConfigComponent(manifestSet, by, labels[manifestSet.seldon.componentLabel] ?? "")
      : undefined;
  if (found === undefined) return undefined;
  const path = [...found.path, "podSpec"];
  return { in: found.in, path, value: mapAt(found.in.object, ...path) };
}

/** A workload's template has annotations of its own; Seldon copies those of its objects (2.9.1). */
function metadataOf({ by, spec }: PodSource): Path {
  return spec?.in === by ? [...spec.path.slice(0, -1), "metadata"] : ["metadata"];
}

/** What is to be laid over a component that the chart describes would be added to its runtime. */
function unwritten({ by, override }: PodSource): Location {
  return override === undefined ? by.at(["spec", "overrides"], "key") : override.in.at(override.path, "key");
}

function makerOf({ by, spec }: PodSource): readonly Related[] {
  if (spec === undefined || spec.in === by || !spec.in.handWritten) return [];
  return [{ at: by.at(["metadata", "name"]), message: `${by.object.kind} ${by.name} makes the pods` }];
}
