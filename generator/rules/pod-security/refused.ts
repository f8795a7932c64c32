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
import { enforcedLevelOf, enforceLabel, labelPlace } from "./labels.ts";

export const podSecurityRefused = defineRule({
  code: "pod-security/refused",
  severity: "error",
  over: "manifest set",
  summary: "The pod security level of the namespace rejects the pods of an object.",
  docs: {
    why: "The API server enforces the pod security level of the namespace only for Pods. The API server accepts a Deployment with at most a warning, and a ServerConfig without a warning. When the StatefulSet controller creates the pods, the API server rejects each pod, and only an event of the StatefulSet contains the error.",
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
    fix: "Change the field that the finding names, or set another level for the namespace if the platform's floor allows that level.",
  },
  inCluster: [
    {
      policy: podSecurityPolicies,
      compliesWhen: "variables.faults.size() == 0",
      message: 'variables.faults.join(", ") + " is not allowed by the Pod Security level of this namespace"',
    },
  ],
  *check(manifestSet) {
    const reported = new Set<string>();
    for (const pod of manifestSet.pods()) {
      const enforced = enforcedLevelOf(manifestSet, pod.namespace);
      if (enforced === undefined || isOwned(manifestSet, pod.by)) continue;
      const faults = faultsOf(manifestSet, pod, enforced);
      const places = Map.groupBy(faults, ({ at }) => placeOf(at));
      for (const [place, together] of places) {
        reported.add(place);
        yield refusal(manifestSet, pod, enforced.level, together);
      }
    }
    yield* inSeldonSpecs(manifestSet, reported);
  },
});

/** Findings in pod specs of Seldon's kinds in tenants' namespaces that no pod here uses, or that another spec overrides. */
function* inSeldonSpecs(manifestSet: ManifestSet, reported: ReadonlySet<string>): Iterable<RuleFinding> {
  for (const { in: manifest, path, value } of seldonSpecs(manifestSet)) {
    const enforced =
      tenantOf(manifestSet, manifest.namespace) === undefined
        ? undefined
        : enforcedLevelOf(manifestSet, manifest.namespace ?? "");
    if (enforced === undefined) continue;
    const faults = violations({ spec: value, annotations: {} }, "baseline", enforced.minor)
      .map((violation) => ({ violation, at: manifest.at([...path, ...violation.path]) }))
      .filter(({ at }) => !reported.has(placeOf(at)));
    for (const together of Map.groupBy(faults, ({ at }) => placeOf(at)).values()) {
      const [first] = together;
      if (first === undefined) continue;
      yield {
        at: first.at,
        message: `level ${enforced.level} rejects the pod spec of ${manifest.object.kind} ${manifest.name}: ${together.map(({ violation }) => violation.message).join(", ")}`,
        hint: first.violation.fix,
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
  const owner =
    by.kind === runtimeKind ? (labels[manifestSet.seldon.componentLabel] ?? "") : `${by.object.kind} ${by.name}`;
  const messages = faults.map(({ violation }) => violation.message);
  const shown = messages.length > 4 ? [...messages.slice(0, 3), `${messages.length - 3} more`] : messages;
  const namespaceManifest = manifestSet.named("Namespace", undefined, namespace);
  return {
    at: faults[0]?.at ?? by.at(["metadata", "name"]),
    message: `level ${level} rejects the pods of ${owner}: ${shown.join(", ")}`,
    // Another part of a folder may be for another cluster.
    unsure: manifestSet.isPartial && namespaceManifest === undefined,
    hint:
      by.handWritten || level === "baseline"
        ? [...new Set(faults.map(({ violation }) => violation.fix))].join(" ")
        : "Enforce baseline, and set audit and warn to restricted: none of Seldon's pods passes restricted (2.9.1).",
    related: [
      ...ownerOfPods(pod),
      ...(namespaceManifest === undefined
        ? []
        : [
            {
              at: labelPlace(manifestSet, namespaceManifest, enforceLabel, "value"),
              message: `${namespace} enforces ${level}`,
            },
          ]),
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
  // If the base of a pod is unknown, only its override is known: a missing field may be set in the base.
  const checkedLevel = base === undefined ? "baseline" : level;
  const { spec, placeOf: sideOf } = mergePodSpecs(base?.value ?? {}, override?.value ?? {});
  const metadata = metadataOf(pod);
  const annotations = annotationsOf(mapAt(by.object, ...metadata));
  return violations({ spec, annotations }, checkedLevel, minor).map((violation) => {
    if (violation.annotation !== undefined)
      return { violation, at: by.at([...metadata, "annotations", violation.annotation], "key") };
    const { side, path } = sideOf(violation.path);
    const written = side === "over" ? override : base?.written;
    return { violation, at: written?.in.at([...written.path, ...path]) ?? unwritten(pod) };
  });
}

interface Base {
  readonly value: RawMap;
  /** Undefined if the spec comes from Seldon's chart. */
  readonly written: PodSpec | undefined;
}

function baseOf(manifestSet: ManifestSet, pod: PodSource): Base | undefined {
  const written = pod.spec ?? configured(manifestSet, pod);
  if (written !== undefined) return { value: written.value, written };
  const value = pod.by.kind === runtimeKind ? chartPod(manifestSet.seldon, pod) : undefined;
  return value === undefined ? undefined : { value, written: undefined };
}

/** The pod spec that a SeldonConfig of the manifest set gives to a component. */
function configured(manifestSet: ManifestSet, { by, labels }: PodSource): PodSpec | undefined {
  const found =
    by.kind === runtimeKind
      ? seldonConfigComponent(manifestSet, by, labels[manifestSet.seldon.componentLabel] ?? "")
      : undefined;
  if (found === undefined) return undefined;
  const path = [...found.path, "podSpec"];
  return { in: found.in, path, value: mapAt(found.in.object, ...path) };
}

/** A workload's template has its own annotations. Seldon copies the annotations of its objects to their pods (2.9.1). */
function metadataOf({ by, spec }: PodSource): Path {
  return spec?.in === by ? [...spec.path.slice(0, -1), "metadata"] : ["metadata"];
}

/** The location for an override of a component of the chart that no file overrides yet: its SeldonRuntime. */
function unwritten({ by, override }: PodSource): Location {
  return override === undefined ? by.at(["spec", "overrides"], "key") : override.in.at(override.path, "key");
}

function ownerOfPods({ by, spec }: PodSource): readonly Related[] {
  if (spec === undefined || spec.in === by || !spec.in.handWritten) return [];
  return [{ at: by.at(["metadata", "name"]), message: `${by.object.kind} ${by.name} creates the pods` }];
}
