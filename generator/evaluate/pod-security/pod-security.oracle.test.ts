import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { moduleFolder, oracle } from "../../testing/oracles.ts";
import { isMap, type RawMap } from "../../validate/merge.ts";
import { mapAt } from "../manifests/reading.ts";
import { type PodSecurityLevelName, violations } from "./standards.ts";
import { annotationsOf } from "./subject.ts";

/** The checks of the library that reject a pod, and whether its evaluator admits the pod. */
const library = await oracle<{ readonly Refusing: readonly string[]; readonly Allowed: boolean }>(
  "pod-security/admission",
);

interface Request {
  readonly level: PodSecurityLevelName;
  readonly minor: number;
  readonly pod: RawMap;
}

test("for every fixture, at each existing level and version, the same checks reject it", async () => {
  const fixtures = join(await moduleFolder("pod-security", "k8s.io/pod-security-admission"), "test/testdata");
  const requests = (["baseline", "restricted"] as const).flatMap((level) =>
    readdirSync(join(fixtures, level)).flatMap((version) => {
      const minor = Number(version.split(".")[1]);
      return ["pass", "fail"].flatMap((verdict) =>
        readdirSync(join(fixtures, level, version, verdict)).map((file) => ({
          level,
          minor,
          pod: mapAt(parse(readFileSync(join(fixtures, level, version, verdict, file), "utf8"))),
          verdict,
        })),
      );
    }),
  );
  expect(requests.length).toBeGreaterThan(4_000);
  expect(new Set(requests.map(({ minor }) => minor)).size).toBe(38);
  await compare(requests);
  for (const { level, minor, pod, verdict } of requests)
    expect(ours({ level, minor, pod }).length === 0, JSON.stringify(pod)).toBe(verdict === "pass");
});

test("the same checks reject each of six thousand random pods", async () => {
  const requests = fc.sample(request, { numRuns: 6_000, seed: 42 });
  await compare(requests);
  const refused = new Set(requests.flatMap(ours));
  // Every check rejects some pod.
  expect(refused.size).toBe(19);
});

function ours({ level, minor, pod }: Request): readonly string[] {
  const refusals = violations({ spec: mapAt(pod, "spec"), annotations: annotationsOf(pod["metadata"]) }, level, minor);
  return [...new Set(refusals.map(({ check }) => check))].sort();
}

async function compare(requests: readonly Request[]): Promise<void> {
  const answers = await library(requests.map(({ level, minor, pod }) => ({ level, minor, pod: defaulted(pod) })));
  for (const [index, item] of requests.entries()) {
    const refusing = ours(item);
    expect({ Refusing: refusing, Allowed: refusing.length === 0 }, JSON.stringify(item)).toEqual(answers[index]);
  }
}

/** The pod as the API server stores it, which the library requires: a volume without a source becomes an emptyDir. */
function defaulted(pod: RawMap): RawMap {
  const spec = mapAt(pod, "spec");
  const volumes = spec["volumes"];
  if (!Array.isArray(volumes)) return pod;
  const filled = volumes.map((value) =>
    isMap(value) && Object.keys(value).length === 1 ? { ...value, emptyDir: {} } : value,
  );
  return { ...pod, spec: { ...spec, volumes: filled } };
}

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const profile = fc.record({ type: fc.constantFrom("RuntimeDefault", "Localhost", "Unconfined") });
const seLinux = fc.record(
  {
    type: fc.constantFrom("container_t", "container_engine_t", "spc_t", ""),
    user: fc.constantFrom("", "u"),
    role: fc.constantFrom("", "r"),
  },
  { requiredKeys: [] },
);
const contextFields = {
  runAsNonRoot: maybe(fc.boolean()),
  runAsUser: maybe(fc.constantFrom(0, 1000)),
  seccompProfile: maybe(profile),
  appArmorProfile: maybe(profile),
  seLinuxOptions: maybe(seLinux),
  windowsOptions: maybe(fc.record({ hostProcess: fc.boolean() })),
};
const handler = fc.oneof(
  fc.record({ httpGet: fc.record({ port: fc.constant(80), host: fc.constantFrom("", "10.0.0.1") }) }),
  fc.record({ tcpSocket: fc.record({ port: fc.constant(80), host: fc.constantFrom("", "10.0.0.1") }) }),
);
const container = fc.record({
  name: fc.constantFrom("a", "b", "c"),
  image: fc.constant("i"),
  ports: maybe(
    fc.array(fc.record({ containerPort: fc.constant(80), hostPort: fc.constantFrom(0, 80) }), { maxLength: 2 }),
  ),
  livenessProbe: maybe(handler),
  lifecycle: maybe(fc.record({ preStop: maybe(handler), postStart: maybe(handler) })),
  securityContext: maybe(
    fc.record({
      ...contextFields,
      privileged: maybe(fc.boolean()),
      allowPrivilegeEscalation: maybe(fc.boolean()),
      procMount: maybe(fc.constantFrom("Default", "Unmasked")),
      capabilities: maybe(
        fc.record({
          add: maybe(fc.subarray(["NET_BIND_SERVICE", "CHOWN", "SYS_ADMIN", "ALL"])),
          drop: maybe(fc.subarray(["ALL", "CHOWN"])),
        }),
      ),
    }),
  ),
});
const volume = fc
  .constantFrom(
    "emptyDir",
    "configMap",
    "hostPath",
    "nfs",
    "csi",
    "secret",
    "persistentVolumeClaim",
    "image",
    "iscsi",
    "none",
  )
  .map((kind) => (kind === "none" ? { name: "v" } : { name: "v", [kind]: {} }));
const request: fc.Arbitrary<Request> = fc
  .record({
    level: fc.constantFrom("baseline" as const, "restricted" as const),
    minor: fc.integer({ min: 0, max: 38 }),
    annotations: fc.dictionary(
      fc.constantFrom(
        "container.apparmor.security.beta.kubernetes.io/a",
        "seccomp.security.alpha.kubernetes.io/pod",
        "container.seccomp.security.alpha.kubernetes.io/a",
        "other",
      ),
      fc.constantFrom("unconfined", "runtime/default", "localhost/x", "docker/default", ""),
      { maxKeys: 2 },
    ),
    spec: fc.record({
      hostNetwork: maybe(fc.boolean()),
      hostPID: maybe(fc.boolean()),
      hostIPC: maybe(fc.boolean()),
      hostUsers: maybe(fc.boolean()),
      os: maybe(fc.record({ name: fc.constantFrom("linux", "windows") })),
      securityContext: maybe(
        fc.record({
          ...contextFields,
          sysctls: maybe(
            fc.array(
              fc.record({
                name: fc.constantFrom(
                  "kernel.shm_rmid_forced",
                  "net.ipv4.tcp_rmem",
                  "net.ipv4.tcp_notsent_lowat",
                  "kernel.msgmax",
                ),
                value: fc.constant("1"),
              }),
              { maxLength: 2 },
            ),
          ),
        }),
      ),
      volumes: maybe(fc.array(volume, { maxLength: 2 })),
      initContainers: maybe(fc.array(container, { maxLength: 1 })),
      containers: fc.array(container, { minLength: 1, maxLength: 2 }),
      ephemeralContainers: maybe(fc.array(container, { maxLength: 1 })),
    }),
  })
  .map(({ level, minor, annotations, spec }) => ({
    level,
    minor,
    pod: mapAt(JSON.parse(JSON.stringify({ metadata: { name: "p", annotations }, spec }))),
  }));
