import type { Path } from "../load/source.ts";
import { chartSections } from "../models/seldon/chart-sections.ts";
import type { RunningComponent, SeldonFacts } from "../models/seldon/facts.ts";
import { seldonOf, seldonVersionOf } from "./effective.ts";
import { mirroredImage } from "./image-mirror.ts";
import type { ClusterEntry, Origin, TenantEntry } from "./inventory.ts";
import { valueAt } from "./merge.ts";
import type { CpuAndMemory } from "./resources.ts";
import type { SeldonComponents } from "./seldon-components.ts";

/** The files that set the components of one runtime. Without a tenant, the runtime that all tenants of the cluster share. */
export interface RuntimeFiles {
  readonly cluster: ClusterEntry;
  readonly tenant?: TenantEntry | undefined;
}

/** The effective settings of one component of a runtime. A value that no file sets comes from Seldon's chart. */
export interface EffectiveComponent {
  readonly replicas: number;
  readonly requests: CpuAndMemory;
  /** The memory limit equals the memory request unless a file sets it, as in Seldon's chart. */
  readonly limits: CpuAndMemory;
  readonly image: string | undefined;
}

const always: readonly RunningComponent[] = ["scheduler", "envoy"];
const forPipelines: readonly RunningComponent[] = ["dataflow", "modelGateway", "pipelineGateway"];

/** The components of a runtime that have pods: only pipelines need the gateways and the dataflow engine. */
export function runningParts(streams: boolean): readonly RunningComponent[] {
  return streams ? [...always, ...forPipelines] : always;
}

export function effectiveComponent(files: RuntimeFiles, part: RunningComponent): EffectiveComponent {
  const layers = layersOf(files).map(({ components }) => componentIn(components, part));
  const pick = <T>(of: (component: WrittenComponent) => T | undefined): T | undefined =>
    layers.map(of).find((value) => value !== undefined);
  const amounts = (kind: "requests" | "limits"): CpuAndMemory => ({
    cpu: pick(({ resources }) => resources?.[kind]?.cpu),
    memory: pick(({ resources }) => resources?.[kind]?.memory),
  });
  const [requests, limits] = [amounts("requests"), amounts("limits")];
  return {
    replicas: pick(({ replicas }) => replicas) ?? 1,
    requests,
    limits: { ...limits, memory: limits.memory ?? requests.memory },
    image: pick((component) => component.image),
  };
}

/** The place of a value of a component: in the tenant's, the cluster's or the platform's file. Undefined if no file sets it. */
export function componentOrigin(files: RuntimeFiles, part: RunningComponent, ...path: Path): Origin | undefined {
  return layersOf(files)
    .find(({ components }) => valueAt(components, [chartSections[part], ...path]) !== undefined)
    ?.at("seldon", "components", chartSections[part], ...path);
}

/**
 * The image that a component of a runtime runs. Undefined for Seldon's own image from its own registry, and for a patched
 * image, which the values of Seldon's chart contain.
 */
export function componentImage(files: RuntimeFiles, part: RunningComponent): string | undefined {
  const { cluster, tenant } = files;
  const { image } = effectiveComponent(files, part);
  if (image !== undefined) return mirroredImage(cluster.spec, image);
  const isPatched = part === "scheduler" && tenant === undefined && cluster.spec.seldon.images.scheduler !== undefined;
  return isPatched ? undefined : ownCopy(cluster, part);
}

/** The copy of one of Seldon's own images in the mirror. Undefined without a copy. */
export function ownCopy(cluster: ClusterEntry, part: keyof SeldonFacts["image"]): string | undefined {
  const image = seldonImage(cluster, part);
  const copy = mirroredImage(cluster.spec, image);
  return copy === image ? undefined : copy;
}

/** One of Seldon's own images in its own registry. */
export function seldonImage(cluster: ClusterEntry, part: keyof SeldonFacts["image"]): string {
  return `${seldonOf(cluster).image[part]}:${seldonVersionOf(cluster)}`;
}

/** A copy of Seldon's own operator image, with its place in the cluster's or the platform's file. Undefined if no file sets it. */
export function operatorCopy(cluster: ClusterEntry): { readonly image: string; readonly origin: Origin } | undefined {
  for (const { spec, at } of [cluster, cluster.platform]) {
    const image = spec.seldon.components.controller?.image;
    if (image !== undefined) return { image, origin: at("seldon", "components", "controller", "image") };
  }
  return undefined;
}

type WrittenComponent = NonNullable<SeldonComponents["envoy" | "scheduler"]>;

function componentIn(components: SeldonComponents, part: RunningComponent): WrittenComponent {
  return components[chartSections[part]] ?? {};
}

interface Layer {
  readonly components: SeldonComponents;
  readonly at: (...path: Path) => Origin;
}

/** The files from the one that overrides all others to the one that all others override. */
function layersOf({ cluster, tenant }: RuntimeFiles): readonly Layer[] {
  return [...(tenant === undefined ? [] : [tenant]), cluster, cluster.platform].map(({ spec, at }) => ({
    components: spec.seldon.components,
    at,
  }));
}
