import { isMap, valueAt } from "../../validate/merge.ts";
import { listAt, mapAt, textAt } from "../manifests/reading.ts";
import { capabilitiesAdded, namesProfile, seccompProfile } from "./baseline.ts";
import {
  inUserNamespace,
  isWindows,
  type PodSecurityFault,
  type SecurityContext,
  securityContexts,
} from "./subject.ts";

const harmlessVolumes = new Set(
  "configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret".split(" "),
);

/** The API server treats a volume without a source as an emptyDir. */
export function* volumes({ spec }: SecurityContext): Iterable<PodSecurityFault> {
  for (const [index, volume] of listAt(spec, "volumes").entries()) {
    const sources = Object.entries(mapAt(volume)).flatMap(([key, value]) => (isMap(value) ? [key] : []));
    const [source] = sources;
    if (source === undefined || sources.some((candidate) => harmlessVolumes.has(candidate))) continue;
    yield { path: ["volumes", index, source], message: `volume ${textAt(volume, "name") ?? ""} is of type ${source}` };
  }
}

export function* allowPrivilegeEscalation(context: SecurityContext): Iterable<PodSecurityFault> {
  if (isWindows(context)) return;
  const field = ["securityContext", "allowPrivilegeEscalation"];
  for (const { value, path, name } of context.containers)
    if (valueAt(value, field) !== false)
      yield { path: [...path, ...field], message: `container ${name} allows privilege escalation` };
}

export function* runAsNonRoot(context: SecurityContext): Iterable<PodSecurityFault> {
  if (inUserNamespace(context)) return;
  const field = ["securityContext", "runAsNonRoot"];
  const podValue = valueAt(context.spec, field);
  if (podValue === false) yield { path: field, message: "the pod can run as root" };
  for (const { value, path, name } of context.containers) {
    const set = valueAt(value, field);
    if (set === false || (typeof set !== "boolean" && podValue !== true))
      yield { path: [...path, ...field], message: `container ${name} can run as root` };
  }
}

export function* runAsUser(context: SecurityContext): Iterable<PodSecurityFault> {
  if (inUserNamespace(context)) return;
  for (const { value, path, of } of securityContexts(context))
    if (value["runAsUser"] === 0) yield { path: [...path, "runAsUser"], message: `${of} runs as root` };
}

export function* seccompNamed(context: SecurityContext): Iterable<PodSecurityFault> {
  if (isWindows(context)) return;
  yield* seccompProfile(context);
  if (namesProfile(valueAt(context.spec, ["securityContext"]))) return;
  const field = ["securityContext", "seccompProfile"];
  for (const { value, path, name } of context.containers)
    if (!isMap(valueAt(value, field)))
      yield { path: [...path, ...field], message: `container ${name} has no seccomp profile` };
}

export function* droppedCapabilities(context: SecurityContext): Iterable<PodSecurityFault> {
  if (isWindows(context)) return;
  const drop = ["securityContext", "capabilities", "drop"];
  for (const { value, path, name } of context.containers)
    if (!listAt(value, ...drop).includes("ALL"))
      yield { path: [...path, ...drop], message: `container ${name} does not drop ALL capabilities` };
  yield* capabilitiesAdded(context.containers, (container) => container === "NET_BIND_SERVICE");
}
