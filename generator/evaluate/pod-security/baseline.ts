import type { Path } from "../../load/source.ts";
import { isMap, valueAt } from "../../validate/merge.ts";
import { listAt, textAt } from "../manifests/reading.ts";
import {
  inUserNamespace,
  type PodContainer,
  type PodSecurityFault,
  type SecurityContext,
  securityContexts,
} from "./subject.ts";

const hostNamespaceFields = { hostNetwork: "network", hostPID: "processes", hostIPC: "IPC" } as const;

export function* hostNamespaces({ spec }: SecurityContext): Iterable<PodSecurityFault> {
  for (const [field, shared] of Object.entries(hostNamespaceFields))
    if (spec[field] === true) yield { path: [field], message: `the pod shares the node's ${shared}` };
}

export function* privileged({ containers }: SecurityContext): Iterable<PodSecurityFault> {
  for (const { value, path, name } of containers)
    if (valueAt(value, ["securityContext", "privileged"]) === true)
      yield { path: [...path, "securityContext", "privileged"], message: `container ${name} is privileged` };
}

export const allowedCapabilities: ReadonlySet<string> = new Set([
  ..."AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE".split(" "),
  ..."SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(" "),
]);

export function* capabilities({ containers }: SecurityContext): Iterable<PodSecurityFault> {
  yield* capabilitiesAdded(containers, (container) => allowedCapabilities.has(container));
}

export function* capabilitiesAdded(
  containers: readonly PodContainer[],
  allowed: (capability: string) => boolean,
): Iterable<PodSecurityFault> {
  const add = ["securityContext", "capabilities", "add"];
  for (const { value, path, name } of containers)
    for (const [index, item] of listAt(value, ...add).entries())
      if (typeof item === "string" && !allowed(item))
        yield { path: [...path, ...add, index], message: `container ${name} adds the capability ${item}` };
}

export function* hostPathVolumes({ spec }: SecurityContext): Iterable<PodSecurityFault> {
  for (const [index, volume] of listAt(spec, "volumes").entries())
    if (isMap(valueAt(volume, ["hostPath"])))
      yield {
        path: ["volumes", index, "hostPath"],
        message: `volume ${textAt(volume, "name") ?? ""} mounts a folder of the node`,
      };
}

export function* hostPorts({ containers }: SecurityContext): Iterable<PodSecurityFault> {
  for (const { value, path, name } of containers)
    for (const [index, port] of listAt(value, "ports").entries()) {
      const hostPort = valueAt(port, ["hostPort"]);
      if (typeof hostPort !== "number" || hostPort === 0) continue;
      yield {
        path: [...path, "ports", index, "hostPort"],
        message: `container ${name} uses port ${hostPort} of the node`,
      };
    }
}

export const profiles: readonly unknown[] = ["RuntimeDefault", "Localhost"];

export function* appArmorProfile(context: SecurityContext): Iterable<PodSecurityFault> {
  yield* profileFaults(context, "appArmorProfile", "AppArmor");
  for (const [annotation, value] of Object.entries(context.annotations)) {
    if (!annotation.startsWith("container.apparmor.security.beta.kubernetes.io/")) continue;
    if (value === "" || value === "runtime/default" || value.startsWith("localhost/")) continue;
    yield { path: [], annotation, message: `an annotation sets the AppArmor profile ${value}` };
  }
}

function* profileFaults(context: SecurityContext, field: string, kind: string): Iterable<PodSecurityFault> {
  for (const { value, path, of } of securityContexts(context)) {
    const profile = valueAt(value, [field]);
    if (!isMap(profile) || profiles.includes(profile["type"])) continue;
    const type = textAt(profile, "type");
    yield {
      path: [...path, field, "type"],
      message:
        type === undefined ? `the ${kind} profile of ${of} has no type` : `${of} has the ${kind} profile ${type}`,
    };
  }
}

export const seLinuxTypes: readonly unknown[] = [undefined, "", "container_t", "container_init_t", "container_kvm_t"];

export function* seLinuxOptions(context: SecurityContext): Iterable<PodSecurityFault> {
  for (const { value, path, of } of securityContexts(context)) {
    const options = valueAt(value, ["seLinuxOptions"]);
    if (!isMap(options)) continue;
    const { type } = options;
    const allowed = seLinuxTypes.includes(type) || (context.minor >= 31 && type === "container_engine_t");
    if (!allowed)
      yield {
        path: [...path, "seLinuxOptions", "type"],
        message:
          typeof type === "string" ? `${of} has the SELinux type ${type}` : `the SELinux type of ${of} is not a string`,
      };
    for (const field of ["user", "role"])
      if ((textAt(options, field) ?? "") !== "")
        yield { path: [...path, "seLinuxOptions", field], message: `${of} sets an SELinux ${field}` };
  }
}

