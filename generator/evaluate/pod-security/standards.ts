import * as baseline from "./baseline.ts";
import * as restricted from "./restricted.ts";
import { containersIn, type PodSecurityFault, type PodSubject, type SecurityContext } from "./subject.ts";

export type Level = "privileged" | "baseline" | "restricted";

/** What a level refuses, and what would be right. */
export interface Violation extends PodSecurityFault {
  readonly check: string;
  readonly wanted: string;
}

/**
 * Kubernetes' Pod Security Standards, as its admission plugin holds pods to them.
 * @param minor Of Kubernetes 1.x.
 */
export function violations(subject: PodSubject, level: Level, minor: number): readonly Violation[] {
  if (level === "privileged") return [];
  const context = { ...subject, minor, containers: containersIn(subject.spec) };
  const held = checks.filter(
    (check) => (check.level === "baseline" || level === "restricted") && (check.since ?? 0) <= minor,
  );
  const overridden = new Set(held.flatMap(({ overrides }) => overrides ?? []));
  return held
    .filter(({ name }) => !overridden.has(name))
    .flatMap(({ name, wanted, find }) => [...find(context)].map((fault) => ({ ...fault, check: name, wanted })));
}

interface Check {
  /** As Kubernetes calls it. */
  readonly name: string;
  readonly level: "baseline" | "restricted";
  /** Minor version of the release that brought it. */
  readonly since?: number;
  /** The check of baseline that this one asks more than. */
  readonly overrides?: string;
  readonly wanted: string;
  readonly find: (context: SecurityContext) => Iterable<PodSecurityFault>;
}

const named = "Name RuntimeDefault or Localhost.";

/** Standards of 1.37; of what a release changed, each function knows. */
const checks: readonly Check[] = [
  {
    name: "hostNamespaces",
    level: "baseline",
    wanted: "Leave hostNetwork, hostPID and hostIPC out.",
    find: baseline.hostNamespaces,
  },
  { name: "privileged", level: "baseline", wanted: "Leave privileged out.", find: baseline.privileged },
  {
    name: "capabilities_baseline",
    level: "baseline",
    wanted: "Add none that a container runtime does not give anyway.",
    find: baseline.capabilities,
  },
  {
    name: "hostPathVolumes",
    level: "baseline",
    wanted: "Use an emptyDir, or a claim.",
    find: baseline.hostPathVolumes,
  },
  {
    name: "hostPorts",
    level: "baseline",
    wanted: "Leave hostPort out: a Service leads to the pod.",
    find: baseline.hostPorts,
  },
  { name: "appArmorProfile", level: "baseline", wanted: named, find: baseline.appArmorProfile },
  {
    name: "seLinuxOptions",
    level: "baseline",
    wanted: "Leave user and role out, and type or name one of containers.",
    find: baseline.seLinuxOptions,
  },
  { name: "procMount", level: "baseline", wanted: "Leave procMount out.", find: baseline.procMount },
  {
    name: "procMount_restricted",
    level: "restricted",
    since: 35,
    overrides: "procMount",
    wanted: "Leave procMount out.",
    find: baseline.anyProcMount,
  },
  { name: "seccompProfile_baseline", level: "baseline", wanted: named, find: baseline.seccompProfile },
  { name: "sysctls", level: "baseline", wanted: "Leave it out: it is not safe on every node.", find: baseline.sysctls },
  {
    name: "windowsHostProcess",
    level: "baseline",
    wanted: "Leave hostProcess out.",
    find: baseline.windowsHostProcess,
  },
  {
    name: "hostProbesAndHostLifecycle",
    level: "baseline",
    since: 34,
    wanted: "Leave host out: the pod itself is called then.",
    find: baseline.probeHosts,
  },
  {
    name: "restrictedVolumes",
    level: "restricted",
    overrides: "hostPathVolumes",
    wanted: "Use an emptyDir, or a claim.",
    find: restricted.volumes,
  },
  {
    name: "allowPrivilegeEscalation",
    level: "restricted",
    since: 8,
    wanted: "Set securityContext.allowPrivilegeEscalation: false.",
    find: restricted.allowPrivilegeEscalation,
  },
  {
    name: "runAsNonRoot",
    level: "restricted",
    wanted: "Set securityContext.runAsNonRoot: true.",
    find: restricted.runAsNonRoot,
  },
  {
    name: "runAsUser",
    level: "restricted",
    since: 23,
    wanted: "Name another user than 0, or none.",
    find: restricted.runAsUser,
  },
  {
    name: "seccompProfile_restricted",
    level: "restricted",
    since: 19,
    overrides: "seccompProfile_baseline",
    wanted: "Set securityContext.seccompProfile: { type: RuntimeDefault }.",
    find: restricted.seccompNamed,
  },
  {
    name: "capabilities_restricted",
    level: "restricted",
    since: 22,
    overrides: "capabilities_baseline",
    wanted: "Set securityContext.capabilities: { drop: [ALL] }; only NET_BIND_SERVICE may be added.",
    find: restricted.droppedCapabilities,
  },
];
