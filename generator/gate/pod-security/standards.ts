import type { Path } from "../../load/source.ts";
import { isMap, type RawMap, valueAt } from "../../validate/merge.ts";
import { labelsAt, listAt, mapAt, textAt, textsAt } from "../manifests/reading.ts";

export type Level = "privileged" | "baseline" | "restricted";

/** A pod as the Pod Security Standards see it. */
export interface PodSubject {
  readonly spec: RawMap;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a level refuses, at the field below the pod spec that it is about. */
export interface Violation {
  readonly check: string;
  readonly path: Path;
  readonly message: string;
}

/**
 * Kubernetes' Pod Security Standards, as its admission plugin holds pods to them.
 * @param minor Of Kubernetes 1.x; standards of releases before 1.25 are taken as 1.25's.
 */
export function violations(subject: PodSubject, level: Level, minor: number): readonly Violation[] {
  if (level === "privileged") return [];
  const context = { ...subject, minor: Math.max(25, minor), containers: containersIn(subject.spec) };
  const held = checks.filter(
    (check) => (check.level === "baseline" || level === "restricted") && (check.since ?? 0) <= context.minor,
  );
  const overridden = new Set(held.flatMap(({ overrides }) => overrides ?? []));
  return held
    .filter(({ name }) => !overridden.has(name))
    .flatMap((check) => [...check.find(context)].map((one) => ({ ...one, check: check.name })));
}

interface Context extends PodSubject {
  readonly minor: number;
  readonly containers: readonly Container[];
}

interface Container {
  readonly value: RawMap;
  readonly path: Path;
  readonly name: string;
}

type Found = Omit<Violation, "check">;

interface Check {
  readonly name: string;
  readonly level: "baseline" | "restricted";
  /** Minor version of the release that brought it. */
  readonly since?: number;
  /** The check of baseline that this one asks more than. */
  readonly overrides?: string;
  readonly find: (context: Context) => Iterable<Found>;
}

const checks: readonly Check[] = [
  { name: "hostNamespaces", level: "baseline", find: hostNamespaces },
  { name: "privileged", level: "baseline", find: privileged },
  { name: "capabilities_baseline", level: "baseline", find: capabilitiesBaseline },
  { name: "hostPathVolumes", level: "baseline", find: hostPathVolumes },
  { name: "hostPorts", level: "baseline", find: hostPorts },
  { name: "appArmorProfile", level: "baseline", find: appArmorProfile },
  { name: "seLinuxOptions", level: "baseline", find: seLinuxOptions },
  { name: "procMount", level: "baseline", find: procMount },
  { name: "procMount_restricted", level: "restricted", since: 35, overrides: "procMount", find: anyProcMount },
  { name: "seccompProfile_baseline", level: "baseline", find: seccompBaseline },
  { name: "sysctls", level: "baseline", find: sysctls },
  { name: "windowsHostProcess", level: "baseline", find: windowsHostProcess },
  { name: "hostProbesAndHostLifecycle", level: "baseline", since: 34, find: probeHosts },
  { name: "restrictedVolumes", level: "restricted", overrides: "hostPathVolumes", find: restrictedVolumes },
  { name: "allowPrivilegeEscalation", level: "restricted", find: allowPrivilegeEscalation },
  { name: "runAsNonRoot", level: "restricted", find: runAsNonRoot },
  { name: "runAsUser", level: "restricted", find: runAsUser },
  {
    name: "seccompProfile_restricted",
    level: "restricted",
    overrides: "seccompProfile_baseline",
    find: seccompRestricted,
  },
  {
    name: "capabilities_restricted",
    level: "restricted",
    overrides: "capabilities_baseline",
    find: capabilitiesRestricted,
  },
];

function containersIn(spec: RawMap): readonly Container[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((kind) =>
    listAt(spec, kind).flatMap((value, index) =>
      isMap(value) ? [{ value, path: [kind, index], name: textAt(value, "name") ?? "" }] : [],
    ),
  );
}

/** The security context of the pod and of each container, those that are there. */
function* contexts({
  spec,
  containers,
}: Context): Iterable<{ readonly value: RawMap; readonly path: Path; readonly of: string }> {
  const own = valueAt(spec, ["securityContext"]);
  if (isMap(own)) yield { value: own, path: ["securityContext"], of: "the pod" };
  for (const container of containers) {
    const value = valueAt(container.value, ["securityContext"]);
    if (isMap(value)) yield { value, path: [...container.path, "securityContext"], of: `container ${container.name}` };
  }
}

function* hostNamespaces({ spec }: Context): Iterable<Found> {
  for (const field of ["hostNetwork", "hostPID", "hostIPC"])
    if (spec[field] === true) yield { path: [field], message: `the pod shares the node's ${field.slice(4)}` };
}

function* privileged({ containers }: Context): Iterable<Found> {
  for (const { value, path, name } of containers)
    if (valueAt(value, ["securityContext", "privileged"]) === true)
      yield { path: [...path, "securityContext", "privileged"], message: `container ${name} is privileged` };
}

const harmless: ReadonlySet<string> = new Set([
  ..."AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE".split(" "),
  ..."SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(" "),
]);

function* capabilitiesBaseline({ containers }: Context): Iterable<Found> {
  yield* added(containers, (one) => harmless.has(one));
}

function* capabilitiesRestricted({ containers, spec }: Context): Iterable<Found> {
  if (isWindows(spec)) return;
  for (const { value, path, name } of containers) {
    const capabilities = ["securityContext", "capabilities"];
    if (!textsAt(value, ...capabilities, "drop").includes("ALL"))
      yield { path: [...path, ...capabilities, "drop"], message: `container ${name} does not drop ALL capabilities` };
  }
  yield* added(containers, (one) => one === "NET_BIND_SERVICE");
}

function* added(containers: readonly Container[], allowed: (capability: string) => boolean): Iterable<Found> {
  for (const { value, path, name } of containers) {
    const add = ["securityContext", "capabilities", "add"];
    for (const [index, one] of textsAt(value, ...add).entries())
      if (!allowed(one))
        yield { path: [...path, ...add, index], message: `container ${name} adds the capability ${one}` };
  }
}

function* hostPathVolumes({ spec }: Context): Iterable<Found> {
  for (const [index, volume] of listAt(spec, "volumes").entries())
    if (isMap(valueAt(volume, ["hostPath"])))
      yield { path: ["volumes", index, "hostPath"], message: `volume ${textAt(volume, "name") ?? ""} is of the node` };
}

function* hostPorts({ containers }: Context): Iterable<Found> {
  for (const { value, path, name } of containers)
    for (const [index, port] of listAt(value, "ports").entries()) {
      const hostPort = valueAt(port, ["hostPort"]);
      if (typeof hostPort === "number" && hostPort !== 0)
        yield {
          path: [...path, "ports", index, "hostPort"],
          message: `container ${name} takes port ${hostPort} of the node`,
        };
    }
}

const profiles: readonly unknown[] = ["RuntimeDefault", "Localhost"];

function* appArmorProfile(context: Context): Iterable<Found> {
  for (const { value, path, of } of contexts(context)) {
    const profile = valueAt(value, ["appArmorProfile"]);
    if (isMap(profile) && !profiles.includes(profile["type"]))
      yield {
        path: [...path, "appArmorProfile", "type"],
        message: `${of} has the AppArmor profile ${String(profile["type"])}`,
      };
  }
  for (const [key, value] of Object.entries(context.annotations)) {
    const allowed = value === "" || value === "runtime/default" || value.startsWith("localhost/");
    if (key.startsWith("container.apparmor.security.beta.kubernetes.io/") && !allowed)
      yield { path: [], message: `an annotation gives the AppArmor profile ${value}` };
  }
}

const seLinuxTypes: readonly unknown[] = [undefined, "", "container_t", "container_init_t", "container_kvm_t"];

function* seLinuxOptions(context: Context): Iterable<Found> {
  for (const { value, path, of } of contexts(context)) {
    const options = valueAt(value, ["seLinuxOptions"]);
    if (!isMap(options)) continue;
    const { type, user, role } = options;
    const allowed = seLinuxTypes.includes(type) || (context.minor >= 31 && type === "container_engine_t");
    if (!allowed)
      yield { path: [...path, "seLinuxOptions", "type"], message: `${of} has the SELinux type ${String(type)}` };
    for (const [field, set] of [
      ["user", user],
      ["role", role],
    ] as const)
      if (typeof set === "string" && set !== "")
        yield { path: [...path, "seLinuxOptions", field], message: `${of} sets an SELinux ${field}` };
  }
}

/** From 1.35 on a pod in a user namespace of its own may, by baseline. */
function* procMount(context: Context): Iterable<Found> {
  if (context.minor >= 35 && inUserNamespace(context.spec)) return;
  yield* anyProcMount(context);
}

function* anyProcMount({ containers }: Context): Iterable<Found> {
  for (const { value, path, name } of containers) {
    const mount = valueAt(value, ["securityContext", "procMount"]);
    if (typeof mount === "string" && mount !== "Default")
      yield { path: [...path, "securityContext", "procMount"], message: `container ${name} mounts /proc ${mount}` };
  }
}

function* seccompBaseline(context: Context): Iterable<Found> {
  for (const { value, path, of } of contexts(context)) {
    const profile = valueAt(value, ["seccompProfile"]);
    if (isMap(profile) && !profiles.includes(profile["type"]))
      yield {
        path: [...path, "seccompProfile", "type"],
        message: `${of} has the seccomp profile ${String(profile["type"])}`,
      };
  }
}

function* seccompRestricted(context: Context): Iterable<Found> {
  const { spec, containers } = context;
  if (isWindows(spec)) return;
  yield* seccompBaseline(context);
  const path = ["securityContext", "seccompProfile"];
  if (profiles.includes(valueAt(spec, [...path, "type"]))) return;
  for (const container of containers)
    if (!isMap(valueAt(container.value, path)))
      yield { path: [...container.path, ...path], message: `container ${container.name} has no seccomp profile` };
}

/** Since which minor version each sysctl is safe for a node. */
const safeSysctls: Readonly<Record<string, number>> = {
  "kernel.shm_rmid_forced": 0,
  "net.ipv4.ip_local_port_range": 0,
  "net.ipv4.tcp_syncookies": 0,
  "net.ipv4.ping_group_range": 0,
  "net.ipv4.ip_unprivileged_port_start": 0,
  "net.ipv4.ip_local_reserved_ports": 27,
  "net.ipv4.tcp_keepalive_time": 29,
  "net.ipv4.tcp_fin_timeout": 29,
  "net.ipv4.tcp_keepalive_intvl": 29,
  "net.ipv4.tcp_keepalive_probes": 29,
  "net.ipv4.tcp_rmem": 32,
  "net.ipv4.tcp_wmem": 32,
  "net.ipv4.tcp_slow_start_after_idle": 37,
  "net.ipv4.tcp_notsent_lowat": 37,
};

function* sysctls({ spec, minor }: Context): Iterable<Found> {
  for (const [index, one] of listAt(spec, "securityContext", "sysctls").entries()) {
    const name = textAt(one, "name") ?? "";
    const since = Object.hasOwn(safeSysctls, name) ? safeSysctls[name] : undefined;
    if (since === undefined || since > minor)
      yield { path: ["securityContext", "sysctls", index, "name"], message: `the pod sets ${name}` };
  }
}

function* windowsHostProcess(context: Context): Iterable<Found> {
  for (const { value, path, of } of contexts(context))
    if (valueAt(value, ["windowsOptions", "hostProcess"]) === true)
      yield { path: [...path, "windowsOptions", "hostProcess"], message: `${of} runs as a process of the node` };
}

const handlers: readonly Path[] = ["livenessProbe", "readinessProbe", "startupProbe"]
  .map((one): Path => [one])
  .concat([
    ["lifecycle", "postStart"],
    ["lifecycle", "preStop"],
  ]);

/** Who names a host has the kubelet call it for him. */
function* probeHosts({ containers }: Context): Iterable<Found> {
  for (const { value, path, name } of containers)
    for (const handler of handlers)
      for (const how of ["httpGet", "tcpSocket"]) {
        const host = valueAt(value, [...handler, how, "host"]);
        if (typeof host === "string" && host !== "")
          yield { path: [...path, ...handler, how, "host"], message: `container ${name} has the node call ${host}` };
      }
}

const harmlessVolumes = [
  ..."configMap csi downwardAPI emptyDir ephemeral image persistentVolumeClaim projected secret".split(" "),
];

/** A volume without any source is an emptyDir to the API server. */
function* restrictedVolumes({ spec }: Context): Iterable<Found> {
  for (const [index, volume] of listAt(spec, "volumes").entries()) {
    const sources = Object.keys(mapAt(volume)).filter((key) => key !== "name" && isMap(mapAt(volume)[key]));
    const [source] = sources;
    if (source === undefined || sources.some((one) => harmlessVolumes.includes(one))) continue;
    yield { path: ["volumes", index, source], message: `volume ${textAt(volume, "name") ?? ""} is a ${source}` };
  }
}

function* allowPrivilegeEscalation({ spec, containers }: Context): Iterable<Found> {
  if (isWindows(spec)) return;
  for (const { value, path, name } of containers) {
    const field = ["securityContext", "allowPrivilegeEscalation"];
    if (valueAt(value, field) !== false)
      yield { path: [...path, ...field], message: `container ${name} may gain privileges` };
  }
}

/** From 1.35 on a pod in a user namespace of its own may be root in it. */
function* runAsNonRoot({ spec, containers, minor }: Context): Iterable<Found> {
  if (minor >= 35 && inUserNamespace(spec)) return;
  const field = ["securityContext", "runAsNonRoot"];
  const own = valueAt(spec, field);
  if (own === false) yield { path: field, message: "the pod may run as root" };
  for (const { value, path, name } of containers) {
    const set = valueAt(value, field);
    if (set === false || (typeof set !== "boolean" && own !== true))
      yield { path: [...path, ...field], message: `container ${name} may run as root` };
  }
}

function* runAsUser(context: Context): Iterable<Found> {
  if (context.minor >= 35 && inUserNamespace(context.spec)) return;
  for (const { value, path, of } of contexts(context))
    if (value["runAsUser"] === 0) yield { path: [...path, "runAsUser"], message: `${of} runs as root` };
}

function isWindows(spec: RawMap): boolean {
  return textAt(spec, "os", "name") === "windows";
}

function inUserNamespace(spec: RawMap): boolean {
  return spec["hostUsers"] === false;
}

/** Annotations of a pod, as far as they are texts. */
export function annotationsOf(metadata: unknown): Readonly<Record<string, string>> {
  return labelsAt(metadata, "annotations");
}
