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
import type { LabelMap } from "../../validate/label-selector.ts";
import { isMap, type RawMap, valueAt } from "../../validate/merge.ts";
import type { Manifest } from "./manifest.ts";
import type { ManifestSet } from "./manifest-set.ts";
import { labelsAt, listAt, mapAt, numberAt, textAt } from "./reading.ts";

/** A pod that an object creates: directly, by a template, or through Seldon's operator. */
export interface PodSource {
  /** The object that creates it. */
  readonly by: Manifest;
  readonly namespace: string;
  readonly labels: LabelMap;
  readonly replicas: number;
  /** The place of its spec. Undefined if only the operator's own configuration contains it. */
  readonly spec: PodSpec | undefined;
  /** The pod spec that a Server or SeldonRuntime merges onto it. */
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

/** Kinds of Kubernetes with a pod template, and the paths of the template and of the replicas. */
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

/** The path of the pod template of each kind. */
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

/** Every pod spec in the objects, also inside Seldon's kinds, which Kubernetes does not check. */
export function podSpecs(manifestSet: ManifestSet): readonly PodSpec[] {
  const specs = manifestSet
    .of(...Object.keys(workloads))
    .flatMap((manifest) => specAt(manifest, [...(workloads[manifest.kind]?.template ?? []), "spec"]));
  return [...specs, ...configs(manifestSet), ...overrides(manifestSet)];
}

/** Pod specs inside Seldon's kinds, and those of a runtime's components in a SeldonConfig. */
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

/** Partial pod specs that Seldon merges onto others. */
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

/** The ServerConfig that a Server names: in the Server's namespace, or otherwise in the operator's or any other namespace. */
export function serverConfigOf(manifestSet: ManifestSet, server: Manifest): Manifest | undefined {
  const name = textAt(server.object, "spec", "serverConfig") ?? "";
  const config = manifestSet.known(serverConfigKind, server.namespace, name);
  return (
    config ??
    manifestSet
      .everywhere()
      .of(serverConfigKind)
      .find((candidate) => candidate.name === name)
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

/** Seldon copies the labels of a Server to its pods, except the label that it sets itself (2.9.1). */
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

/** The names of a SeldonRuntime's components, as its overrides use them (2.9.1). */
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
