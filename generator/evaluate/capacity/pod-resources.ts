import { amountText } from "../../models/amount-text.ts";
import { runtimeKind } from "../../models/kinds.ts";
import { chartSections } from "../../models/seldon/chart-sections.ts";
import type { ChartPart } from "../../models/seldon/facts.ts";
import { requestsOf } from "../../patterns/demand.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { injectedInto } from "../manifests/mesh.ts";
import { type Container, containersOf, type PodSource, type PodSpec } from "../manifests/pods.ts";
import { mapAt, textAt } from "../manifests/reading.ts";
import { componentOf } from "../seldon/chart-pod.ts";

import { type Amounts, amountsAt, namespaceLimits, type WrittenAmount } from "./limit-ranges.ts";
import { seldonConfigComponent } from "./seldon-config.ts";

/** An amount of a container, and its origin: the container's own field, its limit, a LimitRange, Seldon's chart, or a mesh. */
export interface GivenResources extends WrittenAmount {
  readonly giver: "container" | "limit" | "default" | "chart" | "mesh";
}

/** The resources of a container, as written or with the namespace's defaults filled in. */
export interface DefaultedResources {
  readonly name: string;
  readonly init: boolean;
  /** Whether it is an init container that keeps running (a sidecar). */
  readonly stays: boolean;
  readonly requests: ReadonlyMap<string, GivenResources>;
  readonly limits: ReadonlyMap<string, GivenResources>;
}

const cache = new WeakMap<PodSource, readonly DefaultedResources[] | undefined>();

/** The containers of a pod. Undefined if no object of the manifest set specifies them. */
export function containersOfPod(manifestSet: ManifestSet, pod: PodSource): readonly DefaultedResources[] | undefined {
  if (cache.has(pod)) return cache.get(pod);
  const bare = bareContainers(manifestSet, pod);
  const containers = (bare && [...injectedContainers(manifestSet, pod), ...bare])?.map((container) =>
    filled(manifestSet, pod.namespace, container),
  );
  cache.set(pod, containers);
  return containers;
}

/** The usage that a quota counts for a pod: the sum of its containers, or its largest init container if that is more. */
export function podTotals(
  containers: readonly DefaultedResources[],
  kind: "requests" | "limits",
): ReadonlyMap<string, bigint> {
  const together = new Map<string, bigint>();
  const before = new Map<string, bigint>();
  const staying = new Map<string, bigint>();
  for (const container of containers) {
    for (const [resource, { nanos }] of container[kind]) {
      if (container.init && !container.stays) keepLargest(before, resource, nanos + (staying.get(resource) ?? 0n));
      else add(together, resource, nanos);
      if (container.stays) {
        add(staying, resource, nanos);
        keepLargest(before, resource, staying.get(resource) ?? 0n);
      }
    }
  }
  for (const [resource, nanos] of before) keepLargest(together, resource, nanos);
  return together;
}

function add(sums: Map<string, bigint>, resource: string, nanos: bigint): void {
  sums.set(resource, (sums.get(resource) ?? 0n) + nanos);
}

function keepLargest(sums: Map<string, bigint>, resource: string, nanos: bigint): void {
  if (nanos > (sums.get(resource) ?? -1n)) sums.set(resource, nanos);
}

function bareContainers(manifestSet: ManifestSet, pod: PodSource): readonly DefaultedResources[] | undefined {
  const spec = pod.spec ?? configured(manifestSet, pod);
  const base = spec === undefined ? chartContainers(manifestSet, pod) : written(spec);
  if (base === undefined) return undefined;
  const merged = new Map(base.map((resources) => [resources.name, resources]));
  for (const over of pod.override === undefined ? [] : written(pod.override)) {
    const below = merged.get(over.name);
    merged.set(
      over.name,
      below === undefined
        ? over
        : {
            ...below,
            requests: new Map([...below.requests, ...over.requests]),
            limits: new Map([...below.limits, ...over.limits]),
          },
    );
  }
  return [...merged.values()];
}

function written(spec: PodSpec): readonly DefaultedResources[] {
  return containersOf(spec)
    .filter(({ kind }) => kind !== "ephemeralContainers")
    .map((container) => ({
      name: container.name,
      init: container.kind === "initContainers",
      stays: container.kind === "initContainers" && textAt(container.value, "restartPolicy") === "Always",
      requests: amountsOf(container, "requests"),
      limits: amountsOf(container, "limits"),
    }));
}

