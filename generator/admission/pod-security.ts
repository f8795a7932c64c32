import { allowedCapabilities, profiles, safeSysctls, seLinuxTypes } from "../evaluate/pod-security/baseline.ts";
import { containerPaths, podSpecsIn } from "./pod-specs.ts";
import { type AdmissionPolicy, changeOperations, writeOperations } from "./policy.ts";

const oneOf = (values: Iterable<unknown>): string =>
  `[${[...values].map((value) => JSON.stringify(value)).join(", ")}]`;
const someContainer = (holds: string): string =>
  `variables.specs.exists(spec, ${containerPaths("spec")}.exists(one, ${holds}))`;
const someContext = (holds: string): string => `variables.contexts.exists(list, list.exists(one, ${holds}))`;
const profile = (field: string): string =>
  someContext(`has(one.${field}) && !(one.${field}.?type.orValue("") in ${oneOf(profiles)})`);

/** Sysctls that every release since 1.32 considers safe. */
const sysctls = [...safeSysctls].filter(([, since]) => since <= 32).map(([name]) => name);
const types = [...seLinuxTypes.filter((type) => type !== undefined), "container_engine_t"];
const handlers = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.?postStart", "lifecycle.?preStop"];
const calls = handlers.flatMap((handler) => ["httpGet", "tcpSocket"].map((how) => `one.?${handler}.?${how}.?host`));

/** The fields that baseline forbids, with CEL that finds them: the checks of `evaluate/pod-security/baseline.ts`, in the same order. */
const faults: readonly (readonly [name: string, isPresent: string])[] = [
  [
    "host namespaces (hostNetwork, hostPID, hostIPC)",
    `variables.specs.exists(spec, [spec.?hostNetwork, spec.?hostPID, spec.?hostIPC].exists(one, one.orValue(false)))`,
  ],
  ["privileged containers", someContainer("one.?securityContext.?privileged.orValue(false)")],
  [
    "non-default capabilities",
    someContainer(
      `one.?securityContext.?capabilities.?add.orValue([]).exists(added, !(added in ${oneOf([...allowedCapabilities].sort())}))`,
    ),
  ],
  ["hostPath volumes", "variables.specs.exists(spec, spec.?volumes.orValue([]).exists(one, has(one.hostPath)))"],
  ["host ports", someContainer("one.?ports.orValue([]).exists(port, port.?hostPort.orValue(0) != 0)")],
  ["a forbidden AppArmor profile", profile("appArmorProfile")],
  [
    "forbidden SELinux options",
    someContext(
      `has(one.seLinuxOptions) && (!(one.seLinuxOptions.?type.orValue("") in ${oneOf(types)}) || one.seLinuxOptions.?user.orValue("") != "" || one.seLinuxOptions.?role.orValue("") != "")`,
    ),
  ],
  [
    "a forbidden procMount",
    `variables.specs.exists(spec, (variables.minor < 35 || spec.?hostUsers.orValue(true)) && ${containerPaths("spec")}.exists(one, one.?securityContext.?procMount.orValue("Default") != "Default"))`,
  ],
  ["a forbidden seccomp profile", profile("seccompProfile")],
  [
    "forbidden sysctls",
    `variables.specs.exists(spec, spec.?securityContext.?sysctls.orValue([]).exists(one, !(one.name in ${oneOf(sysctls)})))`,
  ],
  ["hostProcess containers", someContext("one.?windowsOptions.?hostProcess.orValue(false)")],
  [
    "a host in a probe or lifecycle hook",
    `variables.minor >= 34 && ${someContainer(`[${calls.join(", ")}].exists(host, host.orValue("") != "")`)}`,
  ],
];

/**
 * Kubernetes enforces the level of a namespace for pods, but does not check pod specs inside Seldon's kinds. Fields that are
 * missing in such a spec can be merged onto it later, so only forbidden fields are checked: those of baseline.
 */
export const podSecurityPolicies: AdmissionPolicy = {
  name: "pod-security",
  scope: "Namespaced",
  matches: [
    {
      group: "mlops.seldon.io",
      resources: ["seldonconfigs", "seldonruntimes", "serverconfigs", "servers"],
      operations: writeOperations,
    },
  ],
  conditions: changeOperations,
  variables: {
    labels: "dyn(namespaceObject).metadata.labels",
    version: 'variables.labels[?"pod-security.kubernetes.io/enforce-version"].orValue("latest")',
    minor: 'variables.version.matches("^v1[.][0-9]+$") ? int(variables.version.substring(3)) : 99',
    specs: `!(variables.labels[?"pod-security.kubernetes.io/enforce"].orValue("") in ["baseline", "restricted"]) ? [] :
${podSpecsIn("object")}`,
    contexts: `variables.specs.map(spec, ([spec] + ${containerPaths("spec")}).map(one, one.?securityContext.orValue({})))`,
    faults: `[\n${faults.map(([name, isPresent]) => `${isPresent} ? "${name}" : ""`).join(",\n")}
].filter(one, one != "")`,
  },
};
