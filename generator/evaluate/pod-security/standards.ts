import * as baseline from "./baseline.ts";
import * as restricted from "./restricted.ts";
import { containersIn, type PodSecurityFault, type PodSubject, type SecurityContext } from "./subject.ts";

export type PodSecurityLevelName = "privileged" | "baseline" | "restricted";

/** A fault that a level rejects, and its fix. */
export interface Violation extends PodSecurityFault {
  readonly check: string;
  readonly fix: string;
}

/**
 * Validates a pod as the admission plugin for Kubernetes' Pod Security Standards does.
 * @param minor The minor version of Kubernetes 1.x.
 */
export function violations(subject: PodSubject, level: PodSecurityLevelName, minor: number): readonly Violation[] {
  if (level === "privileged") return [];
  const context = { ...subject, minor, containers: containersIn(subject.spec) };
  const applied = checks.filter(
    (check) => (check.level === "baseline" || level === "restricted") && (check.since ?? 0) <= minor,
  );
  const overridden = new Set(applied.flatMap(({ overrides }) => overrides ?? []));
  return applied
    .filter(({ name }) => !overridden.has(name))
    .flatMap(({ name, fix, find }) => [...find(context)].map((fault) => ({ ...fault, check: name, fix })));
}

interface Check {
  /** Its name in Kubernetes. */
  readonly name: string;
  readonly level: "baseline" | "restricted";
  /** Minor version of the release that introduced it. */
  readonly since?: number;
  /** The baseline check that this stricter check replaces. */
  readonly overrides?: string;
  readonly fix: string;
  readonly find: (context: SecurityContext) => Iterable<PodSecurityFault>;
}

const useProfile = "Use the profile RuntimeDefault or Localhost.";

/** The standards of 1.37. Each function handles the changes between releases. */
const checks: readonly Check[] = [
  {
    name: "hostNamespaces",
    level: "baseline",
    fix: "Remove hostNetwork, hostPID and hostIPC.",
    find: baseline.hostNamespaces,
  },
  { name: "privileged", level: "baseline", fix: "Remove privileged.", find: baseline.privileged },
  {
    name: "capabilities_baseline",
    level: "baseline",
    fix: "Remove the capability: baseline allows only the capabilities that container runtimes grant by default.",
    find: baseline.capabilities,
  },
  {
    name: "hostPathVolumes",
    level: "baseline",
    fix: "Replace the volume with an emptyDir or a PersistentVolumeClaim.",
    find: baseline.hostPathVolumes,
  },
  {
    name: "hostPorts",
    level: "baseline",
    fix: "Remove hostPort, and use a Service to reach the pod.",
    find: baseline.hostPorts,
  },
  { name: "appArmorProfile", level: "baseline", fix: useProfile, find: baseline.appArmorProfile },
  {
    name: "seLinuxOptions",
    level: "baseline",
    fix: "In seLinuxOptions, remove user and role. Remove type, or set type to container_t, container_init_t or container_kvm_t.",
    find: baseline.seLinuxOptions,
  },
  { name: "procMount", level: "baseline", fix: "Remove procMount.", find: baseline.procMount },
  {
    name: "procMount_restricted",
    level: "restricted",
    since: 35,
    overrides: "procMount",
    fix: "Remove procMount.",
    find: baseline.procMountFaults,
  },
  { name: "seccompProfile_baseline", level: "baseline", fix: useProfile, find: baseline.seccompProfile },
  {
    name: "sysctls",
    level: "baseline",
    fix: "Remove the sysctl: Kubernetes does not list it as safe.",
    find: baseline.sysctls,
  },
  {
    name: "windowsHostProcess",
    level: "baseline",
    fix: "Remove hostProcess.",
    find: baseline.windowsHostProcess,
  },
  {
    name: "hostProbesAndHostLifecycle",
    level: "baseline",
    since: 34,
    fix: "Remove host, so that the kubelet calls the address of the pod.",
    find: baseline.probeHosts,
  },
  {
    name: "restrictedVolumes",
    level: "restricted",
    overrides: "hostPathVolumes",
    fix: "Replace the volume with an emptyDir or a PersistentVolumeClaim.",
    find: restricted.volumes,
  },
  {
    name: "allowPrivilegeEscalation",
    level: "restricted",
    since: 8,
    fix: "Set securityContext.allowPrivilegeEscalation: false.",
    find: restricted.allowPrivilegeEscalation,
  },
  {
    name: "runAsNonRoot",
    level: "restricted",
    fix: "Set securityContext.runAsNonRoot: true.",
    find: restricted.runAsNonRoot,
  },
  {
    name: "runAsUser",
    level: "restricted",
    since: 23,
    fix: "Set runAsUser to a user other than 0, or remove runAsUser.",
    find: restricted.runAsUser,
  },
  {
    name: "seccompProfile_restricted",
    level: "restricted",
    since: 19,
    overrides: "seccompProfile_baseline",
    fix: "Set securityContext.seccompProfile: { type: RuntimeDefault }.",
    find: restricted.seccompNamed,
  },
  {
    name: "capabilities_restricted",
    level: "restricted",
    since: 22,
    overrides: "capabilities_baseline",
    fix: "Set securityContext.capabilities: { drop: [ALL] }. Add only NET_BIND_SERVICE.",
    find: restricted.droppedCapabilities,
  },
];
