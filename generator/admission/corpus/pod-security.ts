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

/** Each forbidden value is next to a similar value that is allowed. */
const specs: readonly (readonly [podSpec: string, admitted: boolean, name: string])[] = [
  [container(""), true, "no special fields"],
  [`hostNetwork: true, ${container("")}`, false, "hostNetwork"],
  [`hostNetwork: false, ${container("")}`, true, "hostNetwork false"],
  [`hostPID: true, ${container("")}`, false, "hostPID"],
  [`hostIPC: true, ${container("")}`, false, "hostIPC"],
  [context("privileged: true"), false, "a privileged container"],
  [context("privileged: false"), true, "not privileged"],
  [
    `initContainers: [{ name: i, image: "harbor.acme.test/x:1", securityContext: { privileged: true } }], ${container("")}`,
    false,
    "a privileged init container",
  ],
  [context("capabilities: { add: [NET_ADMIN] }"), false, "a capability"],
  [context("capabilities: { add: [CHOWN, NET_BIND_SERVICE] }"), true, "capabilities of the default set"],
  [context("capabilities: { drop: [ALL] }"), true, "dropped capabilities"],
  [`volumes: [{ name: v, hostPath: { path: /etc } }], ${container("")}`, false, "a hostPath volume"],
  [
    `volumes: [{ name: v, emptyDir: {} }, { name: w, configMap: { name: m } }], ${container("")}`,
    true,
    "emptyDir and configMap volumes",
  ],
  [container(", ports: [{ containerPort: 80, hostPort: 80, protocol: TCP }]"), false, "a host port"],
  [container(", ports: [{ containerPort: 80, protocol: TCP }]"), true, "a container port"],
  [context("appArmorProfile: { type: Unconfined }"), false, "AppArmor Unconfined"],
  [context("appArmorProfile: { type: RuntimeDefault }"), true, "AppArmor RuntimeDefault"],
  [`securityContext: { seLinuxOptions: { type: spc_t } }, ${container("")}`, false, "an SELinux type"],
  [
    `securityContext: { seLinuxOptions: { type: container_t, level: s0 } }, ${container("")}`,
    true,
    "an SELinux type of containers",
  ],
  [context("seLinuxOptions: { user: root }"), false, "an SELinux user"],
  [context("procMount: Unmasked"), false, "all of /proc"],
  [context("procMount: Default"), true, "a masked /proc"],
  [`securityContext: { seccompProfile: { type: Unconfined } }, ${container("")}`, false, "seccomp Unconfined"],
  [
    `securityContext: { seccompProfile: { type: RuntimeDefault }, runAsUser: 1000 }, ${container("")}`,
    true,
    "seccomp RuntimeDefault",
  ],
  [`securityContext: { sysctls: [{ name: kernel.msgmax, value: "1" }] }, ${container("")}`, false, "a sysctl"],
  [
    `securityContext: { sysctls: [{ name: net.ipv4.tcp_keepalive_time, value: "60" }] }, ${container("")}`,
    true,
    "a safe sysctl",
  ],
  [context("windowsOptions: { hostProcess: true }"), false, "hostProcess"],
  [container(", livenessProbe: { httpGet: { port: 80, host: 169.254.169.254 } }"), false, "a probe of another host"],
  [
    container(", lifecycle: { preStop: { tcpSocket: { port: 80, host: evil.test } } }"),
    false,
    "a preStop hook that calls another host",
  ],
  [container(", livenessProbe: { httpGet: { port: 80 } }"), true, "a probe of the pod itself"],
];

export const podSecurityCases: readonly AdmissionCase[] = [
  ...specs.flatMap(([podSpec, admitted, name]): readonly AdmissionCase[] => [
    { name: `ServerConfig: ${name}`, object: config(podSpec), admitted },
    { name: `Server: ${name}`, object: server(podSpec), admitted },
  ]),
  {
    name: "a Server without a pod spec",
    object: server("").replace("podSpec: {  }", "replicas: 1"),
    admitted: true,
  },
  {
    name: "hostNetwork in an override of a SeldonRuntime",
    object: `
apiVersion: mlops.seldon.io/v1alpha1
kind: SeldonRuntime
metadata: { name: r }
spec: { seldonConfig: default, overrides: [{ name: hodometer }, { name: seldon-envoy, podSpec: { hostNetwork: true } }] }
`,
    admitted: false,
  },
  {
    name: "a ServerConfig that becomes privileged",
    before: config(container(""), "tamed"),
    object: config(context("privileged: true"), "tamed"),
    admitted: false,
  },
  {
    name: "a label on an existing privileged ServerConfig",
    before: config(context("privileged: true"), "wild"),
    object: config(context("privileged: true"), "wild").replace("name: wild", "name: wild, labels: { a: b }"),
    admitted: true,
    inClusterOnly: "the admission policy does not check unchanged fields again, but the rules check every file",
  },
  {
    name: "a privileged ServerConfig in a namespace without a level",
    object: config(context("privileged: true")).replace("name: c", "name: c, namespace: loose"),
    admitted: true,
  },
];
