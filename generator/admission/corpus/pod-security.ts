import type { AdmissionCase } from "./case.ts";

const container = (more: string): string => `containers: [{ name: a, image: "harbor.acme.test/x:1"${more} }]`;
const context = (more: string): string => container(`, securityContext: { ${more} }`);
const config = (podSpec: string, name = "c"): string => `
apiVersion: mlops.seldon.io/v1alpha1
kind: ServerConfig
metadata: { name: ${name} }
spec: { podSpec: { ${podSpec} } }
`;
const server = (podSpec: string): string =>
  config(podSpec).replace("ServerConfig", "Server").replace("spec: {", "spec: { serverConfig: c,");

/** Near misses stand beside what they nearly miss. */
const specs: readonly (readonly [podSpec: string, admitted: boolean, message: string])[] = [
  [container(""), true, "nothing special"],
  [`hostNetwork: true, ${container("")}`, false, "the node's network"],
  [`hostNetwork: false, ${container("")}`, true, "no network of the node's"],
  [`hostPID: true, ${container("")}`, false, "the node's processes"],
  [`hostIPC: true, ${container("")}`, false, "the node's IPC"],
  [context("privileged: true"), false, "privileged"],
  [context("privileged: false"), true, "not privileged"],
  [
    `initContainers: [{ name: i, image: "harbor.acme.test/x:1", securityContext: { privileged: true } }], ${container("")}`,
    false,
    "a privileged init container",
  ],
  [context("capabilities: { add: [NET_ADMIN] }"), false, "a capability"],
  [context("capabilities: { add: [CHOWN, NET_BIND_SERVICE] }"), true, "capabilities that a runtime gives anyway"],
  [context("capabilities: { drop: [ALL] }"), true, "capabilities dropped"],
  [`volumes: [{ name: v, hostPath: { path: /etc } }], ${container("")}`, false, "a folder of the node"],
  [
    `volumes: [{ name: v, emptyDir: {} }, { name: w, configMap: { name: m } }], ${container("")}`,
    true,
    "other volumes",
  ],
  [container(", ports: [{ containerPort: 80, hostPort: 80, protocol: TCP }]"), false, "a port of the node"],
  [container(", ports: [{ containerPort: 80, protocol: TCP }]"), true, "a port of the pod"],
  [context("appArmorProfile: { type: Unconfined }"), false, "no AppArmor"],
  [context("appArmorProfile: { type: RuntimeDefault }"), true, "AppArmor"],
  [`securityContext: { seLinuxOptions: { type: spc_t } }, ${container("")}`, false, "an SELinux type"],
  [
    `securityContext: { seLinuxOptions: { type: container_t, level: s0 } }, ${container("")}`,
    true,
    "an SELinux type of containers",
  ],
  [context("seLinuxOptions: { user: root }"), false, "an SELinux user"],
  [context("procMount: Unmasked"), false, "all of /proc"],
  [context("procMount: Default"), true, "a masked /proc"],
  [`securityContext: { seccompProfile: { type: Unconfined } }, ${container("")}`, false, "no seccomp"],
  [`securityContext: { seccompProfile: { type: RuntimeDefault }, runAsUser: 1000 }, ${container("")}`, true, "seccomp"],
  [`securityContext: { sysctls: [{ name: kernel.msgmax, value: "1" }] }, ${container("")}`, false, "a sysctl"],
  [
    `securityContext: { sysctls: [{ name: net.ipv4.tcp_keepalive_time, value: "60" }] }, ${container("")}`,
    true,
    "a safe sysctl",
  ],
  [context("windowsOptions: { hostProcess: true }"), false, "a process of the node"],
  [container(", livenessProbe: { httpGet: { port: 80, host: 169.254.169.254 } }"), false, "a probe of another host"],
  [
    container(", lifecycle: { preStop: { tcpSocket: { port: 80, host: evil.test } } }"),
    false,
    "a last call to another host",
  ],
  [container(", livenessProbe: { httpGet: { port: 80 } }"), true, "a probe of the pod"],
];

export const podSecurityCases: readonly AdmissionCase[] = [
  ...specs.flatMap(([podSpec, admitted, message]): readonly AdmissionCase[] => [
    { message: `ServerConfig: ${message}`, object: config(podSpec), admitted },
    { message: `Server: ${message}`, object: server(podSpec), admitted },
  ]),
  {
    message: "a Server without a pod spec",
    object: server("").replace("podSpec: {  }", "replicas: 1"),
    admitted: true,
  },
  {
    message: "a runtime's override",
    object: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: r }
spec: { seldonConfig: default, overrides: [{ name: hodometer }, { name: seldon-envoy, podSpec: { hostNetwork: true } }] }
`,
    admitted: false,
  },
  {
    message: "what becomes privileged",
    before: config(container(""), "tamed"),
    object: config(context("privileged: true"), "tamed"),
    admitted: false,
  },
  {
    message: "a label on what was privileged before",
    before: config(context("privileged: true"), "wild"),
    object: config(context("privileged: true"), "wild").replace("name: wild", "name: wild, labels: { a: b }"),
    admitted: true,
    inClusterOnly: "what was there before is not asked about again; in a file it is",
  },
  {
    message: "in a namespace that enforces nothing",
    object: config(context("privileged: true")).replace("name: c", "name: c, namespace: loose"),
    admitted: true,
  },
];
