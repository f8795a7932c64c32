import type { Path } from "../../load/source.ts";
import { isMap, type RawMap, valueAt } from "../../validate/merge.ts";
import { labelsAt, listAt, textAt } from "../manifests/reading.ts";

/** A pod as the Pod Security Standards see it. */
export interface PodSubject {
  readonly spec: RawMap;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A pod, and the standards that it is held to. */
export interface SecurityContext extends PodSubject {
  /** Of Kubernetes 1.x. */
  readonly minor: number;
  readonly containers: readonly PodContainer[];
}

export interface PodContainer {
  readonly value: RawMap;
  readonly path: Path;
  readonly name: string;
}

/** A field below the pod spec that is at fault, or the annotation of the pod. */
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

/** The security context of the pod and of each container, those that are there. */
export function* securityContexts({
  spec,
  containers,
}: SecurityContext): Iterable<{ readonly value: RawMap; readonly path: Path; readonly of: string }> {
  const own = valueAt(spec, ["securityContext"]);
  if (isMap(own)) yield { value: own, path: ["securityContext"], of: "the pod" };
  for (const container of containers) {
    const value = valueAt(container.value, ["securityContext"]);
    if (isMap(value)) yield { value, path: [...container.path, "securityContext"], of: `container ${container.name}` };
  }
}

/** Some checks ask of Linux what Windows does not have; from 1.25 on a pod can say which it is for. */
export function isWindows({ spec, minor }: SecurityContext): boolean {
  return minor >= 25 && textAt(spec, "os", "name") === "windows";
}

/** From 1.35 on a pod in a user namespace of its own may be root in it, and see all of its /proc. */
export function inUserNamespace({ spec, minor }: SecurityContext): boolean {
  return minor >= 35 && spec["hostUsers"] === false;
}

/** Annotations of a pod, as far as they are texts. */
export function annotationsOf(metadata: unknown): Readonly<Record<string, string>> {
  return labelsAt(metadata, "annotations");
}
