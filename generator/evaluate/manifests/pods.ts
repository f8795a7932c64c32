import type { Path } from "../../load/source.ts";
import {
  cronJobKind,
  daemonSetKind,
  deploymentKind,
  jobKind,
  replicaSetKind,
  runtimeKind,
  seldonConfigKind,
  serverConfigKind,
  serverKind,
  statefulSetKind,
} from "../../models/kinds.ts";
import type { SeldonNames } from "../../models/seldon/facts.ts";
import { isMap, type RawMap, valueAt } from "../../validate/merge.ts";
import type { LabelMap } from "../network/selector.ts";
import type { Manifest } from "./manifest.ts";
import type { ManifestSet } from "./manifest-set.ts";
import { labelsAt, listAt, mapAt, numberAt, textAt } from "./reading.ts";

/** A pod that an object will make: directly, by a template, or by Seldon's operator. */
export interface PodSource {
  /** The object that makes it. */
  readonly by: Manifest;
  readonly namespace: string;
  readonly labels: LabelMap;
  readonly replicas: number;
  /** Where its spec is written; nothing where only the operator's own configuration says it. */
  readonly spec: PodSpec | undefined;
  /** What a Server or SeldonRuntime lays over that spec. */
  readonly override: PodSpec | undefined;
}

/** A pod spec inside some object: a Deployment, a ServerConfig, a Server's override. */
export interface PodSpec {
  readonly in: Manifest;
  readonly path: Path;
  readonly value: RawMap;
}

export interface Container {
  readonly spec: PodSpec;
  readonly path: Path;
  readonly value: RawMap;
  readonly name: string;
  readonly kind: "containers" | "initContainers" | "ephemeralContainers";
}

/** Kinds of Kubernetes that hold a template of pods, with the path of the template and of the replicas. */
const workloads: Readonly<Record<string, { readonly template: Path; readonly replicas?: Path }>> = {
  Pod: { template: [] },
  ReplicationController: { template: ["spec", "template"], replicas: ["spec", "replicas"] },
  [deploymentKind]: { template: ["spec", "template"], replicas: ["spec", "replicas"] },
  [replicaSetKind]: { template: ["spec", "template"], replicas: ["spec", "replicas"] },
  [statefulSetKind]: { template: ["spec", "template"], replicas: ["spec", "replicas"] },
  [daemonSetKind]: { template: ["spec", "template"] },
  [jobKind]: { template: ["spec", "template"], replicas: ["spec", "parallelism"] },
  [cronJobKind]: {
    template: ["spec", "jobTemplate", "spec", "template"],
    replicas: ["spec", "jobTemplate", "spec", "parallelism"],
  },
};

/** Where each of them has its template. */
export const templatesByKind: Readonly<Record<string, Path>> = Object.fromEntries(
  Object.entries(workloads).map(([kind, { template }]) => [kind, template]),
);

export function podSources(manifestSet: ManifestSet): readonly PodSource[] {
  return [
    ...manifestSet.of(...Object.keys(workloads)).map(workload),
    ...manifestSet.of(serverKind).map((server) => serverPods(manifestSet, server)),
    ...manifestSet.of(runtimeKind).flatMap((runtime) => runtimePods(manifestSet, runtime)),
  ];
}

/** Every pod spec that stands in the objects, also where Kubernetes does not look: inside Seldon's kinds. */
export function podSpecs(manifestSet: ManifestSet): readonly PodSpec[] {
  const own = manifestSet
    .of(...Object.keys(workloads))
    .flatMap((manifest) => specAt(manifest, [...(workloads[manifest.kind]?.template ?? []), "spec"]));
  return [...own, ...configs(manifestSet), ...overrides(manifestSet)];
}

/** Those of Seldon's kinds, and of a runtime's components in a SeldonConfig. */
export function seldonSpecs(manifestSet: ManifestSet): readonly PodSpec[] {
  return [...configs(manifestSet), ...overrides(manifestSet), ...componentSpecs(manifestSet)];
}

/** Pod specs of a SeldonRuntime's components, in a SeldonConfig. */
export function componentSpecs(manifestSet: ManifestSet): readonly PodSpec[] {
  return manifestSet
    .of(seldonConfigKind)
    .flatMap((manifest) =>
      listAt(manifest.object, "spec", "components").flatMap((_, index) =>
        specAt(manifest, ["spec", "components", index, "podSpec"]),
      ),
    );
}