function amountsOf({ spec, path }: Container, kind: "requests" | "limits"): ReadonlyMap<string, GivenResources> {
  return resourcesGivenBy(amountsAt(spec.in, [...path, "resources", kind]), "container");
}

function resourcesGivenBy(amounts: Amounts, giver: GivenResources["giver"]): ReadonlyMap<string, GivenResources> {
  return new Map([...amounts].map(([resource, amount]) => [resource, { ...amount, giver }]));
}

/** The API server derives a request from a limit before it applies any LimitRange (1.34). */
function filled(
  manifestSet: ManifestSet,
  namespace: string,
  { requests, limits, ...container }: DefaultedResources,
): DefaultedResources {
  const limiting = namespaceLimits(manifestSet, namespace);
  const asLimit = [...limits].map(
    ([resource, resources]) => [resource, { ...resources, giver: "limit" as const }] as const,
  );
  return {
    ...container,
    requests: new Map([...resourcesGivenBy(limiting.requests, "default"), ...asLimit, ...requests]),
    limits: new Map([...resourcesGivenBy(limiting.limits, "default"), ...limits]),
  };
}

/** The pod spec of one component in a SeldonConfig among the objects. */
function configured(manifestSet: ManifestSet, { by, labels }: PodSource): PodSpec | undefined {
  const component =
    by.kind === runtimeKind
      ? seldonConfigComponent(manifestSet, by, labels[manifestSet.seldon.componentLabel] ?? "")
      : undefined;
  if (component === undefined) return undefined;
  const path = [...component.path, "podSpec"];
  return { in: component.in, path, value: mapAt(component.in.object, ...path) };
}

/** The containers that a mesh adds. They are init containers, and those that stay run with the containers of the pod. */
function injectedContainers(
  manifestSet: ManifestSet,
  pod: Pick<PodSource, "by" | "namespace" | "labels">,
): readonly DefaultedResources[] {
  const containers = injectedInto(manifestSet, pod)?.sidecars?.containers ?? [];
  return containers.map(({ name, setup, requests, limits }) => {
    const amounts = (given: typeof requests): ReadonlyMap<string, GivenResources> =>
      new Map(
        (["cpu", "memory"] as const).flatMap((unit) => {
          const nanos = given[unit];
          if (nanos === undefined) return [];
          return [[unit, { nanos, text: amountText(nanos, unit), by: pod.by, path: ["spec"], giver: "mesh" }] as const];
        }),
      );
    return { name, init: true, stays: !setup, requests: amounts(requests), limits: amounts(limits) };
  });
}

/** Seldon's chart creates the default SeldonConfig, so no object of the manifest set specifies its pods. */
function chartContainers(manifestSet: ManifestSet, pod: PodSource): readonly DefaultedResources[] | undefined {
  const { seldon } = manifestSet;
  const component = pod.by.kind === runtimeKind ? componentOf(seldon, pod.labels) : undefined;
  if (component === undefined) return undefined;
  if (textAt(pod.by.object, "spec", "seldonConfig") !== seldon.chartObjects.seldonConfig) return undefined;
  return [ofChart(seldon.container[component], chartSections[component], manifestSet, pod.by)];
}

/** The container of a pod from Seldon's chart: its memory limit equals its request, and it has no CPU limit. */
function ofChart(name: string, part: ChartPart, { context, seldon }: ManifestSet, by: Manifest): DefaultedResources {
  const amounts = requestsOf(seldon, part, context.cluster?.spec.seldon.values ?? {});
  const item = (resource: "cpu" | "memory"): GivenResources => ({
    nanos: amounts[resource],
    text: amountText(amounts[resource], resource),
    by,
    path: ["spec"],
    giver: "chart",
  });
  const [cpu, memory] = [item("cpu"), item("memory")];
  const requests = new Map([
    ["cpu", cpu],
    ["memory", memory],
  ]);
  return { name, init: false, stays: false, requests, limits: new Map([["memory", memory]]) };
}

/** The containers of the operator's pod if Seldon's chart creates it. */
export function operatorContainers(
  manifestSet: ManifestSet,
  by: Manifest,
  namespace: string,
): readonly DefaultedResources[] {
  const pod = { by, namespace, labels: manifestSet.seldon.controllerPods };
  const containers = [...injectedContainers(manifestSet, pod), ofChart("manager", "controller", manifestSet, by)];
  return containers.map((container) => filled(manifestSet, namespace, container));
}
