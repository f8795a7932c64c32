import type { Location, Related } from "../../../diagnostics/diagnostic.ts";
import type { Path } from "../../../load/source.ts";
import { isMap, type RawMap, valueAt } from "../../../validate/merge.ts";
import type { PodSource, PodSpec } from "../../manifests/pods.ts";
import { listAt, textAt } from "../../manifests/reading.ts";
import { type Level, type Violation, violations } from "../../pod-security/standards.ts";
import { defineRule } from "../rule.ts";
import { enforceLabel, minorOf } from "./labels.ts";

export const refused = defineRule({
  code: "pod-security/refused",
  severity: "error",
  over: "scene",
  summary: "Every pod that an object makes would be admitted at its namespace's level.",
  page: {
    why: "The API server holds Pods to the level of their namespace, and nothing else: a Deployment is taken with a warning at most, a ServerConfig without one. The pods are then refused one by one, and only an event of the StatefulSet says so.",
    wrong: `
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
    right: `
apiVersion: v1
kind: Namespace
metadata: { name: churn, labels: { pod-security.kubernetes.io/enforce: baseline } }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: cache, namespace: churn }
spec:
  template:
    spec: { containers: [{ name: cache, image: redis:8 }] }
`,
    mend: "Change the field; or ask for another level of the namespace, if the platform's floor allows it.",
  },
  *check(scene) {
    for (const pod of scene.pods()) {
      const labels = scene.around.namespaces.get(pod.namespace) ?? {};
      const level = labels[enforceLabel];
      if (level !== "baseline" && level !== "restricted") continue;
      const minor = minorOf(labels[`${enforceLabel}-version`]);
      for (const violation of violationsOf(pod, level, minor))
        yield {
          at: placeOf(pod, violation.path),
          message: `${level} refuses the pods of ${pod.by.object.kind} ${pod.by.name}: ${violation.message}`,
          hint: `Check ${violation.check} of Kubernetes' Pod Security Standards.`,
          related: configOf(pod),
        };
    }
  },
});

function violationsOf(pod: PodSource, level: Level, minor: number): readonly Violation[] {
  if (pod.spec !== undefined)
    return violations({ spec: merged(pod.spec.value, pod.override?.value ?? {}), annotations: {} }, level, minor);
  // Of a component that Seldon's own configuration describes only what is laid over it is known.
  return pod.override === undefined ? [] : violations({ spec: pod.override.value, annotations: {} }, "baseline", minor);
}

/** As the operator lays a Server's spec over its ServerConfig's (2.9.1): containers by name, other lists added, maps merged. */
function merged(base: RawMap, over: RawMap): RawMap {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = result[key];
    if (Array.isArray(value) && Array.isArray(below))
      result[key] = /ontainers$/.test(key) ? containersMerged(below, value) : [...below, ...value];
    else result[key] = isMap(value) && isMap(below) ? merged(below, value) : value;
  }
  return result;
}

function containersMerged(base: readonly unknown[], over: readonly unknown[]): readonly unknown[] {
  const names = base.map((one) => textAt(one, "name"));
  const changed = base.map((one) => {
    const other = over.find((candidate) => textAt(candidate, "name") === textAt(one, "name"));
    return isMap(one) && isMap(other) ? merged(one, other) : one;
  });
  return [...changed, ...over.filter((one) => !names.includes(textAt(one, "name")))];
}

/** Where the field stands: in the override if it says it, else in the spec. */
function placeOf({ by, spec, override }: PodSource, path: Path): Location {
  for (const place of [override, spec]) {
    if (place === undefined) continue;
    const own = translated(place, spec ?? place, path);
    if (own !== undefined) return place.in.at([...place.path, ...own]);
  }
  const last = spec ?? override;
  return last === undefined ? by.at(["metadata", "name"]) : last.in.at([...last.path, ...path]);
}

/** The same container may have another place in an override; nothing where nothing is said there. */
function translated(place: PodSpec, base: PodSpec, [list, index, ...rest]: Path): Path | undefined {
  if (list === undefined) return undefined;
  if (typeof index !== "number" || !String(list).endsWith("ontainers")) {
    const path = [list, ...(index === undefined ? [] : [index]), ...rest];
    return valueAt(place.value, path) === undefined ? undefined : path;
  }
  const name = textAt(listAt(base.value, list)[index], "name");
  const own = listAt(place.value, list).findIndex((one) => textAt(one, "name") === name);
  const path = [list, own, ...rest];
  return own < 0 || valueAt(place.value, path) === undefined ? undefined : path;
}

function configOf({ by, spec }: PodSource): readonly Related[] | undefined {
  if (spec === undefined || spec.in === by) return undefined;
  return [{ at: by.at(["metadata", "name"]), message: `${by.object.kind} ${by.name} makes the pods` }];
}