function configs(manifestSet: ManifestSet): readonly PodSpec[] {
  return manifestSet.of(serverConfigKind).flatMap((manifest) => specAt(manifest, ["spec", "podSpec"]));
}

/** Partial pod specs that Seldon lays over others. */
function overrides(manifestSet: ManifestSet): readonly PodSpec[] {
  return [
    ...manifestSet.of(serverKind).flatMap((manifest) => specAt(manifest, ["spec", "podSpec"])),
    ...manifestSet
      .of(runtimeKind)
      .flatMap((manifest) =>
        listAt(manifest.object, "spec", "overrides").flatMap((_, index) =>
          specAt(manifest, ["spec", "overrides", index, "podSpec"]),
        ),
      ),
  ];
}

export function containersOf(spec: PodSpec): readonly Container[] {
  return (["initContainers", "containers", "ephemeralContainers"] as const).flatMap((kind) =>
    listAt(spec.value, kind).flatMap((value, index) =>
      isMap(value) ? [{ spec, kind, path: [...spec.path, kind, index], value, name: textAt(value, "name") ?? "" }] : [],
    ),
  );
}

/** The ServerConfig that a Server names, where its operator would look: beside it, beside the operator, or the only one. */
export function serverConfigOf(manifestSet: ManifestSet, server: Manifest): Manifest | undefined {
  const name = textAt(server.object, "spec", "serverConfig") ?? "";
  const own = manifestSet.known(serverConfigKind, server.namespace, name);
  return (
    own ??
    manifestSet
      .everywhere()
      .of(serverConfigKind)
      .find((config) => config.name === name)
  );
}

function workload(by: Manifest): PodSource {
  const { template = [], replicas } = workloads[by.kind] ?? {};
  const [spec] = specAt(by, [...template, "spec"]);
  return {
    by,
    namespace: by.namespace ?? "",
    labels: labelsAt(by.object, ...template, "metadata", "labels"),
    replicas: replicas === undefined ? 1 : (numberAt(by.object, ...replicas) ?? 1),
    spec,
    override: undefined,
  };
}

/** Labels of a Server are copied to its pods, but for the one that Seldon forces (2.9.1). */
function serverPods(manifestSet: ManifestSet, by: Manifest): PodSource {
  const config = serverConfigOf(manifestSet, by);
  return {
    by,
    namespace: by.namespace ?? "",
    labels: {
      ...labelsAt(by.object, "metadata", "labels"),
      [manifestSet.seldon.componentLabel]: manifestSet.seldon.component.server,
      "seldon-server-name": by.name,
    },
    replicas: numberAt(by.object, "spec", "replicas") ?? numberAt(by.object, "spec", "minReplicas") ?? 1,
    spec: config === undefined ? undefined : specAt(config, ["spec", "podSpec"])[0],
    override: specAt(by, ["spec", "podSpec"])[0],
  };
}

/** Components of a SeldonRuntime, by the names of their overrides (2.9.1). */
export function runtimeComponents({ component }: SeldonNames): readonly string[] {
  return [
    component.scheduler,
    component.envoy,
    component.modelGateway,
    component.pipelineGateway,
    component.dataflow,
    component.hodometer,
  ];
}

function runtimePods({ seldon }: ManifestSet, by: Manifest): readonly PodSource[] {
  const declared = listAt(by.object, "spec", "overrides");
  return runtimeComponents(seldon).flatMap((name) => {
    const index = declared.findIndex((value) => textAt(value, "name") === name);
    const replicas = numberAt(declared[index], "replicas") ?? 1;
    if (replicas === 0 || valueAt(declared[index], ["disable"]) === true) return [];
    return [
      {
        by,
        namespace: by.namespace ?? "",
        labels: { ...labelsAt(by.object, "metadata", "labels"), [seldon.componentLabel]: name },
        replicas,
        spec: undefined,
        override: specAt(by, ["spec", "overrides", index, "podSpec"])[0],
      },
    ];
  });
}

function specAt(manifest: Manifest, path: Path): readonly PodSpec[] {
  const value = mapAt(manifest.object, ...path);
  return Object.keys(value).length === 0 ? [] : [{ in: manifest, path, value }];
}
