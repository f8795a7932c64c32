import { amountText } from "../../models/amount-text.ts";
import { runtimeKind } from "../../models/kinds.ts";
import type { ChartPart, RuntimeComponent } from "../../models/seldon/facts.ts";
import { requestsOf } from "../../patterns/demand.ts";
import type { Manifest } from "../manifests/manifest.ts";
import type { ManifestSet } from "../manifests/manifest-set.ts";
import { type Container, containersOf, type PodSource, type PodSpec } from "../manifests/pods.ts";
import { mapAt, textAt } from "../manifests/reading.ts";
import { componentOf } from "../seldon/chart-pod.ts";

import { type Amounts, amountsAt, namespaceLimits, type WrittenAmount } from "./limit-ranges.ts";
import { seldonConfigComponent } from "./seldon-config.ts";

/** An amount of a container, and who gave it: itself, its own limit, a LimitRange, or Seldon's chart. */
export interface GivenResources extends WrittenAmount {
  readonly giver: "container" | "limit" | "default" | "chart";
}

/** A container, as it is written or with its namespace's defaults filled in. */
export interface DefaultedResources {
  readonly name: string;
  readonly init: boolean;
  /** An init container that stays. */
  readonly stays: boolean;
  readonly requests: ReadonlyMap<string, GivenResources>;
  readonly limits: ReadonlyMap<string, GivenResources>;
}

const known = new WeakMap<PodSource, readonly DefaultedResources[] | undefined>();

/** The containers of a pod; nothing where nobody here says what they are. */
export function containersOfPod(manifestSet: ManifestSet, pod: PodSource): readonly DefaultedResources[] | undefined {
  if (known.has(pod)) return known.get(pod);
  const found = bareContainers(manifestSet, pod)?.map((container) => filled(manifestSet, pod.namespace, container));
  known.set(pod, found);
  return found;
}

/** What a pod counts for in a quota: its containers together, or the largest of those that run before them. */
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
  const own = spec === undefined ? chartContainers(manifestSet, pod) : written(spec);
  if (own === undefined) return undefined;
  const merged = new Map(own.map((resources) => [resources.name, resources]));
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
      requests: own(container, "requests"),
      limits: own(container, "limits"),
    }));
}

function own({ spec, path }: Container, kind: "requests" | "limits"): ReadonlyMap<string, GivenResources> {
  return given(amountsAt(spec.in, [...path, "resources", kind]), "container");
}

function given(amounts: Amounts, giver: GivenResources["giver"]): ReadonlyMap<string, GivenResources> {
  return new Map([...amounts].map(([resource, amount]) => [resource, { ...amount, giver }]));
}

/** The API server turns a limit into a request before any LimitRange is asked (1.34). */
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
    requests: new Map([...given(limiting.requests, "default"), ...asLimit, ...requests]),
    limits: new Map([...given(limiting.limits, "default"), ...limits]),
  };
}

/** Their sections of the chart's values. */
const sections: Readonly<Record<RuntimeComponent, ChartPart>> = {
  scheduler: "scheduler",
  envoy: "envoy",
  modelGateway: "modelgateway",
  pipelineGateway: "pipelinegateway",
  dataflow: "dataflow",
  hodometer: "hodometer",
};

/** What a SeldonConfig among the objects says of one component. */
function configured(manifestSet: ManifestSet, { by, labels }: PodSource): PodSpec | undefined {
  const found =
    by.kind === runtimeKind
      ? seldonConfigComponent(manifestSet, by, labels[manifestSet.seldon.componentLabel] ?? "")
      : undefined;
  if (found === undefined) return undefined;
  const path = [...found.path, "podSpec"];
  return { in: found.in, path, value: mapAt(found.in.object, ...path) };
}

/** The default SeldonConfig comes out of Seldon's chart, so no object here specifies its pods. */
function chartContainers(manifestSet: ManifestSet, pod: PodSource): readonly DefaultedResources[] | undefined {
  const { seldon } = manifestSet;
  const known = pod.by.kind === runtimeKind ? componentOf(seldon, pod.labels) : undefined;
  if (known === undefined) return undefined;
  if (textAt(pod.by.object, "spec", "seldonConfig") !== seldon.chartObjects.seldonConfig) return undefined;
  return [ofChart(seldon.container[known], sections[known], manifestSet, pod.by)];
}

/** One of the chart's own pods has one container, with its memory limited to what it requests and its CPU not at all. */
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

/** The pod of Seldon's operator, where a chart brings it. */
export function operatorContainers(
  manifestSet: ManifestSet,
  by: Manifest,
  namespace: string,
): readonly DefaultedResources[] {
  return [filled(manifestSet, namespace, ofChart("manager", "controller", manifestSet, by))];
}