export function* procMount(context: SecurityContext): Iterable<PodSecurityFault> {
  if (!inUserNamespace(context)) yield* procMountFaults(context);
}

export function* procMountFaults({ containers }: SecurityContext): Iterable<PodSecurityFault> {
  for (const { value, path, name } of containers) {
    const mount = textAt(value, "securityContext", "procMount");
    if (mount !== undefined && mount !== "Default")
      yield { path: [...path, "securityContext", "procMount"], message: `container ${name} sets procMount ${mount}` };
  }
}

/** Before Kubernetes 1.19, only an annotation could set a profile. */
export function* seccompProfile(context: SecurityContext): Iterable<PodSecurityFault> {
  if (context.minor >= 19) yield* profileFaults(context, "seccompProfile", "seccomp");
  else yield* seccompAnnotations(context);
}

function* seccompAnnotations({ annotations, containers }: SecurityContext): Iterable<PodSecurityFault> {
  const prefix = "seccomp.security.alpha.kubernetes.io/";
  for (const annotation of [`${prefix}pod`, ...containers.map(({ name }) => `container.${prefix}${name}`)]) {
    const value = Object.hasOwn(annotations, annotation) ? annotations[annotation] : undefined;
    if (value === undefined || ["runtime/default", "docker/default"].includes(value)) continue;
    if (value.startsWith("localhost/")) continue;
    yield { path: [], annotation, message: `an annotation sets the seccomp profile ${value}` };
  }
}

/** The minor version from which each sysctl is safe, so that a pod may set it. */
export const safeSysctls: ReadonlyMap<string, number> = new Map([
  ["kernel.shm_rmid_forced", 0],
  ["net.ipv4.ip_local_port_range", 0],
  ["net.ipv4.tcp_syncookies", 0],
  ["net.ipv4.ping_group_range", 0],
  ["net.ipv4.ip_unprivileged_port_start", 0],
  ["net.ipv4.ip_local_reserved_ports", 27],
  ["net.ipv4.tcp_keepalive_time", 29],
  ["net.ipv4.tcp_fin_timeout", 29],
  ["net.ipv4.tcp_keepalive_intvl", 29],
  ["net.ipv4.tcp_keepalive_probes", 29],
  ["net.ipv4.tcp_rmem", 32],
  ["net.ipv4.tcp_wmem", 32],
  ["net.ipv4.tcp_slow_start_after_idle", 37],
  ["net.ipv4.tcp_notsent_lowat", 37],
]);

export function* sysctls({ spec, minor }: SecurityContext): Iterable<PodSecurityFault> {
  for (const [index, sysctl] of listAt(spec, "securityContext", "sysctls").entries()) {
    const name = textAt(sysctl, "name") ?? "";
    if ((safeSysctls.get(name) ?? Number.POSITIVE_INFINITY) > minor)
      yield { path: ["securityContext", "sysctls", index, "name"], message: `the pod sets the sysctl ${name}` };
  }
}

export function* windowsHostProcess(context: SecurityContext): Iterable<PodSecurityFault> {
  for (const { value, path, of } of securityContexts(context))
    if (valueAt(value, ["windowsOptions", "hostProcess"]) === true)
      yield { path: [...path, "windowsOptions", "hostProcess"], message: `${of} runs as a process of the node` };
}

const handlers: readonly Path[] = [
  ["livenessProbe"],
  ["readinessProbe"],
  ["startupProbe"],
  ["lifecycle", "postStart"],
  ["lifecycle", "preStop"],
];

/** The kubelet makes these calls. With a host, the pod can direct them to any address. */
export function* probeHosts({ containers }: SecurityContext): Iterable<PodSecurityFault> {
  for (const { value, path, name } of containers)
    for (const handler of handlers)
      for (const action of ["httpGet", "tcpSocket"]) {
        const host = textAt(value, ...handler, action, "host") ?? "";
        if (host !== "")
          yield {
            path: [...path, ...handler, action, "host"],
            message: `a probe or hook of container ${name} makes the node call ${host}`,
          };
      }
}

/** Whether a security context has a seccomp profile that the level restricted accepts. */
export function namesProfile(context: unknown): boolean {
  return profiles.includes(valueAt(context, ["seccompProfile", "type"]));
}
