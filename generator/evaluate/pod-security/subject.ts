import type { Path } from "../../load/source.ts";
import { isMap, type RawMap, valueAt } from "../../validate/merge.ts";
import { labelsAt, listAt, textAt } from "../manifests/reading.ts";

/** A pod as the Pod Security Standards see it. */
export interface PodSubject {
  readonly spec: RawMap;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A pod, and the Kubernetes version whose standards apply. */
export interface SecurityContext extends PodSubject {
  /** The minor version of Kubernetes 1.x. */
  readonly minor: number;
  readonly containers: readonly PodContainer[];
}

export interface PodContainer {
  readonly value: RawMap;
  readonly path: Path;
  readonly name: string;
}

/** A faulty field below the pod spec, or a faulty annotation of the pod. */
export interface PodSecurityFault {
  readonly path: Path;
  readonly annotation?: string;
  readonly message: string;
}

export function containersIn(spec: RawMap): readonly PodContainer[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((kind) =>
    listAt(spec, kind).flatMap((value, index) =>
      isMap(value) ? [{ value, path: [kind, index], name: textAt(value, "name") ?? "" }] : [],
    ),
  );
}

/** The existing security contexts of the pod and of each container. */
export function* securityContexts({
  spec,
  containers,
}: SecurityContext): Iterable<{ readonly value: RawMap; readonly path: Path; readonly of: string }> {
  const podContext = valueAt(spec, ["securityContext"]);
  if (isMap(podContext)) yield { value: podContext, path: ["securityContext"], of: "the pod" };
  for (const container of containers) {
    const value = valueAt(container.value, ["securityContext"]);
    if (isMap(value)) yield { value, path: [...container.path, "securityContext"], of: `container ${container.name}` };
  }
}

/** Some checks require features of Linux that Windows does not have. From 1.25 a pod can set its operating system. */
export function isWindows({ spec, minor }: SecurityContext): boolean {
  return minor >= 25 && textAt(spec, "os", "name") === "windows";
}

/** From 1.35 a pod in a separate user namespace may be root in it, and may see all of its /proc. */
export function inUserNamespace({ spec, minor }: SecurityContext): boolean {
  return minor >= 35 && spec["hostUsers"] === false;
}

/** Annotations of a pod. Skips values that are not texts. */
export function annotationsOf(metadata: unknown): Readonly<Record<string, string>> {
  return labelsAt(metadata, "annotations");
}
