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

/** Sysctls that every release from 1.32 on takes for safe. */
const sysctls = [...safeSysctls].filter(([, since]) => since <= 32).map(([name]) => name);
const types = [...seLinuxTypes.filter((type) => type !== undefined), "container_engine_t"];
const handlers = ["livenessProbe", "readinessProbe", "startupProbe", "lifecycle.?postStart", "lifecycle.?preStop"];
const calls = handlers.flatMap((handler) => ["httpGet", "tcpSocket"].map((how) => `one.?${handler}.?${how}.?host`));

/** What baseline refuses, and CEL that says whether it is there: the checks of `evaluate/pod-security/baseline.ts`, in their order. */
const faults: readonly (readonly [what: string, isThere: string])[] = [
  [
    "the node's namespaces",
    `variables.specs.exists(spec, [spec.?hostNetwork, spec.?hostPID, spec.?hostIPC].exists(one, one.orValue(false)))`,
  ],
  ["privileged", someContainer("one.?securityContext.?privileged.orValue(false)")],
  [
    "capabilities",
    someContainer(
      `one.?securityContext.?capabilities.?add.orValue([]).exists(added, !(added in ${oneOf([...allowedCapabilities].sort())}))`,
    ),
  ],
  ["hostPath", "variables.specs.exists(spec, spec.?volumes.orValue([]).exists(one, has(one.hostPath)))"],
  ["hostPort", someContainer("one.?ports.orValue([]).exists(port, port.?hostPort.orValue(0) != 0)")],
  ["an AppArmor profile", profile("appArmorProfile")],
  [
    "SELinux options",
    someContext(
      `has(one.seLinuxOptions) && (!(one.seLinuxOptions.?type.orValue("") in ${oneOf(types)}) || one.seLinuxOptions.?user.orValue("") != "" || one.seLinuxOptions.?role.orValue("") != "")`,
    ),
  ],
  [
    "procMount",
    `variables.specs.exists(spec, (variables.minor < 35 || spec.?hostUsers.orValue(true)) && ${containerPaths("spec")}.exists(one, one.?securityContext.?procMount.orValue("Default") != "Default"))`,
  ],
  ["a seccomp profile", profile("seccompProfile")],
  [
    "sysctls",
    `variables.specs.exists(spec, spec.?securityContext.?sysctls.orValue([]).exists(one, !(one.name in ${oneOf(sysctls)})))`,
  ],
  ["hostProcess", someContext("one.?windowsOptions.?hostProcess.orValue(false)")],
  [
    "a host to probe",
    `variables.minor >= 34 && ${someContainer(`[${calls.join(", ")}].exists(host, host.orValue("") != "")`)}`,
  ],
];

/**
 * Kubernetes holds pods to their namespace's level, and looks at no pod spec inside Seldon's kinds. What is missing in a
 * spec may be laid over it, so only what must not be there is looked for: all of baseline.
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
    faults: `[\n${faults.map(([what, isThere]) => `${isThere} ? "${what}" : ""`).join(",\n")}
].filter(one, one != "")`,
  },
};
